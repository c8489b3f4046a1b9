/** Unified social credit code, GB 32100-2015: authority (1), kind (1), region (6 digits), organisation (9), check character. */
export type UsccProblem = 'uscc.length' | 'uscc.characters' | 'uscc.checkDigit';
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** The problem of a normalised code, if it has one. */
export function usccProblem(value: string): UsccProblem | undefined {
  if (value.length !== 18) return 'uscc.length';
  if (!/^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/.test(value)) return 'uscc.characters';
  return usccCheckCharacter(value) === value[17] ? undefined : 'uscc.checkDigit';
}

/** Check character of the first 17 characters: weights are powers of 3 modulo 31. */
export function usccCheckCharacter(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const char of first17.slice(0, 17)) {
    sum += alphabet.indexOf(char) * weight;
    weight = (weight * 3) % 31;
  }
  return alphabet[(31 - (sum % 31)) % 31]!;
}
