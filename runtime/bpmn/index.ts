/** BPMN 2.0 in and out. See README.md for what becomes of each element. */
import type { ScenarioPackage } from '../compile/plan.ts';

export { type BpmnExport, exportBpmn } from './export/index.ts';
export { type BpmnImport, type ImportedProcess, type ImportOptions, importBpmn } from './import/index.ts';
export type { Fate, ReportEntry } from './import/report.ts';
export { type BpmnProblem, XmlError } from './problem.ts';

const elementsFile = ({ id, name, owner }: ScenarioPackage['scenario'], elements: ScenarioPackage['elements']) => ({
  format: 'lianban.data-elements/1',
  id: `${id.replace('/', '-').slice(0, 50)}-elements`,
  name,
  ...(owner ? { owner } : {}),
  elements,
});

/** The files of a package by their path in its folder. */
export function filesOf({ scenario, forms, elements, resources, contracts, cases }: ScenarioPackage): Record<string, unknown> {
  const inFolder = (folder: string, documents: Record<string, unknown>) =>
    Object.entries(documents).map(([id, document]): [string, unknown] => [`${folder}/${id.replace('/', '-')}.json`, document]);
  return Object.fromEntries([
    ['scenario.json', scenario],
    ...(Object.keys(elements).length > 0 ? [['elements.json', elementsFile(scenario, elements)] as [string, unknown]] : []),
    ...inFolder('forms', forms),
    ...inFolder('resources', resources),
    ...inFolder('contracts', contracts),
    ...inFolder('cases', cases),
  ]);
}
