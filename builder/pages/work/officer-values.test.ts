import { describe, expect, it } from 'vitest';
import type { Question, Section } from '../../../schemas/generated/api.ts';
import { sentOutputs } from './officer-values.ts';

const field = (path: string, more: Partial<Question> = {}) => ({ path, visible: true, mode: 'ask', ...more }) as Question;
const section = (fields: Question[], visible = true) => ({ id: 's', visible, fields }) as unknown as Section;

describe('sentOutputs', () => {
  it('sends what stood in the form, and what was typed over it', () => {
    const sections = [section([field('a.x', { value: '1' }), field('a.y', { value: '2' })])];
    expect(sentOutputs(sections, { 'a.y': '3' })).toEqual({ 'a.x': '1', 'a.y': '3' });
  });
  it('sends what was there and was emptied as taken back, and leaves out what is not asked or not shown', () => {
    const sections = [
      section([field('a.x', { value: '1' }), field('a.r', { mode: 'shared', value: '9' }), field('a.h', { visible: false, value: '9' })]),
      section([field('b.x', { value: '9' })], false),
    ];
    expect(sentOutputs(sections, { 'a.x': null, 'other.path': 'old' })).toEqual({ 'a.x': null });
    expect(sentOutputs([section([field('a.new')])], { 'a.new': null })).toEqual({});
  });
});
