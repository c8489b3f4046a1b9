import { en, error, zh } from '../finding.ts';
import type { Model } from '../model.ts';
import { pathName, resolveName } from '../names.ts';
import type { Finding } from '../plan.ts';
import type { ReadAt } from '../sites.ts';
import type { Rule } from './rule.ts';
import { reachedNodes } from './unreachable-node.ts';

/** A value read where no way could have collected it yet: it would always be empty. */
export const fieldReadBeforeCollected: Rule = (model) => {
  const reached = reachedNodes(model.graph);
  const { expressions, tables, paths } = model.sites;
  const sites = [
    ...expressions.map((site) => ({ ...site, reads: site.parsed.ok ? site.parsed.reads : [] })),
    ...tables.map((site) => ({
      path: `scenario/tables/${site.id}`,
      element: { kind: 'table', id: site.id },
      reads: site.parsed.ok ? site.parsed.reads : [],
      readAt: site.readAt,
    })),
    ...paths,
  ];
  return sites.flatMap((site) => {
    const known = [...new Set(site.reads.flatMap((name) => pathsOf(model, name)))];
    const places = site.readAt.filter(({ node }) => reached.has(node));
    return known.flatMap((path) => {
      const early = places.find((place) => !model.flow.canRead(path, place));
      return early ? [tooEarly(model, site, path, early)] : [];
    });
  });
};

function pathsOf(model: Model, name: string): string[] {
  const resolved = resolveName(model, name);
  return resolved.kind === 'path' ? [resolved.path] : [];
}

function tooEarly(model: Model, site: Pick<Finding, 'path' | 'element'>, path: string, place: ReadAt): Finding {
  const name = pathName(model, path);
  const node = model.graph.nodes.get(place.node)!.doc.name;
  return error(
    'field-read-before-collected',
    { path: site.path, element: site.element },
    `${zh(node)}要用${zh(name)}，但此前没有环节收集或产生它：请先让前面的表单、数据或脚本给出它，或不在这里使用。`,
    `${en(node)} uses ${en(name)}, but no earlier step collects it: let an earlier form, data read or script give it, or do not use it here.`,
  );
}
