import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Draft, JsonValue, MyCaseList, TaskList, TaskPage, Tracking } from '../../schemas/generated/api.ts';
import type { CaseTest, Scenario } from '../../schemas/generated/documents.ts';
import type { Visitor } from './testing/client.ts';
import { journeyOf } from './testing/newborn.ts';
import { demoPassword, startProduct, type TestProduct } from './testing/product.ts';

const template = path.join(import.meta.dirname, '../../templates/family/newborn');
const steps: CaseTest['steps'] = JSON.parse(readFileSync(path.join(template, 'cases/no-father.json'), 'utf8')).steps;
const scenario: Scenario = JSON.parse(readFileSync(path.join(template, 'scenario.json'), 'utf8'));
const journey = journeyOf('no-father');
let product: TestProduct;
let mother: Visitor;
const desks: Visitor[] = [];
let draftId = '';
let caseNo = '';
beforeAll(async () => {
  product = await startProduct({ connectors: journey.connectors, now: '2026-09-28T01:10:00.000Z' });
  mother = await product.client.signIn('mother', demoPassword);
  for (const name of ['wj', 'cdc', 'ga', 'rs', 'yb']) desks.push(await product.client.signIn(name, demoPassword));
});
afterAll(() => product.close());

const tracking = async () => (await mother.send<Tracking>('GET', `/api/my/cases/${caseNo}`)).body;
const draft = async () => (await mother.send<Draft>('GET', `/api/drafts/${draftId}`)).body;
const question = (page: Draft, wanted: string) => page.sections.flatMap((section) => section.fields).find((field) => field.path === wanted);

/** Polls until the worker has done its part. */
async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 1200; attempt += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`It did not happen: ${JSON.stringify((await tracking()).line)}`);
}

/** The desk and the task that offer this decision (at this step), as soon as one does. */
const taskWith = (decision: string, step?: string) =>
  eventually(async () => {
    for (const desk of desks) {
      for (const row of (await desk.send<TaskList>('GET', '/api/tasks')).body.rows) {
        const page = (await desk.send<TaskPage>('GET', `/api/tasks/${row.id}`)).body;
        if (
          page.status === 'open' &&
          page.decisions.some((one) => one.id === decision) &&
          (step === undefined || page.step['zh-CN'] === step)
        )
          return { desk, page };
      }
    }
    return undefined;
  });

