import type { Each, Node } from '../../../schemas/generated/documents.ts';
import { isDesk } from '../desks.ts';
import { at, en, error, warning, zh } from '../finding.ts';
import type { Model } from '../model.ts';
import { turnNames } from '../node-expressions.ts';
import type { Finding } from '../plan.ts';
import type { ExpressionSite } from '../sites.ts';
import type { Rule } from './rule.ts';

/** Loops, steps for each of several and critical sections that would not happen as drawn. */
export const repeats: Rule = (model) => [
  ...Object.entries(model.pkg.scenario.nodes).flatMap(([id, node]) => [
    ...('each' in node && node.each ? eachFindings(model, id, node, node.each) : []),
    ...sectionFindings(model, id, node),
  ]),
  ...model.sites.expressions.flatMap((site) => placeFindings(model, site)),
];

function eachFindings({ pkg }: Model, id: string, node: Node, each: Each): Finding[] {
  const sources = [each.over, each.times, each.departments].filter((source) => source !== undefined).length;
  const name = node.name;
  return [
    ...(sources === 1
      ? []
      : [
          error(
            'each-source',
            at('nodes', id, 'each'),
            `${zh(name)}要么按列表、要么按份数、要么按部门逐个办理：请只填其中一项。`,
            `${en(name)} is done for each entry of a list, so many times, or by each of some departments: give exactly one of the three.`,
          ),
        ]),
    ...('loop' in node && node.loop
      ? [
          error(
            'each-and-loop',
            at('nodes', id, 'loop'),
            `${zh(name)}同时设了逐个办理和反复办理：请把其中一种放到外面的分组上。`,
            `${en(name)} is both done for each of several and repeated: put one of the two on a block around it.`,
          ),
        ]
      : []),
    ...(each.departments && !isDesk(node)
      ? [
          error(
            'each-departments',
            at('nodes', id, 'each', 'departments'),
            `${zh(name)}不是部门办理的环节，不能按部门逐个办理：请改用部门办理的环节，或按列表逐个办理。`,
            `${en(name)} is not done by a desk and cannot be done by each department: use a desk step, or a list.`,
          ),
        ]
      : []),
    ...(each.as !== undefined && Object.hasOwn(pkg.scenario.subjects, each.as)
      ? [
          error(
            'each-name-taken',
            at('nodes', id, 'each', 'as'),
            `「${each.as}」已是一个对象的编号，表达式里读不到每一份：请换一个叫法。`,
            `“${each.as}” is the id of a subject already, so no expression could read the entry by it: choose another name.`,
          ),
        ]
      : []),
    ...(each.rest !== undefined && each.until === undefined
      ? [
          warning(
            'each-rest-unused',
            at('nodes', id, 'each', 'rest'),
            `${zh(name)}要等每一份都办完，不会有其余的：请写明办够的条件，或去掉这项设置。`,
            `${en(name)} waits for all of them, so there is no rest: say when enough are done, or remove this.`,
          ),
        ]
      : []),
  ];
}

/** Inside a block of a section, a step of the same section would wait for its own block. */
function sectionFindings({ pkg }: Model, id: string, node: Node): Finding[] {
  const section = 'section' in node ? node.section : undefined;
  if (section === undefined) return [];
  for (const [, block] of blocksAround(pkg.scenario.nodes, node)) {
    if (!('section' in block) || block.section !== section) continue;
    return [
      error(
        'section-nested',
        at('nodes', id, 'section'),
        `${zh(node.name)}所在的分组${zh(block.name)}已经占用同一个互斥区：请去掉其中一处。`,
        `The block ${en(block.name)} around ${en(node.name)} is in the same section already: remove one of the two.`,
      ),
    ];
  }
  return [];
}

function blocksAround(nodes: Record<string, Node>, node: Node): [string, Node][] {
  const around: [string, Node][] = [];
  let parent = node.parent;
  while (parent !== undefined && Object.hasOwn(nodes, parent) && !around.some(([id]) => id === parent)) {
    around.push([parent, nodes[parent]!]);
    parent = nodes[parent]!.parent;
  }
  return around;
}

/** `each`, `loop`, `join` and `block` say something only where there is one. */
function placeFindings({ pkg }: Model, { source: _, path, element, parsed, readAt }: ExpressionSite): Finding[] {
  if (!parsed.ok || !element) return [];
  const { nodes, subjects } = pkg.scenario;
  const place = element.kind === 'node' ? element.id : element.kind === 'edge' ? pkg.scenario.edges[element.id]?.from : readAt[0]?.node;
  const node = place === undefined || !Object.hasOwn(nodes, place) ? undefined : nodes[place];
  const roots = new Set(parsed.reads.map((read) => read.split('.')[0]!));
  return [...roots]
    .filter((root) => Object.hasOwn(turnNames, root) && !Object.hasOwn(subjects, root) && !hasPlace(root, nodes, node, path))
    .map((root) => {
      const [inZh, inEn] = places[root]!;
      return error(
        'name-out-of-place',
        { path, element },
        `「${root}」只在${inZh}里有值：请把这条表达式移到那里，或不要使用它。`,
        `“${root}” has a value only ${inEn}: move the expression there, or do not use it.`,
      );
    });
}

const places: Record<string, [zh: string, en: string]> = {
  each: ['逐个办理的环节', 'in a step that is done for each of several'],
  loop: ['反复办理的环节', 'in a step that is repeated'],
  join: ['部分汇合的条件', 'in the condition of a partial join'],
  block: ['自选步骤的分组的结束条件', 'in the condition of a block whose steps people start'],
};

function hasPlace(root: string, nodes: Record<string, Node>, node: Node | undefined, path: string): boolean {
  if (root === 'join') return path.endsWith('/activate/when');
  if (root === 'block') return path.endsWith('/adHoc/done');
  if (!node) return false;
  const chain = [node, ...blocksAround(nodes, node).map(([, block]) => block)];
  return chain.some((one) => root in one && (one as unknown as Record<string, unknown>)[root] !== undefined);
}
