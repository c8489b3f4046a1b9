/** Regions in waves: so many first, then each wave four times the one before, nobody left out and nobody twice. */
export function inWaves(regions: readonly string[], first: number): string[][] {
  const waves: string[][] = [];
  let size = Math.max(1, Math.floor(first));
  for (let at = 0; at < regions.length; ) {
    waves.push(regions.slice(at, at + size));
    at += size;
    size *= 4;
  }
  return waves;
}
