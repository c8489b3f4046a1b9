/** B10: the three-way merge of scenarios with a thousand fields, each side with fifty changes of its own and a few in common. */
import type { ScenarioPackage } from '../../compile/plan.ts';
import { diffPackages, mergeElements, mergePackages } from '../../merge/index.ts';
import { largePackage } from './large-package.ts';

export interface MergeFigures {
  fields: number;
  nodes: number;
  /** Median milliseconds of the merge with the look at its result; of the merge alone; of a diff; the first one of all. */
  merge: number;
  elements: number;
  diff: number;
  first: number;
  conflicts: number;
}

export function benchMerge(): MergeFigures {
  const base = withFields(largePackage(), 1000);
  const [ours, theirs] = [changed(base, 0), changed(base, 7)];
  const first = timed(() => mergePackages({ base, ours, theirs }));
  const { open } = mergePackages({ base, ours, theirs });
  return {
    fields: Object.keys(Object.values(base.forms)[0]!.fields).length,
    nodes: Object.keys(base.scenario.nodes).length,
    merge: median(() => mergePackages({ base, ours, theirs })),
    elements: median(() => mergeElements({ base, ours, theirs })),
    diff: median(() => diffPackages(base, theirs)),
    first: round(first),
    conflicts: open.length,
  };
}

function withFields(pkg: ScenarioPackage, count: number): ScenarioPackage {
  const [id, form] = Object.entries(pkg.forms)[0]!;
  const fields = { ...form.fields };
  for (let at = Object.keys(fields).length; at < count; at += 1) {
    const name = { 'zh-CN': `数 ${at}`, en: `Number ${at}` };
    fields[`more${at}`] = {
      section: Object.keys(form.sections)[0]!,
      rank: `c${String(at).padStart(4, '0')}`,
      subject: 'shop',
      key: `more${at}`,
      type: 'integer',
      label: name,
    };
  }
  return { ...pkg, forms: { ...pkg.forms, [id]: { ...form, fields } } };
}

/** A version read anew, as it comes from the store: nothing is shared. Every 20th field is changed, from a place on. */
function changed(pkg: ScenarioPackage, from: number): ScenarioPackage {
  const copy = structuredClone(pkg);
  const fields = Object.values(Object.values(copy.forms)[0]!.fields);
  for (let at = from; at < fields.length; at += 20) fields[at]!.label = { 'zh-CN': `改 ${from} ${at}` };
  for (let at = 3; at < fields.length; at += 200) fields[at]!.hint = { 'zh-CN': `提示 ${from}` };
  return copy;
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(work: () => unknown): number {
  const times = Array.from({ length: 15 }, () => timed(work)).sort((a, b) => a - b);
  return round(times[7]!);
}

const round = (value: number) => Math.round(value * 10) / 10;
