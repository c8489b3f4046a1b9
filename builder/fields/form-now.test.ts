import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JsonValue, Question, Section } from '../../schemas/generated/api.ts';
import { createFormLook } from './form-now.ts';
import { removedAnswers } from './removed-answers.ts';

const question = (path: string, more: Partial<Question> = {}) => ({ path, visible: true, mode: 'ask', ...more }) as Question;
const form = (...fields: Question[]): Section[] => [{ id: 's', title: { 'zh-CN': 's' }, visible: true, fields }];
const first = form(question('a.x'));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a form asked about while it is filled in', () => {
  it('asks once when the person pauses, and shows what the server says', async () => {
    const asked: Record<string, JsonValue>[] = [];
    const shown: Section[][] = [];
    const look = createFormLook({
      sections: first,
      look: async (values) => {
        asked.push(values);
        return form(question('a.x'), question('a.y'));
      },
      show: (sections) => shown.push(sections),
    });

    look.change({ 'a.x': 'y' });
    look.change({ 'a.x': 'ye' });
    look.change({ 'a.x': 'yes' });
    await vi.runAllTimersAsync();

    expect(asked).toEqual([{ 'a.x': 'yes' }]);
    expect(shown).toHaveLength(1);
    expect((await look.settle())[0]!.fields.map(({ path }) => path)).toEqual(['a.x', 'a.y']);
    expect(asked).toHaveLength(1);
  });

  it('sending waits for the answer to the last change, and a late answer to an earlier one shows nothing', async () => {
    const answers: ((sections: Section[]) => void)[] = [];
    const shown: Section[][] = [];
    const look = createFormLook({
      sections: first,
      look: () => new Promise((resolve) => answers.push(resolve)),
      show: (sections) => shown.push(sections),
    });
    look.change({ 'a.x': '1' });
    await vi.runAllTimersAsync();
    look.change({ 'a.x': '2' });
    const sent = look.settle();

    answers[1]!(form(question('a.second')));
    answers[0]!(form(question('a.first')));

    expect((await sent)[0]!.fields[0]!.path).toBe('a.second');
    expect(shown.map(([section]) => section!.fields[0]!.path)).toEqual(['a.second']);
  });

  it('a server that cannot be reached stops the sending, and the next try asks again', async () => {
    let away = true;
    const look = createFormLook({
      sections: first,
      look: async () => (away ? Promise.reject(new Error('away')) : form(question('a.y'))),
      show: () => {},
    });
    look.change({ 'a.x': '1' });
    await vi.runAllTimersAsync();
    await expect(look.settle()).rejects.toThrow('away');
    away = false;
    expect((await look.settle())[0]!.fields[0]!.path).toBe('a.y');
  });

  it('back at the answers it began with, nothing is asked and the first form is true', async () => {
    let asked = 0;
    const look = createFormLook({ sections: first, look: async () => form(question(`a.${asked++}`)), show: () => {} });
    look.change({ 'a.x': '1' });
    look.change({});
    await vi.runAllTimersAsync();
    expect(await look.settle()).toBe(first);
    expect(asked).toBe(0);
  });
});

describe('answers that fall away', () => {
  it('names questions that hold an answer and are not asked any more', () => {
    const sections = form(
      question('a.shown', { value: '1' }),
      question('a.held', { value: '1', visible: false }),
      question('a.typed', { visible: false }),
      question('a.emptied', { value: '1', visible: false }),
      question('a.never', { visible: false }),
      question('a.given', { value: '1', visible: false, mode: 'shared' }),
    );
    const removed = removedAnswers(sections, { 'a.typed': 'x', 'a.emptied': null });
    expect(removed.map(({ path }) => path)).toEqual(['a.held', 'a.typed']);
  });
});
