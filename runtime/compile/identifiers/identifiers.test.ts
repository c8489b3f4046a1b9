import fc from 'fast-check';
import { stdnum } from 'stdnum';
import { describe, expect, it } from 'vitest';
import {
  bankCardProblem,
  compactIdentifier,
  compactMobile,
  idCardCheckDigit,
  isMobile,
  readIdCard,
  usccCheckCharacter,
  usccProblem,
} from './index.ts';

const { ric, uscc } = stdnum.CN as Record<'ric' | 'uscc', NonNullable<typeof stdnum.CN>[string]>;
const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''));

describe('identity card numbers', () => {
  it('read region, birth date and sex', () => {
    expect(readIdCard('11010119000101123X')).toEqual({ ok: false, code: 'idCard.checkDigit' });
    expect(readIdCard('110101190001011236')).toEqual({ ok: true, region: '110101', birthDate: '1900-01-01', sex: 'male' });
  });

  it.each([
    ['110101000101123', 'idCard.legacy'],
    ['1101011900010112', 'idCard.length'],
    ['', 'idCard.length'],
    ['11010119000101O234', 'idCard.characters'],
    ['X10101190001011234', 'idCard.characters'],
    ['１１０１０１１９０００１０１１２３６', 'idCard.characters'],
    ['990101190001011236', 'idCard.region'],
    ['110101190013011236', 'idCard.birthDate'],
    ['110101190002301236', 'idCard.birthDate'],
    ['110101000101011236', 'idCard.birthDate'],
  ])('%s is refused: %s', (value, code) => {
    expect(readIdCard(value)).toEqual({ ok: false, code });
  });

  it('accept residence permits of Hong Kong, Macao and Taiwan residents', () => {
    expect(readIdCard('810000199408230021').ok).toBe(true);
    expect(readIdCard('830000199201300022').ok).toBe(true);
  });

  it('have the check digit the stdnum package knows', () => {
    const region = fc.constantFrom('110101', '331082', '810000', '650102');
    const birth = fc
      .date({ min: new Date('1900-01-01'), max: new Date('2020-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));
    fc.assert(
      fc.property(region, birth, digits(3), fc.constantFrom(...'0123456789X'), (place, date, sequence, check) => {
        const number = `${place}${date}${sequence}${check}`;
        expect(readIdCard(number).ok).toBe(ric.validate(number).isValid);
        expect(ric.validate(number.slice(0, 17) + idCardCheckDigit(number)).isValid).toBe(true);
      }),
    );
  });
});

describe('unified social credit codes', () => {
  it.each([
    ['91152201078382010M', undefined],
    ['911522010783917502', undefined],
    ['91152201078376286N', 'uscc.checkDigit'],
    ['91110000600037I41L', 'uscc.characters'],
    ['12345', 'uscc.length'],
    ['', 'uscc.length'],
  ])('%s -> %s', (value, problem) => {
    expect(usccProblem(value)).toBe(problem);
  });

  it('agree with the stdnum package, except where it has no character for a sum of zero', () => {
    const characters = fc
      .array(fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY'), { minLength: 10, maxLength: 10 })
      .map((list) => list.join(''));
    fc.assert(
      fc.property(digits(8), characters, (front, back) => {
        const code = front + back;
        const repaired = code.slice(0, 17) + usccCheckCharacter(code);
        expect(usccProblem(repaired)).toBeUndefined();
        if (!repaired.endsWith('0')) expect(uscc.validate(repaired).isValid).toBe(true);
        if (!repaired.endsWith('0')) expect(usccProblem(code) === undefined).toBe(uscc.validate(code).isValid);
      }),
    );
  });
});

describe('bank cards and mobile numbers', () => {
  it.each(['4111111111111111', '5500005555555559', '6011000990139424', '3530111333300000', '4222222222222', '378282246310005'])(
    'the published test card %s is right',
    (number) => {
      expect(bankCardProblem(number)).toBeUndefined();
    },
  );

  it('a card with one wrong digit is always caught, and exactly one last digit is right', () => {
    fc.assert(
      fc.property(fc.integer({ min: 12, max: 18 }).chain(digits), fc.nat(), fc.integer({ min: 1, max: 9 }), (front, place, change) => {
        const right = [...'0123456789'].map((last) => front + last).filter((number) => bankCardProblem(number) === undefined);
        expect(right).toHaveLength(1);
        const at = place % front.length;
        const wrong = right[0]!.slice(0, at) + ((Number(right[0]![at]) + change) % 10) + right[0]!.slice(at + 1);
        expect(bankCardProblem(wrong)).toBe('bankCard.checkDigit');
      }),
    );
  });

  it('a card number has 13 to 19 digits', () => {
    expect(bankCardProblem('622202')).toBe('bankCard.length');
    expect(bankCardProblem('62220212345678AB')).toBe('bankCard.characters');
  });

  it.each([
    ['13812345678', true],
    ['19912345678', true],
    ['12812345678', false],
    ['1381234567', false],
  ])('mobile %s: %s', (value, expected) => {
    expect(isMobile(value)).toBe(expected);
  });
});

describe('identifiers as people type them', () => {
  it.each([
    ['１１０１０１ 1900-0101－123ｘ', '11010119000101123X'],
    ['1101 0119 0001 0112 36', '110101190001011236'],
    ['\ufeff110101190001011236\u3000', '110101190001011236'],
  ])('%j is %s', (typed, expected) => {
    expect(compactIdentifier(typed)).toBe(expected);
  });

  it('a mobile number loses its country code', () => {
    expect(compactMobile('+86 138-1234-5678')).toBe('13812345678');
    expect(compactMobile('0086 13812345678')).toBe('13812345678');
  });
});
