import { describe, expect, it } from 'vitest';
import type { CaseTest } from '../../schemas/generated/documents.ts';
import { planOf } from '../engine/testing/plan.ts';
import { runCase } from './run-case.ts';

const words = (text: string) => ({ 'zh-CN': text, en: text });
/** A small service with a fee: forty yuan a child, nothing without one; the certificate only when it is paid. */
const plan = planOf('start -> fill -> pay; pay -[paid]-> issue -> end; pay -[unpaid]-> notify -> endLapsed', {
  nodes: {
    pay: {
      kind: 'pay',
      department: 'd1',
      decisions: {
        paid: { name: words('已缴费'), rank: 'a0', effect: 'agree' },
        unpaid: { name: words('未缴费'), rank: 'a1', effect: 'refuse' },
      },
      payment: { amount: 'person.children * 40', title: words('照护费'), days: 3, paid: 'paid', unpaid: 'unpaid' },
    },
    endLapsed: { result: 'expired' },
  },
});

function caseTest(children: number, steps: CaseTest['steps'], expected: CaseTest['expect']): CaseTest {
  const values = { 'person.name': 'Lin', 'person.idNumber': '1', 'person.income': 200, 'person.children': children };
  return {
    format: 'lianban.case-test/1',
    id: 'fee',
    name: words('缴费'),
    region: '330110',
    at: '2026-03-02T09:00',
    steps: [{ do: 'submit', values }, ...steps],
    expect: expected,
  };
}
const run = (test: CaseTest) => runCase(plan, test, async () => ({ ok: true, value: {} }));

describe('case tests of a payment', () => {
  it('pay what is asked, and the certificate follows', async () => {
    const done = await run(caseTest(2, [{ do: 'pay', node: 'pay', result: 'paid' }], { status: 'completed', issued: ['permit'] }));

    expect(done.problems).toEqual([]);
    expect(done.sent[0]).toMatchObject({ kind: 'pay', of: 'pay', amount: '80.00' });
    expect(done.coverage.outcomes).toContain('pay.paid');
  });

  it('let the time to pay pass, by itself or said so', async () => {
    const lapsed = { status: 'expired' as const, issued: [], notified: ['news'] };

    expect((await run(caseTest(1, [{ do: 'pay', node: 'pay', result: 'unpaid' }], lapsed))).problems).toEqual([]);
    expect((await run(caseTest(1, [{ do: 'advance', to: '2026-03-06T00:00' }], lapsed))).problems).toEqual([]);
    expect((await run(caseTest(1, [{ do: 'advance', to: '2026-03-05T23:00' }], { status: 'running' }))).problems).toEqual([]);
  });

  it('pass the step over where nothing is due', async () => {
    expect((await run(caseTest(0, [], { status: 'completed', issued: ['permit'] }))).problems).toEqual([]);
  });

  it('give back what was paid when the application is withdrawn, and say when nothing is to be paid', async () => {
    const early = await run(caseTest(1, [{ do: 'withdraw' }], { status: 'withdrawn' }));
    expect(early.sent.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['pay', '40.00'],
      ['refund', '40.00'],
    ]);
    expect(early.state.payments!.p1!.status).toBe('closed');

    const none = await run(caseTest(0, [{ do: 'pay', node: 'pay', result: 'paid' }], { status: 'completed' }));
    expect(none.problems).toMatchObject([{ code: 'step.not_waiting', about: 'pay' }]);
  });
});
