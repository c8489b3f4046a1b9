/** A first password that keeps the server's rule: all four kinds of signs, nothing that is mistaken for another when read aloud. */
const kinds = ['abcdefghjkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '-+=@#%'];
const all = kinds.join('');
const length = 14;

/** `random`: a number below the given one. */
export function makePassword(random: (below: number) => number): string {
  const letters = Array.from({ length }, (_, place) => {
    const from = kinds[place] ?? all;
    return from[random(from.length)]!;
  });
  for (let place = length - 1; place > 0; place -= 1) {
    const other = random(place + 1);
    [letters[place], letters[other]] = [letters[other]!, letters[place]!];
  }
  return letters.join('');
}

/** Unbiased for the small numbers asked here: values beyond the last whole multiple are drawn again. */
export function secureRandom(below: number): number {
  const limit = Math.floor(0x1_0000_0000 / below) * below;
  const value = crypto.getRandomValues(new Uint32Array(1))[0]!;
  return value < limit ? value % below : secureRandom(below);
}
