import { describe, expect, it } from 'vitest';
import { textAfter } from './completion.ts';

describe('a completion writes what is missing', () => {
  it.each([
    ['  const a = ', 'mother.name', 'input.mother.name'],
    ['  return input.', 'mother.name', 'mother.name'],
    ['  return input.mother.', 'mother.name', 'name'],
    ['  return input.mother?.', 'mother.name', 'name'],
    ['  const { mother } = input; mother.', 'mother.name', 'name'],
    ['  return input.father.', 'mother.name', undefined],
    ['  return "a".', 'mother.name', undefined],
    ['  return list[0].', 'mother.name', undefined],
  ])('behind %j', (before, path, expected) => expect(textAfter(before, path)).toBe(expected));
});
