import { buildDataflow } from '../dataflow.ts';
import { en, error, zh } from '../finding.ts';
import type { Model } from '../model.ts';
import { pathName, resolveName } from '../names.ts';
import type { Finding } from '../plan.ts';
import { cutToRights } from '../rights.ts';
import type { ReadAt } from '../sites.ts';
import type { Rule } from './rule.ts';

/** A script, expression or table names a value that only data without a right to it would give. */
export const fieldWithoutRight: Rule = (model) => {
  const cut = cutToRights(model.pkg, model.input);
  if (cut === model.pkg) return [];
  const flow = buildDataflow(cut, model.graph);
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
    return known.flatMap((path) => (site.readAt.some((place) => isDenied(path, place)) ? [denied(model, site, path)] : []));
  });

  /** There with the data, not there without it. */
  function isDenied(path: string, place: ReadAt): boolean {
    return model.flow.canRead(path, place) && !flow.canRead(path, place);
  }
};

function pathsOf(model: Model, name: string): string[] {
  const resolved = resolveName(model, name);
  return resolved.kind === 'path' ? [resolved.path] : [];
}

function denied(model: Model, site: Pick<Finding, 'path' | 'element'>, path: string): Finding {
  const name = pathName(model, path);
  return error(
    'field-without-right',
    { path: site.path, element: site.element },
    `这里用到${zh(name)}，但本场景没有读取它的授权：请先申请，或不在这里使用。`,
    `${en(name)} is used here, but the scenario has no right to read it: apply for it first, or do not use it here.`,
  );
}
