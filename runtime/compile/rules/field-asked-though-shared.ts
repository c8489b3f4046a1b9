import type { DataResource, DataUse } from '../../../schemas/generated/documents.ts';
import { at, en, warning, zh } from '../finding.ts';
import { entry, partsOf } from '../maps.ts';
import type { Model } from '../model.ts';
import { pathName } from '../names.ts';
import type { Finding, MergedField } from '../plan.ts';
import type { Rule } from './rule.ts';

/** 国务院令第716号 art. 7 (在线政务服务): what can be had by sharing may not be asked again. A warning, since the register may not hold everyone. */
export const fieldAskedThoughShared: Rule = (model) =>
  Object.entries(model.fills).flatMap(([node, form]) =>
    Object.values(form.fields)
      .filter((field) => field.supply === 'asked')
      .flatMap((field) => askedFinding(model, node, field)),
  );

function askedFinding(model: Model, node: string, field: MergedField): Finding[] {
  const found = Object.entries(model.pkg.scenario.data ?? {}).find(([, use]) => holds(model, use, field));
  if (!found) return [];
  const [, use] = found;
  const name = pathName(model, field.path);
  return [
    warning(
      'field-asked-though-shared',
      at('nodes', node),
      `${zh(name)}能从${zh(use.name)}得到，却仍要申请人填写：请用它预填（国务院令第716号第七条：能通过共享获得的不得要求重复提供）。`,
      `${en(name)} can be had from ${en(use.name)}, yet the applicant is asked for it: prefill it (State Council Order 716, article 7: what can be shared may not be asked again).`,
    ),
  ];
}

/** The use fills this very path but is not read here; or its resource, about the same subject, holds the element unused. */
function holds(model: Model, use: DataUse, field: MergedField): boolean {
  const provided = Object.values(use.provides);
  if (provided.includes(field.path)) return true;
  const resource = entry(model.pkg.resources, use.resource);
  const aboutSubject = provided.length > 0 && provided.every((path) => partsOf(path).subject === field.subject);
  return resource !== undefined && aboutSubject && field.element !== undefined && unusedElement(resource, use, field.element);
}

function unusedElement(resource: DataResource, use: DataUse, element: string): boolean {
  const keys = new Set(Object.keys(use.keys));
  return Object.entries(resource.fields).some(
    ([id, field]) => field.element === element && !Object.hasOwn(use.provides, id) && !keys.has(id),
  );
}
