export type BankCardProblem = 'bankCard.length' | 'bankCard.characters' | 'bankCard.checkDigit';

/** The problem of a normalised bank card number, if it has one: 13 to 19 digits closed by a Luhn digit. */
export function bankCardProblem(value: string): BankCardProblem | undefined {
  if (!/^\d*$/.test(value)) return 'bankCard.characters';
  if (value.length < 13 || value.length > 19) return 'bankCard.length';
  return luhnSum(value) % 10 === 0 ? undefined : 'bankCard.checkDigit';
}

function luhnSum(digits: string): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += index % 2 === 1 ? doubled : digit;
  }
  return sum;
}
