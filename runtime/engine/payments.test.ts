import { describe, expect, it } from 'vitest';
import { at, begin, FILLED } from './testing/plan.ts';
import type { Simulation } from './testing/simulate.ts';
import type { Effect, Outcome } from './types.ts';

type Order = Extract<Effect, { type: 'pay' }>;
const words = (said: string) => ({ 'zh-CN': said, en: said });
const decisions = {
  paid: { name: words('Paid'), rank: 'a0', effect: 'agree' },
  unpaid: { name: words('Not paid'), rank: 'a1', effect: 'refuse' },
};
const pay = (amount: string, more: object = {}) => ({
  kind: 'pay',
  department: 'd1',
  decisions,
  payment: { amount, title: words('Fee'), paid: 'paid', unpaid: 'unpaid', ...more },
});
const flow = 'start -> fill -> pay; pay -[paid]-> a -> end; pay -[unpaid]-> endRefused';

function asked(amount: string, more?: object, income = 10): Simulation {
  const run = begin(flow, { nodes: { pay: pay(amount, more) } });
  run.send({ type: 'submit', values: { ...FILLED, 'person.income': income } });
  return run;
}
const orders = (run: Simulation) => run.effects.filter((effect): effect is Order => effect.type === 'pay');
const refunds = (run: Simulation) => run.effects.filter((effect) => effect.type === 'refund');
function told(run: Simulation, outcome: Outcome, id = orders(run).at(-1)!.id) {
  return run.send({ type: 'effectAnswered', effectId: id, outcome });
}
const said = (status: string, more: object = {}): Outcome => ({ ok: true, value: { status, ...more } });

