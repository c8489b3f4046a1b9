import { describe, expect, it } from 'vitest';
import { withUse } from './testing/parts.ts';
import { begin, FILLED } from './testing/plan.ts';
import type { Simulation } from './testing/simulate.ts';

/** The register says 50; the applicant says 40. */
function contested(): Simulation {
  const run = begin('start -> fill -> a -> end', { nodes: { fill: { prefill: ['register'] } }, ...withUse({ consent: undefined }) });
  run.send({ type: 'saveDraft', values: { 'person.idNumber': '1' } });
  run.answer('data', { ok: true, value: { address: 'Lake Road 1', income: 50 } });
  run.send({ type: 'submit', values: FILLED, disputes: { 'person.income': 40 } });
  return run;
}

const path = 'person.income';
const settle = (run: Simulation, use: 'register' | 'applicant', reason = 'seen the tax certificate') =>
  run.send({ type: 'settleDispute', path, use, reason });
const reply = (run: Simulation) =>
  run.send({ type: 'disputeAnswered', path, verdict: 'corrected', words: 'Put right today', department: 'd1' });

describe('contested values', () => {
  it('[DP1] the desk takes the value of the applicant: the other stays beside it, computed fields follow', () => {
    const run = contested();
    expect(run.state.fields['person.double']).toMatchObject({ value: 100 });
    expect(settle(run, 'applicant').rejected).toBeUndefined();
    expect(run.state.fields[path]).toMatchObject({
      value: 40,
      source: 'typed',
      shared: 50,
      settled: { use: 'applicant', by: { id: 'u1' } },
    });
    expect(run.state.fields['person.double']).toMatchObject({ value: 80 });
    expect(run.journal.at(-1)).toMatchObject({ code: 'dispute.settled', data: { path, use: 'applicant' } });
  });

  it('[DP1] or it stays with the register, and what the applicant said stays beside it', () => {
    const run = contested();
    settle(run, 'register');
    expect(run.state.fields[path]).toMatchObject({ value: 50, source: 'shared', disputed: 40, settled: { use: 'register' } });
    expect(run.state.fields['person.double']).toMatchObject({ value: 100 });
  });

  it('[DP1] never without a reason', () => {
    const run = contested();
    expect(settle(run, 'applicant', ' ').rejected).toEqual({ code: 'command.words_required' });
  });

  it('[DP2] the owner of the data is told of every decision', () => {
    const run = contested();
    settle(run, 'register');
    settle(run, 'applicant');
    expect(run.effects.filter(({ type }) => type === 'qualityReport')).toEqual([
      { id: 'p2', type: 'qualityReport', key: 'c1:p2', dataUse: 'register', path },
      { id: 'p3', type: 'qualityReport', key: 'c1:p3', dataUse: 'register', path },
    ]);
  });

  it('[DP3] what the owner says is kept once, also after the case has ended', () => {
    const run = contested();
    settle(run, 'applicant');
    run.decide('a', 'agree');
    expect(run.state.status).toBe('completed');
    reply(run);
    expect(run.state.fields[path]?.settled?.owner).toEqual({ verdict: 'corrected', words: 'Put right today', at: run.at });
    const before = run.state;
    reply(run);
    expect(run.state).toBe(before);
  });

  it('[DP4] only a contested value can be decided, and no more once the owner has answered', () => {
    const run = contested();
    expect(run.send({ type: 'settleDispute', path: 'person.address', use: 'applicant', reason: 'x' }).rejected).toEqual({
      code: 'dispute.unknown',
    });
    expect(run.send({ type: 'settleDispute', path: 'person.none', use: 'applicant', reason: 'x' }).rejected).toEqual({
      code: 'dispute.unknown',
    });
    settle(run, 'applicant');
    expect(settle(run, 'applicant').rejected).toEqual({ code: 'dispute.already_settled' });
    expect(settle(run, 'register').rejected).toBeUndefined();
    expect(run.state.fields[path]).toMatchObject({ value: 50, source: 'shared', disputed: 40 });
    reply(run);
    expect(settle(run, 'applicant').rejected).toEqual({ code: 'dispute.owner_answered' });
  });
});
