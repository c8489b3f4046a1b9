/** Names an expression may use: paths of the scenario, param.x, outcome.node, case.x; and the nearest one to a slip. */
import type { Text } from '../../schemas/generated/documents.ts';
import { entry, partsOf } from './maps.ts';
import type { Model } from './model.ts';
import { itemNames, turnNames } from './node-expressions.ts';

export const caseNames = ['region', 'submittedDate'] as const;

export type Name = { kind: 'path'; path: string } | { kind: 'known' } | { kind: 'unknown'; suggestion?: string };

/** What a dotted name of an expression stands for. More than two parts (baby.birthDate.year) read a part of a value. */
export function resolveName(model: Model, dotted: string): Name {
  const [root = '', member] = dotted.split('.');
  const { scenario } = model.pkg;
  if (entry(scenario.subjects, root)) {
    if (member === undefined) return { kind: 'known' };
    const path = `${root}.${member}`;
    return entry(model.declared, path) ? { kind: 'path', path } : unknown(model, path);
  }
  if (itemNames(model.pkg).has(root)) return { kind: 'known' };
  if (member === undefined)
    return ['param', 'outcome', 'case', 'at', 'visits', 'each', 'loop', 'join', 'block'].includes(root)
      ? { kind: 'known' }
      : unknown(model, dotted);
  if (root === 'param') return entry(scenario.params, member) ? { kind: 'known' } : unknown(model, `param.${member}`);
  if (root === 'outcome') return hasOutcome(model, member) ? { kind: 'known' } : unknown(model, `outcome.${member}`);
  if (root === 'case') return caseNames.some((name) => name === member) ? { kind: 'known' } : unknown(model, `case.${member}`);
  if (root === 'at' || root === 'visits') return entry(scenario.nodes, member) ? { kind: 'known' } : unknown(model, `${root}.${member}`);
  const turn = entry(turnNames, root);
  if (turn) return turn.includes(member) ? { kind: 'known' } : unknown(model, `${root}.${member}`);
  return unknown(model, `${root}.${member}`);
}

function hasOutcome(model: Model, node: string): boolean {
  const kind = entry(model.pkg.scenario.nodes, node)?.kind;
  return kind !== undefined && ['task', 'window', 'assist', 'pay', 'seal', 'joint', 'consent', 'block', 'call'].includes(kind);
}

function unknown(model: Model, name: string): Name {
  return { kind: 'unknown', suggestion: nearest(name, knownNames(model)) };
}

function knownNames(model: Model): string[] {
  const { scenario } = model.pkg;
  return [
    ...Object.keys(model.declared),
    ...Object.keys(scenario.params ?? {}).map((id) => `param.${id}`),
    ...Object.keys(scenario.nodes).flatMap((id) => (hasOutcome(model, id) ? [`outcome.${id}`] : [])),
    ...caseNames.map((name) => `case.${name}`),
    ...Object.keys(scenario.nodes).flatMap((id) => [`at.${id}`, `visits.${id}`]),
    ...Object.entries(turnNames).flatMap(([root, members]) => members.map((name) => `${root}.${name}`)),
  ];
}

/**
 * The candidate with the fewest changed letters; undefined when nothing is near. Of a dotted name each part must be near,
 * or every value of a long-named subject would look like every other.
 */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = distanceOf(name, candidate);
    if (distance !== undefined && (!best || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}

function distanceOf(name: string, candidate: string): number | undefined {
  const [parts, others] = [name.split('.'), candidate.split('.')];
  if (parts.length !== others.length) return undefined;
  let sum = 0;
  for (const [index, part] of parts.entries()) {
    const other = others[index]!;
    const limit = 1 + Math.floor(part.length / 3);
    if (Math.abs(part.length - other.length) > limit) return undefined;
    const distance = editDistance(part, other);
    if (distance > limit) return undefined;
    sum += distance;
  }
  return sum;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      current[j] = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + change);
    }
    previous = current;
  }
  return previous[b.length]!;
}

/** A path in people's words: 母亲·身份证号. */
export function pathName(model: Model, path: string): Text {
  const { subject } = partsOf(path);
  const owner = entry(model.pkg.scenario.subjects, subject)?.name ?? { 'zh-CN': subject, en: subject };
  const name = entry(model.declared, path)?.name ?? { 'zh-CN': path, en: path };
  return { 'zh-CN': `${owner['zh-CN']}·${name['zh-CN']}`, en: `${owner.en ?? owner['zh-CN']}: ${name.en ?? name['zh-CN']}` };
}

/** 「……」 with a hint at the nearest name, for the end of a sentence. */
export function suggestionWords(suggestion: string | undefined): { zh: string; en: string } {
  return suggestion === undefined ? { zh: '', en: '' } : { zh: `，是否应为「${suggestion}」？`, en: `; did you mean “${suggestion}”?` };
}
