import { describe, expect, it } from 'vitest';
import type { DataApplicationAction } from '../../../schemas/generated/api.ts';
import type { ApplicationState } from '../../store/data-applications.ts';
import { actionsOf, needsReason, next, type Step } from './machine.ts';

const step = (state: ApplicationState, action: DataApplicationAction, more: Partial<Step> = {}) =>
  next({ state, action, partial: false, sharing: 'conditional', unpublished: false, wasGranted: false, ...more });

describe('the way of an application', () => {
  it('gives the review two working days, the owner five, or ten for what is not published yet', () => {
    expect(step('draft', 'submit')).toEqual({ state: 'review', days: 2 });
    expect(step('review', 'pass')).toEqual({ state: 'answer', days: 5 });
    expect(step('review', 'pass', { unpublished: true })).toEqual({ state: 'answer', days: 10 });
  });

  it('needs no answer for an unconditional resource, unless it is not published yet', () => {
    expect(step('review', 'pass', { sharing: 'unconditional' })).toEqual({ state: 'granted' });
    expect(step('review', 'pass', { sharing: 'unconditional', unpublished: true })).toEqual({ state: 'answer', days: 10 });
  });

  it('is one side’s at a time, and nobody’s when it has ended', () => {
    expect(new Set(Object.values(actionsOf({ state: 'answer', partial: false })))).toEqual(new Set(['owner', 'applicant']));
    expect(actionsOf({ state: 'answer', partial: false }).withdraw).toBe('applicant');
    expect(actionsOf({ state: 'review', partial: false }).pass).toBe('steward');
    expect(actionsOf({ state: 'withdrawn', partial: false })).toEqual({});
    expect(actionsOf({ state: 'granted', partial: false })).toEqual({});
  });

  it('can be disputed when it was refused, or granted in part, and stays as it was when that is upheld', () => {
    expect(actionsOf({ state: 'refused', partial: false })).toEqual({ dispute: 'applicant' });
    expect(actionsOf({ state: 'granted', partial: true })).toEqual({ dispute: 'applicant' });
    expect(step('dispute', 'uphold')).toEqual({ state: 'refused' });
    expect(step('dispute', 'uphold', { wasGranted: true })).toEqual({ state: 'granted' });
    expect(step('dispute', 'sendBack')).toEqual({ state: 'answer', days: 5 });
  });

  it('is refused, returned, disputed and settled with a reason only', () => {
    const all: DataApplicationAction[] = ['submit', 'withdraw', 'pass', 'return', 'refuse', 'grant', 'dispute', 'sendBack', 'uphold'];
    expect(all.filter(needsReason)).toEqual(['return', 'refuse', 'dispute', 'sendBack', 'uphold']);
  });
});
