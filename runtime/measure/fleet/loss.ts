/**
 * Was anything lost? Written without the merge: packages are taken apart into single values by their address, and each value
 * that one side changed must be in the result, or a person must have decided against it. It knows nothing of items, ranks or
 * conflicts, only of values before and after.
 */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Values = ReadonlyMap<string, string>;

export interface Sides {
  base: unknown;
  ours: unknown;
  theirs: unknown;
  result: unknown;
}
export interface LossReport {
  /** Single values that one side or both changed. */
  checked: number;
  /** Changed by both, differently: one of the two is in the result. */
  contested: number;
  lost: { address: string; side: 'ours' | 'theirs' | 'both'; wanted: string; found: string | undefined }[];
}

const missing = undefined;
/** Says nothing about what people see or what a case does: where things lie, and where the package came from. */
const aside = (path: readonly string[]) =>
  path.includes('lineage') || path[0] === 'template' || path[0] === 'contracts' || (path[0] === 'scenario' && path[1] === 'layout');

/** Every single value by its address; a list is one value. */
function valuesOf(root: unknown): Values {
  const found = new Map<string, string>();
  const walk = (value: Json, path: string[]): void => {
    if (aside(path)) return;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [key, member] of Object.entries(value)) walk(member, [...path, key]);
      return;
    }
    found.set(JSON.stringify(path), JSON.stringify(value));
  };
  walk(root as Json, []);
  return found;
}

/** `declined`: addresses (JSON text of the path) where a person took the other side. */
export function lossOf(
  { base, ours, theirs, result }: Sides,
  taken: (address: string) => 'ours' | 'theirs' | undefined = () => missing,
): LossReport {
  const [b, o, t, r] = [valuesOf(base), valuesOf(ours), valuesOf(theirs), valuesOf(result)];
  const report: LossReport = { checked: 0, contested: 0, lost: [] };
  for (const address of new Set([...b.keys(), ...o.keys(), ...t.keys()])) {
    const [was, here, there, now] = [b.get(address), o.get(address), t.get(address), r.get(address)];
    const [mine, upstream] = [here !== was, there !== was];
    if (!mine && !upstream) continue;
    report.checked += 1;
    if (mine && upstream && here !== there) {
      report.contested += 1;
      const decided = taken(address);
      const right = decided === 'ours' ? now === here : decided === 'theirs' ? now === there : now === here || now === there;
      if (!right) report.lost.push({ address, side: 'both', wanted: String(decided === 'theirs' ? there : here), found: now });
      continue;
    }
    const wanted = mine ? here : there;
    const decided = taken(address);
    if (now === wanted || (decided !== undefined && decided !== (mine ? 'ours' : 'theirs'))) continue;
    report.lost.push({ address, side: mine ? 'ours' : 'theirs', wanted: String(wanted), found: now });
  }
  return report;
}
