/** Approvals over HTTP: deputies, roles of steps, operators, and what each may not do. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AbsenceView, Account, AccountList, CasePage, Session, TaskList, TaskPage, Tracking } from '../../schemas/generated/api.ts';
import type { Visitor } from './testing/client.ts';
import { journeyOf, startCase } from './testing/newborn.ts';
import { demoPassword, startProduct, type TestProduct } from './testing/product.ts';

let product: TestProduct;
let caseNo = '';
let commands = 0;
const commandId = () => {
  commands += 1;
  return `approvals-${String(commands).padStart(4, '0')}`;
};
const signIn = (username: string) => product.client.signIn(username, demoPassword);

beforeAll(async () => {
  const journey = journeyOf('no-father');
  product = await startProduct({ connectors: journey.connectors, now: '2026-09-28T01:10:00.000Z' });
  caseNo = (await startCase(await signIn('mother'), journey)).caseNo;
}, 120_000);
afterAll(() => product?.close());

const rows = async (officer: Visitor, state = 'todo') => (await officer.send<TaskList>('GET', `/api/tasks?state=${state}`)).body.rows;
async function taskOf(officer: Visitor, step: string): Promise<string> {
  const row = (await rows(officer)).find((one) => one.step['zh-CN'] === step);
  if (!row) throw new Error(`no task ${step}`);
  return row.id;
}
const operate = (officer: Visitor, taskId: string, deed: object) =>
  officer.send<{ code: string }>('POST', `/api/tasks/${taskId}/operations`, { body: { ...deed, commandId: commandId() } });
const operateCase = (person: Visitor, deed: object) =>
  person.send<{ code: string }>('POST', `/api/cases/${caseNo}/operations`, { body: { ...deed, commandId: commandId() } });

describe('a deputy', () => {
  it('sees and does what a colleague holds while they are away, named as standing in for them', async () => {
    const health = await signIn('wj');
    const clinic = await signIn('cdc');
    const task = await taskOf(health, '登记科学育儿指导');
    expect((await health.send('POST', `/api/tasks/${task}/claim`, { body: {} })).status).toBe(200);
    expect((await clinic.send('GET', `/api/tasks/${task}`)).status).toBe(404);
    const { colleagues } = (await health.send<AbsenceView>('GET', '/api/absences')).body;
    const deputy = colleagues.find((one) => one.name === '郑苗')!.id;
    const days = { region: '330424', deputy, first: '2026-09-28', last: '2026-09-29' };
    expect((await health.send('POST', '/api/absences', { body: { ...days, first: '2026-09-30' } })).status).toBe(422);
    expect((await health.send('POST', '/api/absences', { body: days })).status).toBe(201);

    const row = (await rows(clinic)).find((one) => one.id === task);
    expect(row).toMatchObject({ deputyFor: '徐安康', holder: { me: true } });
    const page = (await clinic.send<TaskPage>('GET', `/api/tasks/${task}`)).body;
    expect(page).toMatchObject({ deputyFor: '徐安康', canDecide: true });
    const body = { rev: page.rev, decision: 'register', commandId: commandId() };
    expect((await clinic.send('POST', `/api/tasks/${task}/complete`, { body })).status).toBe(200);
    const history = (await clinic.send<TaskPage>('GET', `/api/tasks/${task}`)).body;
    expect(history.decision?.by).toBe('郑苗');
    expect(history.timeline.some(({ by }) => by === '郑苗（代徐安康）')).toBe(true);
  });

  it('has no right any more when the colleague is back', async () => {
    const health = await signIn('wj');
    const clinic = await signIn('cdc');
    const { absences } = (await health.send<AbsenceView>('GET', '/api/absences')).body;
    expect((await clinic.send('POST', `/api/absences/${absences[0]!.id}/end`)).status).toBe(404);
    const cert = await taskOf(health, '签发出生医学证明');
    expect((await clinic.send('GET', `/api/tasks/${cert}`)).status).toBe(200);
    expect((await health.send('POST', `/api/absences/${absences[0]!.id}/end`)).status).toBe(200);
    expect((await clinic.send('GET', `/api/tasks/${cert}`)).status).toBe(404);
  });
});

describe('roles of an officer in scenarios', () => {
  it('are given by an administrator, kept, shown, and refused in another shape', async () => {
    const admin = await signIn('admin');
    const account = (await admin.send<AccountList>('GET', '/api/accounts?q=cdc')).body.rows.find((one) => one.username === 'cdc')!;
    const grants = [{ region: '330424', department: 'cdc', role: 'officer', posts: ['newborn/chief'] }];
    const change = (content: object) => admin.send<Account>('PATCH', `/api/accounts/${account.id}`, { body: content });
    expect((await change({ grants: [{ ...grants[0], posts: ['chief'] }] })).status).toBe(400);
    expect((await change({ grants })).body.grants).toMatchObject(grants);
    const clinic = await signIn('cdc');
    expect((await clinic.send<Session>('GET', '/api/session')).body.grants).toMatchObject(grants);
    // The steps of this scenario ask for no role: the desk's work is there all the same.
    expect((await rows(clinic)).map((row) => row.step['zh-CN'])).toContain('办理预防接种证');
    expect((await change({ grants: [{ region: '330424', department: 'cdc', role: 'officer' }] })).status).toBe(200);
  });
});

describe('an operator', () => {
  it('suspends and resumes with a legal basis; the applicant reads that the case stands still', async () => {
    const operator = await signIn('operator');
    const mother = await signIn('mother');
    const health = await signIn('wj');
    expect((await operateCase(health, { type: 'suspend', reason: '涉诉', basis: '行政许可法第四十二条' })).status).toBe(403);
    expect((await operateCase(operator, { type: 'suspend', reason: '涉诉', basis: '行政许可法第四十二条' })).status).toBe(200);
    expect((await mother.send<Tracking>('GET', `/api/my/cases/${caseNo}`)).body.line['zh-CN']).toContain('行政许可法第四十二条');
    const task = await taskOf(health, '签发出生医学证明');
    const claim = await health.send<{ code: string }>('POST', `/api/tasks/${task}/claim`, { body: {} });
    expect([claim.status, claim.body.code]).toEqual([409, 'case.suspended']);
    expect((await operateCase(operator, { type: 'resume' })).status).toBe(200);
  });

  it('sees where the case stands without the fields of departments', async () => {
    const operator = await signIn('operator');
    const page = (await operator.send<CasePage>('GET', `/api/cases/${caseNo}`)).body;
    expect(page.mayOperate).toBe(true);
    expect(page.groups.flatMap(({ fields }) => fields)).toEqual([]);
    expect((await operator.send('GET', `/api/cases/${caseNo}/operations`)).status).toBe(200);
    const wrong = await operateCase(operator, { type: 'jump', token: 't9999', to: 'n_end', branches: 'keep', reason: '试' });
    expect([wrong.status, wrong.body.code]).toEqual([409, 'token.unknown']);
  });
});

describe('a desk', () => {
  it('hands on only to officers who are there', async () => {
    const health = await signIn('wj');
    const task = await taskOf(health, '签发出生医学证明');
    const nobody = '01890000-0000-7000-8000-000000000009';
    const answer = await operate(health, task, { type: 'transfer', to: { department: 'ga', person: nobody }, reason: '请办' });
    expect([answer.status, answer.body.code]).toEqual([422, 'desk.person_unknown']);
    const police = await signIn('ga');
    expect((await operate(police, task, { type: 'urge' })).status).toBe(404);
  });

  it('is urged by the applicant once a day', async () => {
    const mother = await signIn('mother');
    const urge = () => mother.send('POST', `/api/my/cases/${caseNo}/urge`, { body: { words: '请尽快', commandId: commandId() } });
    expect((await urge()).status).toBe(200);
    expect((await urge()).status).toBe(409);
  });
});
