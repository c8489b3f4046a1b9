import { describe, expect, it } from 'vitest';
import { nextOf } from './use-studio-keys.ts';

const base = '/studio/scenes/s';
const places = [`${base}/forms/f?field=q`, `${base}/flow?step=n_a&entry=dueDays`, `${base}/flow?step=n_b&entry=name`];
const at = (address: string) => {
  const [pathname = '', search] = address.split('?');
  return { pathname, search: search === undefined ? '' : `?${search}` };
};

describe('F8', () => {
  it('[32] begins with the problem of the step that is chosen', () => {
    expect(nextOf(places, at(`${base}/flow?step=n_b`))).toBe(places[2]);
    expect(nextOf(places, at(`${base}/flow?step=n_c`))).toBe(places[0]);
    expect(nextOf(places, at(base))).toBe(places[0]);
  });

  it('goes on from the problem that is open, round and round, past others at the same place', () => {
    expect(nextOf(places, at(places[1]!))).toBe(places[2]);
    expect(nextOf(places, at(places[2]!))).toBe(places[0]);
    expect(nextOf([places[0]!, places[0]!, places[1]!], at(places[0]!))).toBe(places[1]);
  });
});