describe('an application, from the form to the certificates', () => {
  it('opens with everything asked, and asks only the gaps once data is shared', async () => {
    const opened = await mother.send<Draft>('POST', '/api/drafts', {
      body: { region: '330424', scenario: 'newborn', commandId: 'journey-open' },
    });
    draftId = opened.body.id;
    const before = opened.body;

    const { status, body: after } = await mother.send<Draft>('PUT', `/api/drafts/${draftId}/consents`, {
      body: { grants: journey.grants, rev: before.rev },
    });

    expect(status).toBe(200);
    const asked = (page: Draft) =>
      page.sections.flatMap((section) => section.fields).filter((field) => field.visible && field.mode === 'ask').length;
    expect(asked(after)).toBeLessThan(asked(before));
    expect(question(after, 'mother.name')).toMatchObject({
      mode: 'shared',
      value: '林知夏',
      editable: false,
      source: { name: expect.anything() },
    });
    expect(after.consents.find((consent) => consent.id === 'd_marriage')).toMatchObject({ granted: true, state: 'failed' });
  });

  it('is saved as typed, and told what is missing', async () => {
    const { rev } = await draft();

    const saved = await mother.send<Draft>('PUT', `/api/drafts/${draftId}/values`, { body: { values: { 'baby.name': '周予安' }, rev } });
    const stale = await mother.send('PUT', `/api/drafts/${draftId}/values`, { body: { values: { 'baby.name': '别的' }, rev } });
    const checked = await mother.send<{ problems: { path: string }[] }>('POST', `/api/drafts/${draftId}/check`, {
      body: { values: { 'mother.mobile': '12' } },
    });

    expect(question(saved.body, 'baby.name')?.value).toBe('周予安');
    expect(stale.status).toBe(409);
    expect(checked.body.problems.map((problem) => problem.path)).toContain('mother.mobile');
  });

  it('refuses a shared value that was changed on the way, and says where', async () => {
    const values = { ...journey.values, 'mother.name': '冒名者' };

    const refused = await mother.send('POST', `/api/drafts/${draftId}/submit`, {
      body: { values, commandId: 'journey-forged', declaration: true },
    });

    expect(refused.body).toMatchObject({
      status: 422,
      problems: expect.arrayContaining([expect.objectContaining({ path: 'mother.name' })]),
    });
  });

  it('is handed in once, however often it is sent', async () => {
    const body = { values: journey.values, commandId: 'journey-submit', declaration: true };

    const answers = await Promise.all(
      [1, 2, 3].map(() => mother.send<{ caseNo: string }>('POST', `/api/drafts/${draftId}/submit`, { body })),
    );

    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map((answer) => answer.body.caseNo)).size).toBe(1);
    caseNo = answers[0]!.body.caseNo;
    expect((await mother.send<MyCaseList>('GET', '/api/my/cases')).body).toHaveLength(1);
    expect((await tracking()).status).toBe('running');
  });

  it('goes back to the applicant for a correction and on again', async () => {
    const { desk, page } = await taskWith('issue');
    const field = page.supplementFields[0]!;
    const request = { rev: page.rev, defects: [{ path: field.path, words: '请核对' }], commandId: 'journey-ask' };
    expect((await desk.send('POST', `/api/tasks/${page.id}/supplement`, { body: request })).status).toBe(200);

    const { mustDo } = await tracking();
    expect(mustDo).toMatchObject({ kind: 'supplement', defects: [{ path: field.path, words: '请核对' }] });
    const asked = mustDo?.fields?.find((one) => one.path === field.path);
    expect(asked).toBeDefined();

    const value = asked?.value ?? journey.values[field.path] ?? null;
    const answered = await mother.send<Tracking>('POST', `/api/my/cases/${caseNo}/supplement`, {
      body: { values: { [field.path]: value as JsonValue }, commandId: 'journey-answer' },
    });
    expect([answered.status, answered.body.mustDo]).toEqual([200, undefined]);
  });

  it('is decided by one of two officers; the other is told who was first', async () => {
    const { desk, page } = await taskWith('issue');
    const outputs = { 'birth.certificateNumber': 'X330000001', 'birth.issuedOn': '2026-09-28' };
    const decide = (commandId: string) =>
      desk.send('POST', `/api/tasks/${page.id}/complete`, { body: { rev: page.rev, decision: 'issue', outputs, commandId } });

    const answers = await Promise.all([decide('journey-first'), decide('journey-other')]);

    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    const loser = answers.find((answer) => answer.status === 409);
    expect(loser?.body).toMatchObject({ code: 'task.already_completed', data: { name: '徐安康' } });
    expect(loser?.body.title).toContain('徐安康');
  });

  it('passes every desk to the end', async () => {
    let count = 0;
    for (const step of steps) {
      if (step.do !== 'decide' || step.node === 'n_cert') continue;
      // Desks work on the day of the case test.
      product.clock.now = new Date(Date.parse(`${step.at}+08:00`)).toISOString();
      if ((await mother.send('GET', '/api/session')).status === 401) await signInAgain();
      const { desk, page } = await taskWith(step.decision, step.participant ? undefined : scenario.nodes[step.node]?.name['zh-CN']);
      count += 1;
      const body = {
        rev: page.rev,
        decision: step.decision,
        opinion: '同意',
        commandId: `journey-${count}-done`,
        ...(step.outputs ? { outputs: step.outputs } : {}),
      };
      const done = await desk.send('POST', `/api/tasks/${page.id}/complete`, { body });
      expect([step.node, done.status, done.body]).toEqual([step.node, 200, expect.objectContaining({ done: expect.anything() })]);
    }

    const ended = await eventually(async () => ((await tracking()).status === 'completed' ? tracking() : undefined));
    expect(ended.departments.filter((one) => one.state !== 'done').map((one) => one.item['zh-CN'])).toEqual([]);
    expect(ended.line['zh-CN']).toContain('办结');
  });

  it('leaves certificates anybody can check, and the applicant can keep', async () => {
    const documents = await eventually(async () => {
      const found = (await tracking()).documents;
      return found.length >= 6 ? found : undefined;
    });
    const one = documents[0]!;

    const pdf = await mother.send('GET', `/api/my/cases/${caseNo}/documents/${one.id}`);
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    const anybody = product.client.anonymous;
    expect((await anybody.send('GET', `/api/verify/${one.number}?code=${one.checkCode}`)).body).toMatchObject({ valid: true });
    expect((await anybody.send('GET', `/api/verify/${one.number}?code=WRONG`)).body).toEqual({ valid: false });
    expect((await anybody.send('GET', '/api/verify/NOTHING-LIKE-IT')).body).toEqual({ valid: false });
  });

  it('is rated by the applicant, once it is finished', async () => {
    const rated = await mother.send('POST', `/api/my/cases/${caseNo}/rating`, { body: { stars: 5, words: '很方便' } });

    expect(rated.body).toEqual({ stars: 5, words: '很方便' });
    expect((await tracking()).rating).toEqual({ stars: 5, words: '很方便' });
  });

  it('is found again by the officers who took part, by number and by name', async () => {
    for (const q of [caseNo, '林知夏']) {
      const found = await desks[0]!.send<{ rows: { caseNo: string }[] }>('GET', `/api/cases?q=${encodeURIComponent(q)}`);
      expect(found.body.rows.map((row) => row.caseNo)).toEqual([caseNo]);
    }
    const page = await desks[0]!.send('GET', `/api/cases/${caseNo}`);
    expect(page.body).toMatchObject({ status: 'completed', caseNo });
    expect((await desks[0]!.send<TaskList>('GET', '/api/tasks?state=done')).body.rows.length).toBeGreaterThanOrEqual(2);
  });
});

/** Sessions end when unused for an hour, and the days pass. */
async function signInAgain(): Promise<void> {
  mother = await product.client.signIn('mother', demoPassword);
  const names = ['wj', 'cdc', 'ga', 'rs', 'yb'];
  for (const [index, name] of names.entries()) desks[index] = await product.client.signIn(name, demoPassword);
}
