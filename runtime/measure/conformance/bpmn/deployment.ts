/** The files of one case, imported and compiled: what can be started, and why the rest cannot. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Calendar } from '../../../../schemas/generated/documents.ts';
import type { VariableType } from '../../../bpmn/import/foreign-expression.ts';
import { type ImportedProcess, importBpmn } from '../../../bpmn/import/index.ts';
import type { BpmnProblem } from '../../../bpmn/problem.ts';
import { compile } from '../../../compile/index.ts';
import type { Plan } from '../../../compile/plan.ts';

export interface Deployed {
  imported: ImportedProcess;
  plan: Plan;
  /** Id in the file by node. */
  xmlOf: ReadonlyMap<string, string>;
}
export interface Deployment {
  processes: Map<string, Deployed>;
  problems: BpmnProblem[];
}

const calendar = JSON.parse(await readFile(path.join(import.meta.dirname, '../../../calendar/cn-workday.json'), 'utf8')) as Calendar;

/** Imports the files of one case and compiles what is to be run. */
export function deploy(files: readonly Uint8Array[]): Deployment {
  const processes = new Map<string, Deployed>();
  const problems: BpmnProblem[] = [];
  const types = typesOf(files.flatMap((file) => importBpmn(file).processes));
  for (const file of files) {
    const result = importBpmn(file, { types });
    problems.push(...result.problems);
    for (const imported of result.processes) {
      const { plan, findings } = compile(imported.package, { calendar });
      if (plan) {
        const xmlOf = new Map(Object.entries(imported.nodes).map(([xml, node]) => [node, xml]));
        processes.set(imported.process, { imported, plan, xmlOf });
      } else if (imported.executable)
        problems.push(
          ...findings
            .filter((one) => one.severity === 'error')
            .map(({ code, message }) => ({ code, message, element: 'process', id: imported.process })),
        );
    }
  }
  problems.push(...[...processes.values()].flatMap(({ imported }) => outside(imported, processes)));
  const scenarios = new Set([...processes.values()].map(({ imported }) => imported.package.scenario.id));
  for (const { imported } of processes.values())
    for (const [id, node] of Object.entries(imported.package.scenario.nodes))
      if (node.kind === 'call' && !scenarios.has(node.scenario)) problems.push(missing(id, node.scenario));
  return { processes, problems };
}

/** A variable that is only handed to another process, or taken from it, is of the type it has there. */
function typesOf(imported: readonly ImportedProcess[]): Record<string, VariableType> {
  const types: Record<string, VariableType> = {};
  const variable = (process: ImportedProcess | undefined, path: string) =>
    Object.entries(process?.variables ?? {}).find(([, one]) => one.path === path);
  for (const outer of imported)
    for (const node of Object.values(outer.package.scenario.nodes)) {
      if (node.kind !== 'call') continue;
      const inner = imported.find((one) => one.package.scenario.id === node.scenario);
      const pairs = [
        ...Object.entries(node.inputs ?? {}),
        ...Object.entries(node.outputs ?? {}).map(([mine, theirs]) => [theirs, mine] as const),
      ];
      for (const [theirs, mine] of pairs) {
        const [name] = variable(outer, mine) ?? [];
        const type = variable(inner, theirs)?.[1].type;
        if (name && type && type !== 'text') types[name] = type;
      }
    }
  return types;
}

/** What an engine's own dialect adds and the import drops with a word: here it would change what is seen. */
function outside(imported: ImportedProcess, processes: ReadonlyMap<string, Deployed>): BpmnProblem[] {
  const called = [...processes.values()].some((other) =>
    Object.values(other.imported.package.scenario.nodes).some(
      (node) => node.kind === 'call' && node.scenario === imported.package.scenario.id,
    ),
  );
  return imported.dropped
    .filter(({ what }) => what === 'async' || called)
    .map(({ element, id, what }) => ({
      code: 'refused.dialect',
      element,
      id,
      message: { 'zh-CN': `不支持 ${what}。`, en: `${what} is not supported.` },
    }));
}

const missing = (id: string, scenario: string): BpmnProblem => ({
  code: 'refused.call',
  element: 'callActivity',
  id,
  message: { 'zh-CN': `要调用的流程「${scenario}」不在。`, en: `The process “${scenario}” it calls is not there.` },
});

/** One sentence per problem: the element, its id, and why. */
export const describe = (problems: readonly BpmnProblem[]): string =>
  problems
    .map(({ element, id, line, message }) => `${element ?? 'file'} ${id ?? ''}${line ? ` (line ${line})` : ''}: ${message.en}`)
    .join('; ');
