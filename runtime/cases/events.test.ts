import { describe, expect, it } from 'vitest';
import type { CaseTest } from '../../schemas/generated/documents.ts';
import { eventNames } from '../engine/testing/events.ts';
import { planOf } from '../engine/testing/plan.ts';
import { runCase } from './run-case.ts';

const plan = planOf('start -> fill -> first; first -> catch -> throw -> catch2 -> catch3 -> end; first -> wait -> endRefused', {
  scenario: eventNames,
  nodes: {
    catch: { event: { type: 'message', message: 'keyed', provides: { amount: 'person.score' } } },
    throw: { event: { type: 'message', message: 'early' } },
    catch2: { event: { type: 'signal', signal: 'storm' } },
    catch3: { event: { type: 'message', message: 'paid' } },
  },
});

function caseTest(steps: CaseTest['steps'], status: CaseTest['expect']['status'], visited: string[] = []): CaseTest {
  const submit = { do: 'submit' as const, values: { 'person.name': 'Lin', 'person.idNumber': '1' } };
  return {
    format: 'lianban.case-test/1',
    id: 'events',
    name: { 'zh-CN': '消息' },
    region: '330110',
    at: '2026-03-02T09:00',
    steps: [submit, ...steps],
    expect: { status, visited },
  };
}
const run = (test: CaseTest) => runCase(plan, test, async () => ({ ok: true, value: {} }));

describe('case tests', () => {
  it('deliver messages with key and values, signals and timers', async () => {
    const done = await run(
      caseTest(
        [
          { do: 'message', message: 'keyed', key: '1', values: { amount: 5 } },
          { do: 'signal', at: '2026-03-03T09:00', signal: 'storm' },
          { do: 'message', message: 'paid' },
        ],
        'completed',
        ['catch3'],
      ),
    );
    expect(done.problems).toEqual([]);
    expect(done.state.fields['person.score']!.value).toBe(5);
    expect(done.sent).toMatchObject([{ kind: 'message', of: 'early', node: 'throw' }]);

    expect((await run(caseTest([{ do: 'advance', to: '2026-03-20T09:00' }], 'refused'))).problems).toEqual([]);
  });

  it('say in words when nobody waits for a message, or the scenario has none of that name', async () => {
    const early = await run(caseTest([{ do: 'message', message: 'paid' }], 'running'));
    expect(early.problems).toMatchObject([{ code: 'step.not_awaited', step: 1, about: 'paid' }]);
    const unknown = await run(caseTest([{ do: 'signal', signal: 'nothing' }], 'running'));
    expect(unknown.problems).toMatchObject([{ code: 'step.unknown_event', step: 1 }]);
    expect(unknown.problems[0]!.message.en).toMatch(/^The scenario has no/);
  });
});