describe('payments', () => {
  it('[PY1] a payment is asked for with its amount, the case waits, and goes on when it was paid', () => {
    const run = asked('person.income * 2.005');
    expect(orders(run)).toMatchObject([{ amount: '20.05', title: words('Fee'), key: 'c1:p1', node: 'pay' }]);

    told(run, said('waiting', { payUrl: 'https://pay.example/1' }));
    expect(at(run)).toEqual(['pay']);
    expect(run.state.payments!.p1).toMatchObject({ status: 'waiting', payUrl: 'https://pay.example/1', amount: '20.05' });
    told(run, said('paid'));

    expect(at(run)).toEqual(['a']);
    expect(run.state.outcomes.pay).toBe('paid');
    expect(run.codes()).toEqual(expect.arrayContaining(['payment.asked', 'payment.ready', 'payment.paid']));
    expect(run.state.pending).toEqual({});
  });

  it('[PY2] where nothing is due the step is passed over as paid', () => {
    for (const nothing of ['0', 'person.income - 10', 'person.children']) {
      const run = asked(nothing);

      expect(at(run)).toEqual(['a']);
      expect(orders(run)).toEqual([]);
      expect(run.codes()).toContain('payment.none');
    }
  });

  it('[PY2] an amount that is none, negative or too large is an incident', () => {
    for (const wrong of ['"x" + person.name', 'person.income - 11', 'person.income * 100000000']) {
      const run = asked(wrong);

      expect(Object.values(run.state.incidents)).toMatchObject([{ code: 'payment.amount_invalid', node: 'pay' }]);
      expect(orders(run)).toEqual([]);
    }
  });

  it('[PY3] what was told already changes nothing', () => {
    const run = asked('20');
    told(run, said('waiting', { payUrl: 'u' }));
    const waiting = run.state;
    told(run, said('waiting', { payUrl: 'u' }));
    expect(run.state).toBe(waiting);

    told(run, said('paid'));
    const paid = run.state;
    told(run, said('paid'));
    told(run, said('closed'));
    expect(run.state).toBe(paid);
  });

  it('[PY4] an order is open to the end of its last day, and its lapse is the other outcome', () => {
    const run = asked('20', { days: 2 });
    // Begun on 2026-03-02 local time.
    expect(orders(run)[0]!.closesAt).toBe('2026-03-04T15:59:59.000Z');
    told(run, said('closed'));

    expect(run.state.status).toBe('refused');
    expect(run.state.payments!.p1!.status).toBe('unpaid');
    expect(run.codes()).toContain('payment.unpaid');
  });

  it('[PY5] an order that cannot be opened is an incident, and its retry asks for the same order', () => {
    const run = asked('20');
    told(run, { ok: false, kind: 'denied', message: 'no connection' });
    expect(Object.values(run.state.incidents)).toMatchObject([{ code: 'payment.failed', effect: 'p1' }]);

    run.send({ type: 'retryIncident', incidentId: 'i1' });
    expect(orders(run).map(({ id, key, amount, closesAt }) => [id, key, amount, closesAt])).toEqual(
      [0, 1].map(() => ['p1', 'c1:p1', '20.00', orders(run)[0]!.closesAt]),
    );
    told(run, said('paid'));
    expect(at(run)).toEqual(['a']);
  });

  it('[PY6] an order whose step is cancelled is closed, and what came in meanwhile is given back', () => {
    const run = begin('start -> fill -> pay; pay -[paid]-> a -> end; pay -[unpaid]-> endRefused; onLate -> endLate', {
      nodes: {
        pay: pay('20'),
        onLate: { attachedTo: 'pay', event: { type: 'timer', duration: { amount: 1, unit: 'days' } } },
      },
    });
    run.send({ type: 'submit', values: FILLED });
    told(run, said('waiting'));
    run.advance('2026-03-04T00:00:00.000Z');

    expect(run.state.status).toBe('completed');
    expect(refunds(run)).toMatchObject([{ payment: 'p1', order: 'c1:p1', amount: '20.00', reason: 'stepLeft' }]);
    told(run, said('paid'), 'p1');
    expect(run.state.payments!.p1!.status).toBe('closing');
    told(run, { ok: true, value: { refunded: true } }, refunds(run)[0]!.id);
    expect(run.state.payments!.p1!.status).toBe('refunded');
    expect(run.codes().at(-1)).toBe('payment.refunded');
  });

  it.each([
    ['withdrawn', { type: 'withdraw' }],
    ['ended', { type: 'end', result: 'refused', reason: 'wrong office' }],
    ['withdrawn', { type: 'cancelCase', reason: 'not wanted' }],
  ] as const)('[PY7] what was paid is given back once when the case is %s', (reason, deed) => {
    const run = asked('20');
    told(run, said('paid'));
    run.send(deed);

    expect(refunds(run)).toMatchObject([{ payment: 'p1', order: 'c1:p1', amount: '20.00', reason }]);
    const effect = refunds(run)[0]!;
    told(run, { ok: true, value: { refunded: true } }, effect.id);
    const after = run.state;
    told(run, { ok: true, value: { refunded: true } }, effect.id);
    expect(run.state).toBe(after);
    expect(after.payments!.p1!.status).toBe('refunded');
  });

  it('[PY7] a case that ends in its own way keeps what was paid, and one withdrawn before has nothing to give back', () => {
    const paid = asked('20');
    told(paid, said('paid'));
    paid.decide('a', 'agree');
    expect(refunds(paid)).toEqual([]);

    const open = asked('20');
    open.send({ type: 'withdraw' });
    expect(refunds(open)).toMatchObject([{ reason: 'stepLeft' }]);
    told(open, { ok: true, value: { refunded: false } }, refunds(open)[0]!.id);
    expect(open.state.payments!.p1!.status).toBe('closed');
  });

  it('[PY8] sent back, only what is due besides is asked for', () => {
    const run = asked('person.income * 2');
    told(run, said('paid'));
    const back = (income: number) => {
      run.send({
        type: 'return',
        taskId: run.task('a').id,
        to: { node: 'fill' },
        back: 'replay',
        branches: 'cancel',
        reason: 'look again',
      });
      run.send({ type: 'submit', values: { 'person.income': income } });
    };
    back(10);
    expect(orders(run)).toHaveLength(1);
    expect(at(run)).toEqual(['a']);

    back(15);
    expect(orders(run).at(-1)).toMatchObject({ amount: '10.00' });
    told(run, said('paid'));
    run.send({ type: 'withdraw' });
    expect(refunds(run).map((effect) => 'amount' in effect && effect.amount)).toEqual(['20.00', '10.00']);
  });
});
