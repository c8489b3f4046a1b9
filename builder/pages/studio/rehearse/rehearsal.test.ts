import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compile, packageOf, type ScenarioPackage } from '../../../../runtime/compile/index.ts';
import { openQuestionsOf } from '../../../../runtime/engine/index.ts';
import { eventNames } from '../../../../runtime/engine/testing/events.ts';
import { planOf } from '../../../../runtime/engine/testing/plan.ts';
import type { Calendar } from '../../../../schemas/generated/documents.ts';
import {
  applicant,
  awaitedEvents,
  casesInOrder,
  formValues,
  instantOfLocal,
  nextWorkingDay,
  outside,
  Rehearsal,
  samplesOf,
} from './rehearsal.ts';

const root = join(import.meta.dirname, '../../../../');
const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

function readPackage(): ScenarioPackage {
  const folder = join(root, 'templates/family/newborn');
  const files: Record<string, unknown> = {};
  const walk = (at: string, prefix: string) => {
    for (const name of readdirSync(at)) {
      const path = join(at, name);
      if (statSync(path).isDirectory()) walk(path, `${prefix}${name}/`);
      else if (name.endsWith('.json')) files[prefix + name] = json(path);
    }
  };
  walk(folder, '');
  return packageOf(files).package!;
}
const calendar = json(join(root, 'runtime/calendar/cn-workday.json')) as Calendar;

async function opened(faults: Record<string, 'down'> = {}) {
  const pkg = readPackage();
  const test = pkg.cases['all-on-file']!;
  const samples = samplesOf(test);
  const plan = compile(pkg, { calendar }).plan!;
  Object.assign(samples.faults, faults);
  const rehearsal = new Rehearsal({
    plan,
    calendar,
    region: test.region,
    samples,
    at: instantOfLocal(test.at),
    runScript: async () => ({ ok: true, value: { allowance: { amount: '1000.00' } } }),
  });
  await rehearsal.start({ key: 'start' });
  return { rehearsal, samples, plan };
}

describe('a rehearsal', () => {
  it('reads the samples that were consented to and lists what would have been asked', async () => {
    const { rehearsal, samples } = await opened();

    await rehearsal.send({ type: 'consentData', grants: samples.consents }, applicant, { key: 'consent' });

    expect(rehearsal.now!.sent.filter((sent) => sent.kind === 'data').length).toBeGreaterThan(3);
    expect(Object.values(rehearsal.now!.state.fields).some((field) => field.source === 'shared')).toBe(true);
  });

  it('shows a register that is down as data that has to be asked', async () => {
    const { rehearsal, samples } = await opened({ d_population: 'down' });

    await rehearsal.send({ type: 'consentData', grants: samples.consents }, applicant, { key: 'consent' });

    expect(rehearsal.now!.state.fetches.d_population?.state).toBe('failed');
  });

  it('says why a form is not complete and keeps the moment as it was', async () => {
    const { rehearsal } = await opened();
    const before = rehearsal.now;

    const rejected = await rehearsal.send({ type: 'submit', values: {} }, applicant, { key: 'submit' });

    expect(rejected?.problems.length).toBeGreaterThan(0);
    expect(rehearsal.now).toBe(before);
  });

  it('goes back to the very snapshot of an earlier moment', async () => {
    const { rehearsal, samples, plan } = await opened();
    await rehearsal.send({ type: 'consentData', grants: samples.consents }, applicant, { key: 'consent' });
    const rejected = await rehearsal.send(
      { type: 'submit', values: formValues(openQuestionsOf(plan, rehearsal.now!.state, rehearsal.now!.at)!, samples.values) },
      applicant,
      { key: 'submit' },
    );
    expect(rejected).toBeUndefined();
    const submitted = rehearsal.now!;
    await rehearsal.advance(nextWorkingDay(calendar, submitted.at), { key: 'time' });
    const task = Object.values(rehearsal.now!.state.tasks).find((one) => one.kind === 'consent' && one.status === 'open')!;
    await rehearsal.send({ type: 'consent', taskId: task.id, decision: 'agree' }, applicant, { key: 'consent' });
    expect(Object.values(rehearsal.now!.state.tasks).some((one) => one.kind === 'desk' && one.status === 'open')).toBe(true);

    rehearsal.rewind(rehearsal.moments.indexOf(submitted));

    expect(rehearsal.now).toBe(submitted);
  });

  it('offers the plainest sample first', () => {
    const [first] = casesInOrder(readPackage().cases);

    expect(first!.expect.status).toBe('completed');
    expect(Object.values(first!.data ?? {}).every((answer) => 'record' in answer)).toBe(true);
  });

  it('moves over a weekend to the next working day', () => {
    expect(nextWorkingDay(calendar, '2026-03-06T02:00:00.000Z')).toBe('2026-03-09T01:00:00.000Z');
  });
});

describe('a rehearsal with events', () => {
  it('offers what the case waits for and delivers it with the samples', async () => {
    const plan = planOf('start -> fill -> catch -> throw -> catch2 -> catch3 -> end', {
      scenario: eventNames,
      nodes: {
        catch: { event: { type: 'message', message: 'keyed', provides: { sum: 'person.score' } } },
        throw: { event: { type: 'message', message: 'early' } },
        catch2: { event: { type: 'message', message: 'early' } },
        catch3: { event: { type: 'signal', signal: 'alarm' } },
      },
    });
    const samples = { ...samplesOf(undefined), values: { 'person.score': 7 } };
    const rehearsal = new Rehearsal({
      plan,
      calendar,
      region: '330110',
      samples,
      at: '2026-03-02T01:00:00.000Z',
      runScript: async () => ({ ok: true, value: {} }),
    });
    await rehearsal.start({ key: 'start' });
    await rehearsal.send({ type: 'submit', values: { 'person.name': 'Lin', 'person.idNumber': '1' } }, applicant, { key: 'submit' });
    const waiting = () => awaitedEvents(plan, rehearsal.now!.state, samples);

    expect(waiting()).toMatchObject([{ deed: { type: 'message', message: 'keyed', key: '1', values: { sum: 7 } }, name: { en: 'keyed' } }]);
    await rehearsal.send(waiting()[0]!.deed, outside, { key: 'event' });
    // What the case sends itself reaches the step of its own that waits for it only when that listens; then it is kept.
    for (let tries = 0; tries < 3 && rehearsal.now!.state.status === 'running'; tries += 1) {
      const [next] = waiting();
      if (next) expect(await rehearsal.send(next.deed, outside, { key: 'event' })).toBeUndefined();
    }

    expect(rehearsal.now!.state.status).toBe('completed');
    expect(rehearsal.now!.state.fields['person.score']!.value).toBe(7);
    expect(rehearsal.now!.sent.map((sent) => sent.kind)).toEqual(['message']);
  });
});
