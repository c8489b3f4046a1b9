import { at, en, error, zh } from '../finding.ts';
import { entry } from '../maps.ts';
import type { Model } from '../model.ts';
import type { Finding } from '../plan.ts';
import type { Rule } from './rule.ts';

/** Edges where none may be: across the border of a block, into a start, out of an end. */
export const edgePlacement: Rule = (model) => Object.keys(model.pkg.scenario.edges).flatMap((id) => misplaced(model, id));

function misplaced({ pkg, graph }: Model, id: string): Finding[] {
  const edge = entry(pkg.scenario.edges, id)!;
  const [from, to] = [graph.nodes.get(edge.from), graph.nodes.get(edge.to)];
  if (!from || !to) return [];
  const findings: Finding[] = [];
  if (from.scope !== to.scope) {
    const words = `${zh(from.doc.name)}到${zh(to.doc.name)}的连线跨越了分组边界：请把线连到分组本身，或把环节移到同一分组。`;
    findings.push(
      error(
        'edge-crosses-blocks',
        at('edges', id),
        words,
        `The edge from ${en(from.doc.name)} to ${en(to.doc.name)} crosses the border of a block: connect the block itself, or move the step.`,
      ),
    );
  }
  if (to.doc.kind === 'start') {
    findings.push(
      error(
        'edge-into-start',
        at('edges', id),
        `连线不能进入开始环节${zh(to.doc.name)}：请改连到它后面的环节。`,
        `No edge may enter the start ${en(to.doc.name)}: connect the step after it.`,
      ),
    );
  }
  if (from.doc.kind === 'end') {
    findings.push(
      error(
        'edge-out-of-end',
        at('edges', id),
        `结束环节${zh(from.doc.name)}之后不能再有连线：请删除这条线，或把它换成普通环节。`,
        `No edge may leave the end ${en(from.doc.name)}: remove it, or make the end an ordinary step.`,
      ),
    );
  }
  return findings;
}
