/** From a draft to a package that compiles: the least of forms, parties and scripts that the flow needs. */
import type { Edge, Form, FormField, Node, Scenario } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { attr, idOf } from '../model.ts';
import type { Draft } from './draft.ts';
import { both, rankAt, textOf } from './names.ts';
import { SUBJECT } from './variables.ts';

const FORM = 'process-data';

export function packageOf(draft: Draft, id: string, layout: NonNullable<Scenario['layout']>): ScenarioPackage {
  const variables = draft.variables.all();
  const paths = [...variables.values()].map(({ path }) => path);
  const form = paths.length > 0 ? formOf(draft) : undefined;
  if (form) introduce(draft, layout);
  writeScripts(draft, paths);
  const pool = draft.model.poolOf(draft.process);
  const words = attr(draft.process, 'name') || (pool && attr(pool, 'name')) || idOf(draft.process);
  const { messages, signals, errors, escalations, scripts, roles } = draft.maps;
  const scenario: Scenario = {
    format: 'lianban.scenario/1',
    id,
    name: textOf(words, both('导入的场景', 'Imported')),
    subjects: {
      applicant: { name: both('申请人', 'Applicant'), rank: 'a0', kind: 'person', role: 'applicant' },
      ...(paths.length > 0 ? { [SUBJECT]: { name: both('流程数据', 'Process data'), rank: 'a1', kind: 'matter', role: 'none' } } : {}),
    },
    departments: draft.departments,
    items: {},
    forms: form ? { data: { form: FORM } } : {},
    ...filled('roles', roles),
    ...filled('variables', draft.variables.specs()),
    nodes: draft.nodes,
    edges: draft.edges,
    ...filled('messages', messages),
    ...filled('signals', signals),
    ...filled('errors', errors),
    ...filled('escalations', escalations),
    ...filled('scripts', scripts),
    ...(Object.keys(layout).length > 0 ? { layout } : {}),
  };
  return { scenario, forms: form ? { [FORM]: form } : {}, elements: {}, resources: {}, contracts: {}, cases: {} };
}

const filled = <K extends string, V>(key: K, map: Record<string, V>): Partial<Record<K, Record<string, V>>> =>
  Object.keys(map).length > 0 ? ({ [key]: map } as Record<K, Record<string, V>>) : {};

/** One form of all values of the process, none of them required. */
function formOf(draft: Draft): Form {
  const fields = [...draft.variables.all()].map(([name, { path, type }], index): [string, FormField] => {
    const key = path.slice(SUBJECT.length + 1);
    return [
      `f_${key}`.slice(0, 64),
      { section: 'main', rank: rankAt(index), subject: SUBJECT, key, type, label: textOf(name, { 'zh-CN': key }), required: false },
    ];
  });
  return {
    format: 'lianban.form/1',
    id: FORM,
    name: both('流程数据', 'Process data'),
    department: draft.department,
    version: 1,
    sections: { main: { title: both('流程数据', 'Process data'), rank: 'a0' } },
    fields: Object.fromEntries(fields),
  };
}

/** Somebody has to say what the process reads: the start form, the message that starts it, or nobody so far. */
function introduce(draft: Draft, layout: NonNullable<Scenario['layout']>): undefined {
  const starts = Object.entries(draft.nodes).filter(([, node]) => node.kind === 'start' && node.parent === undefined);
  const start = starts.find(([, node]) => node.kind === 'start' && node.trigger.type === 'form') ?? starts[0];
  if (start?.[1].kind !== 'start') return;
  const [id, { trigger }] = start;
  const values = draft.variables.all();
  for (const node of Object.values(draft.nodes))
    if (node.kind === 'start' && node.parent === undefined && node.trigger.type === 'message')
      node.trigger.provides = Object.fromEntries(
        [...values].flatMap(([name, { path }]) => (/^[a-z][A-Za-z0-9_]{0,63}$/.test(name) ? [[name, path]] : [])),
      );
  for (const desk of draft.desks) {
    const node = draft.nodes[desk];
    if (node?.kind === 'task') node.form = 'data';
  }
  if (trigger.type === 'message') return;
  const first: Node =
    trigger.type === 'form'
      ? { kind: 'fill', name: both('填写流程数据', 'Give the data of the process'), party: 'applicant', forms: ['data'] }
      : { kind: 'script', name: both('准备流程数据', 'Prepare the data of the process'), script: draft.ids.make('s_data', 's') };
  const node = draft.ids.make('start_data', 'n');
  draft.nodes[node] = first;
  if (trigger.type === 'form') return askUnlessGiven(draft, { id, node, layout });
  if (first.kind === 'script') draft.scripts.set(node, { text: '', element: 'process' });
  draft.origin.set(node, draft.process);
  for (const edge of Object.values(draft.edges)) if (edge.from === id) edge.from = node;
  draft.edges[draft.ids.make(`e_${id}__${node}`.slice(0, 56), 'e')] = { from: id, to: node, rank: 'a0' };
  const at = layout[id];
  if (at) layout[node] = { x: at.x, y: at.y - 100 };
}

/** A case that another one called brings its data; the form is for everybody else. */
function askUnlessGiven(
  draft: Draft,
  { id, node, layout }: { id: string; node: string; layout: NonNullable<Scenario['layout']> },
): undefined {
  const paths = [...draft.variables.all().values()].map(({ path }) => path);
  const start = draft.nodes[id];
  if (start?.kind === 'start') start.given = paths;
  const known = draft.ids.make('start_known', 'n');
  const go = draft.ids.make('start_go', 'n');
  draft.nodes[known] = { kind: 'exclusive', name: both('数据已有？', 'Is the data given?') };
  draft.nodes[go] = { kind: 'exclusive', name: both('开始', 'Go on') };
  for (const added of [node, known, go]) draft.origin.set(added, draft.process);
  for (const edge of Object.values(draft.edges)) if (edge.from === id) edge.from = go;
  const edge = (from: string, to: string, rank: string, more: Partial<Edge> = {}) => {
    draft.edges[draft.ids.make(`e_${from}__${to}`.slice(0, 56), 'e')] = { from, to, rank, ...more };
  };
  edge(id, known, 'a0');
  edge(known, go, 'a0', {
    when: paths
      .slice(0, 30)
      .map((path) => `${path} != null`)
      .join(' or '),
  });
  edge(known, node, 'a1', { default: true });
  edge(node, go, 'a0');
  const at = layout[id];
  if (at) for (const [index, added] of [known, node, go].entries()) layout[added] = { x: at.x + index * 160, y: at.y - 120 };
  return undefined;
}

/** Scripts to be written: they may read and write every value of the process. */
function writeScripts(draft: Draft, paths: readonly string[]): undefined {
  for (const [id, { text, format }] of draft.scripts) {
    const node = draft.nodes[id];
    if (node?.kind !== 'script') continue;
    const comment = text.replaceAll('*/', '* /').slice(0, 20_000);
    const original = comment ? `/* ${format ? `${format}:\n` : ''}${comment} */\n` : '';
    draft.maps.scripts[node.script] = {
      name: node.name,
      language: 'typescript',
      source: `${original}export default (input: Input): Output => input;\n`,
      reads: [...paths],
      writes: [...paths],
    };
  }
}
