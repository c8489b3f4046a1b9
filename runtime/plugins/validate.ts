/** Whether something is a plugin: what is wrong, coded, before any document meets it. */
import type { Node, TaskNode } from '../../schemas/generated/documents.ts';
import { expansionOf } from './expand.ts';
import { type AnyPlugin, type FieldPlugin, type NodePlugin, pluginFormat } from './plugin.ts';
import { fits, settingsOf } from './settings.ts';

export type PluginCode =
  | 'plugin.not_found'
  | 'plugin.unreadable'
  | 'plugin.format'
  | 'plugin.malformed'
  | 'plugin.duplicate'
  | 'plugin.example_refused'
  | 'plugin.expansion_invalid';

export interface PluginProblem {
  code: PluginCode;
  /** Member the problem is about, or what went wrong, in a few words for the operator. */
  at: string;
}

const id = /^[a-z][A-Za-z0-9]{0,31}$/;
const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown) =>
  isMap(value) && typeof value['zh-CN'] === 'string' && value['zh-CN'] !== '' && typeof value.en === 'string';
const malformed = (at: string): PluginProblem => ({ code: 'plugin.malformed', at });

/** Everything wrong with it; nothing for a plugin. */
export function pluginProblems(given: unknown): PluginProblem[] {
  if (!isMap(given)) return [malformed('default export')];
  if (given.format !== pluginFormat) return [{ code: 'plugin.format', at: String(given.format) }];
  const problems = [
    ...(typeof given.id === 'string' && id.test(given.id) ? [] : [malformed('id')]),
    ...['name', 'description'].filter((member) => !isText(given[member])).map(malformed),
  ];
  if (given.kind === 'field') return [...problems, ...fieldProblems(given as unknown as FieldPlugin)];
  if (given.kind === 'node') return [...problems, ...nodeProblems(given as unknown as NodePlugin)];
  return [...problems, malformed('kind')];
}

export const isPlugin = (given: unknown): given is AnyPlugin => pluginProblems(given).length === 0;

function fieldProblems(plugin: FieldPlugin): PluginProblem[] {
  const { base, example, check } = plugin;
  const problems = [
    ...(base === 'string' || base === 'text' ? [] : [malformed('base')]),
    ...(typeof example === 'string' && example !== '' ? [] : [malformed('example')]),
    ...(typeof check === 'function' ? [] : [malformed('check')]),
  ];
  if (problems.length > 0) return problems;
  const refused: PluginProblem = { code: 'plugin.example_refused', at: 'example' };
  try {
    const first = plugin.check(example);
    // What was normalised once must stay as it is: values are checked again wherever they go.
    const again = first.ok ? plugin.check(first.value) : first;
    return first.ok && again.ok && again.value === first.value ? [] : [refused];
  } catch {
    return [refused];
  }
}

function nodeProblems(plugin: NodePlugin): PluginProblem[] {
  const { base, settings, expand } = plugin;
  if (base !== 'task') return [malformed('base')];
  if (!isMap(settings)) return [malformed('settings')];
  if (typeof expand !== 'function') return [malformed('expand')];
  const wrong = Object.entries(settings).filter(([name, spec]) => !id.test(name) || !isSetting(spec));
  if (wrong.length > 0) return wrong.map(([name]) => malformed(`settings.${name}`));
  try {
    return expansionProblems(plugin);
  } catch {
    return [{ code: 'plugin.expansion_invalid', at: 'expand' }];
  }
}

function isSetting(spec: unknown): boolean {
  if (!isMap(spec) || !isText(spec.name) || !['integer', 'boolean'].includes(spec.type as string)) return false;
  return spec.default === undefined || fits(spec as never, spec.default as never);
}

const sample: TaskNode = {
  kind: 'task',
  name: { 'zh-CN': '审核', en: 'Review' },
  department: 'd1',
  decisions: {
    agree: { name: { 'zh-CN': '同意', en: 'Agree' }, rank: 'a0', effect: 'agree' },
    refuse: { name: { 'zh-CN': '不同意', en: 'Refuse' }, rank: 'a1', effect: 'refuse' },
  },
};

/** Tried on a plain desk: steps hang together, only of its own ids, and the step itself is among them. */
function expansionProblems(plugin: NodePlugin): PluginProblem[] {
  const invalid = (at: string): PluginProblem => ({ code: 'plugin.expansion_invalid', at });
  const { nodes, edges, entry, leaves } = expansionOf(plugin, 'n', sample, settingsOf(plugin).values);
  const ids = Object.keys(nodes);
  const own = (one: string) => one === 'n' || /^n__[a-z][A-Za-z0-9]{0,15}$/.test(one);
  const ends = Object.values(edges).flatMap(({ from, to }) => [from, to]);
  return [
    ...(ids.includes('n') ? [] : [invalid('the step itself is not among its nodes')]),
    ...ids.filter((one) => !own(one)).map((one) => invalid(`id of ${one}: use part()`)),
    ...Object.keys(edges)
      .filter((one) => !/^n__[a-z][A-Za-z0-9]{0,15}$/.test(one))
      .map((one) => invalid(`id of edge ${one}: use part()`)),
    ...[entry, ...ends, ...leaves.map(({ from }) => from)].filter((one) => !ids.includes(one)).map((one) => invalid(`no step ${one}`)),
    ...Object.entries(nodes)
      .filter(([, node]) => !isStep(node))
      .map(([one]) => invalid(`step ${one}`)),
  ];
}

const isStep = (node: unknown): node is Node =>
  isMap(node) && typeof node.kind === 'string' && (node as { custom?: unknown }).custom === undefined;
