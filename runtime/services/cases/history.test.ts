import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { begin, FILLED, planOf } from '../../engine/testing/plan.ts';
import type { JournalEntry } from '../../engine/types.ts';
import type { LoadedPlan } from '../plans.ts';
import { historyOf, sentenceOf, sentences } from './history.ts';

const engine = path.join(import.meta.dirname, '../../engine');
const sources = readdirSync(engine, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('testing'))
  .map((file) => readFileSync(path.join(engine, file), 'utf8'));

/** What the parts of a code that are filled in stand for. A new one must be added here, and its codes worded. */
const templates: Record<string, string[]> = {
  'clock.${status}': ['clock.met', 'clock.cancelled'],
  'assist.${snake[status]}': ['assist.answered', 'assist.no_record', 'assist.refused'],
  '${type}.caught': ['error.caught', 'escalation.caught'],
  '${pending.kind}.failed': ['message.failed', 'signal.failed'],
  '${kind}.done': ['archive.done', 'transfer.done'],
  '${kind}.answered_late': ['archive.answered_late', 'transfer.answered_late', 'call.answered_late'],
  '${kind}.failed_late': ['archive.failed_late', 'transfer.failed_late', 'call.failed_late'],
};

/** The second argument of every `note(…)` in the engine: its codes, and where it is handed on, those of the callers. */
function codesInEngine(): string[] {
  const codes = new Set<string>();
  for (const source of sources) {
    for (const [, argument] of source.matchAll(/\bnote\(\s*(?:work|leaving),\s*([^,)]+)/g)) {
      for (const [, , code] of argument!.matchAll(/(['`])([^'`]+\.[^'`]+)\1/g))
        for (const one of templates[code!] ?? [code!]) codes.add(one);
    }
    // `const code = … 'task.transferred'`: noted by a variable.
    if (/note\(\s*work,\s*code\b/.test(source))
      for (const [, code] of source.matchAll(/'((?:task|sign|case)\.[a-z_]+)'/g)) codes.add(code!);
  }
  return [...codes].sort();
}
/** Codes that name why a task was cancelled, or what a command was refused with: never lines of the history. */
const reasons =
  /^(task\.(unknown|already_completed|cancelled_by|in_supplement|decision_unknown|opinion_required|outputs_invalid|outputs_unexpected|held|not_held|waiting|handed_on)|sign\.|case\.)/;

describe('the history in words', () => {
  it('has a sentence for every code the engine writes', () => {
    const codes = codesInEngine();

    expect(codes.length).toBeGreaterThan(80);
    expect(codes.filter((code) => !Object.hasOwn(sentences, code) && !reasons.test(code))).toEqual([]);
    expect(codes.filter((code) => code.includes('$'))).toEqual([]);
  });

  it('says whole sentences in both languages, without codes, ids or gaps, whatever the data', () => {
    const plan = planOf('start -> fill -> a -> end');
    const simulation = begin('start -> fill -> a -> end');
    for (const code of Object.keys(sentences)) {
      for (const entry of [
        {
          node: 'a',
          data: { clock: 'none', data: 'register', outcome: 'permit', reason: '外出', count: 2, due: '2026-03-09', decision: 'agree' },
        },
        {},
      ]) {
        const line: JournalEntry = {
          seq: 1,
          at: '2026-03-02T01:00:00.000Z',
          code,
          actor: { kind: 'system', id: 's' },
          command: 'c',
          ...entry,
        };
        const text = sentenceOf(plan, simulation.state, line);
        for (const words of [text['zh-CN'], text.en!]) {
          expect(words, code).toMatch(/.{4,}/);
          expect(words, code).not.toMatch(/undefined|null|NaN|\[object|[a-z]+\.[a-z_]+/);
        }
        expect(text.en, code).toMatch(/^[A-Z“]/);
        expect(text['zh-CN'], code).toMatch(/[\u4e00-\u9fff]/);
      }
    }
  });

  it('leaves no line of a case out, and names who acted', () => {
    const simulation = begin('start -> fill -> a -> end');
    simulation.send({ type: 'submit', values: FILLED });
    simulation.send({
      ...{ actor: { kind: 'officer', id: 'o1', name: '徐安', department: 'd1' } },
      type: 'complete',
      taskId: 'k2',
      decision: 'agree',
    } as never);
    const loaded = { plan: planOf('start -> fill -> a -> end') } as LoadedPlan;

    const history = historyOf(loaded, simulation.state, simulation.journal);

    expect(history).toHaveLength(simulation.journal.length);
    expect(history.map(({ text }) => text.en)).toEqual(
      expect.arrayContaining(['The case was opened.', '“a” was decided: Agree.', 'The case ended: completed.']),
    );
    expect(history.find(({ text }) => text.en === '“a” was decided: Agree.')).toMatchObject({ by: '徐安', department: { en: 'a0' } });
    expect(JSON.stringify(history)).not.toContain('Lin');
  });

  it('says plainly that there is a record when a release to come wrote it', () => {
    const simulation = begin('start -> fill -> end');
    const line: JournalEntry = {
      seq: 1,
      at: '2026-03-02T01:00:00.000Z',
      code: 'moon.risen',
      actor: { kind: 'system', id: 's' },
      command: 'c',
    };
    expect(sentenceOf(planOf('start -> fill -> end'), simulation.state, line).en).toBe('The case has a new record.');
  });
});
