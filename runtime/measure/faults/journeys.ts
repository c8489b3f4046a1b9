/** One case from the form to where the fault leaves it, over HTTP, and what each of the people reads on their page. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  AssistList,
  AssistRow,
  CaseHistory,
  CasePage,
  CaseStarted,
  ConnectionList,
  ConnectionTest,
  Draft,
  IncidentList,
  Question,
  TaskList,
  TaskPage,
  Tracking,
} from '../../../schemas/generated/api.ts';
import type { Visitor } from '../../api/testing/client.ts';
import { demoFamilies } from '../../outside/people.ts';
import type { FaultScenario } from './packages.ts';
import { type FaultSite, region } from './site.ts';

/** What people saw. Each is a row of short sentences, as the pages show them. */
export interface Seen {
  citizen: string;
  officer: string;
  /** Who looks after the data or the machine. */
  keeper: string;
}

const commandId = () => `fault-${randomBytes(6).toString('hex')}`;
const zh = (text: { 'zh-CN': string } | undefined) => text?.['zh-CN'] ?? '';

/** An answer that must be good; the test says which was not. */
export async function ok<T>(visitor: Visitor, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await visitor.send<T>(method, path, body === undefined ? {} : { body });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.bytes.toString()}`);
  return answer.body;
}

/** Waits for what the worker does. */
export async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  for (let turn = 0; turn < 600; turn += 1) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await sleep(100);
  }
  throw new Error(`waited in vain for ${what}`);
}

const fieldOf = ({ sections }: Pick<Draft, 'sections'>, path: string): Question =>
  sections.flatMap(({ fields }) => fields).find((field) => field.path === path)!;
const asked = 'applicant.asked';

export interface Application {
  caseNo: string;
  /** What the form said of the data. */
  form: string;
}

/** The applicant agrees to the read, fills in what is left, and submits. */
export async function apply({ who }: FaultSite, scenario: FaultScenario, typed?: string): Promise<Application> {
  const { applicant } = who;
  const draft = await ok<Draft>(applicant, 'POST', '/api/drafts', { region, scenario: scenario.id, commandId: commandId() });
  const { idNumber, name } = demoFamilies[0]!.mother;
  let now = await ok<Draft>(applicant, 'PUT', `/api/drafts/${draft.id}/values`, {
    values: { 'applicant.idNumber': idNumber, 'applicant.name': name },
    rev: draft.rev,
  });
  let form = '';
  const values: Record<string, string> = {};
  if (scenario.asked) {
    now = await ok<Draft>(applicant, 'PUT', `/api/drafts/${draft.id}/consents`, { grants: { d_asked: true }, rev: now.rev });
    const question = fieldOf(now, asked);
    form = formWords(now, question);
    if (question.mode === 'ask' && typed !== undefined && !question.owner) values[asked] = typed;
  }
  const body = { values, commandId: commandId(), declaration: true };
  const { caseNo } = await ok<CaseStarted>(applicant, 'POST', `/api/drafts/${draft.id}/submit`, body);
  return { caseNo, form };
}

function formWords({ consents }: Draft, question: Question): string {
  const label = zh(question.label);
  if (question.mode === 'shared') return `${label}已带出，来自${zh(question.source?.name)}`;
  const problem = zh(consents[0]?.problem);
  if (question.owner) return `${problem || '接口暂时没有给出'}；${label}可以不填，由${zh(question.owner)}查询补上`;
  return `${problem}；请填写${label}`;
}

export const trackingOf = ({ who }: FaultSite, { caseNo }: Application) => ok<Tracking>(who.applicant, 'GET', `/api/my/cases/${caseNo}`);

/** The line of the whole case, what is looked up meanwhile, and the payment to make. */
export function trackingWords(tracking: Tracking): string {
  const assists = (tracking.assists ?? []).map(({ department, status }) => `${zh(department)}${assistWords[status] ?? status}`);
  return [zh(tracking.line), ...assists].join('；');
}
const assistWords: Record<string, string> = { open: '查询中', answered: '已提供', noRecord: '查无记录', refused: '未能提供' };

export async function taskOf({ who }: FaultSite, { caseNo }: Application): Promise<TaskPage> {
  const row = await until(`the desk of ${caseNo}`, async () => (await ok<TaskList>(who.officer, 'GET', `/api/tasks?q=${caseNo}`)).rows[0]);
  return ok<TaskPage>(who.officer, 'GET', `/api/tasks/${row.id}`);
}

/** The value with its source, or who typed it and why nobody has checked it; and what is being looked up. */
export function taskWords(page: TaskPage): string {
  const field = page.groups.flatMap(({ fields }) => fields).find(({ path }) => path === asked);
  const label = field ? zh(field.label) : '此项';
  const value = !field
    ? `${label}还没有`
    : field.source === 'shared'
      ? `${label}来自${zh(field.sourceName)}`
      : field.unread
        ? `${label}由申请人填写：${zh(field.unread.name)}，${zh(field.unread.why)}`
        : `${label}由申请人填写`;
  const assists = (page.assists ?? []).map(
    ({ department, why, status }) => `${zh(department)}协查${deskAssist[status] ?? status}（${zh(why)}）`,
  );
  return [value, ...assists].join('；');
}
const deskAssist: Record<string, string> = { open: '中', answered: '已答复', noRecord: '：查无记录', refused: '：不予提供' };

export async function decide(site: FaultSite, application: Application): Promise<void> {
  const page = await taskOf(site, application);
  await ok(site.who.officer, 'POST', `/api/tasks/${page.id}/complete`, { rev: page.rev, decision: 'agree', commandId: commandId() });
}

/** What a try of the connection tells whoever keeps it. */
export async function tryWords({ who }: FaultSite, id: string, resource?: string): Promise<string> {
  const body = { region, ...(resource ? { resource } : {}) };
  const { words, advice } = await ok<ConnectionTest>(who.admin, 'POST', `/api/connections/${id}/test`, body);
  return `试连：${zh(words)}${advice ? `。${zh(advice)}` : ''}`;
}

/** A case about a read: what the applicant, the desk and the keeper see of it. */
export async function readCase(site: FaultSite, scenario: FaultScenario & { typed: string }, test?: string): Promise<Seen> {
  const application = await apply(site, scenario, scenario.typed);
  const citizen = `${application.form}。${trackingWords(await trackingOf(site, application))}`;
  const officer = taskWords(await taskOf(site, application));
  return { citizen, officer, keeper: test ? await tryWords(site, test, scenario.asked!.resource.id) : '' };
}

const questionOf = ({ who }: FaultSite, { caseNo }: Application): Promise<AssistRow> =>
  until(`the question of ${caseNo}`, async () =>
    (await ok<AssistList>(who.owner, 'GET', '/api/assists')).rows.find((one) => one.caseNo === caseNo),
  );

/** What the desk of the data's owner reads. */
export async function questionWords(site: FaultSite, application: Application): Promise<string> {
  const { resourceName, fields, why, lamp } = await questionOf(site, application);
  return `协查办理台：请提供${zh(resourceName)}的${fields.map(zh).join('、')}（${zh(why)}）${lamp === 'normal' ? '，限时内' : ''}`;
}

/** The owner of the data answers the question of a case; without values there is no record. */
export async function answerAssist(site: FaultSite, application: Application, values?: Record<string, string>): Promise<void> {
  const { id } = await questionOf(site, application);
  const answer = values ? { kind: 'record', values } : { kind: 'noRecord', words: '档案里没有' };
  await ok(site.who.owner, 'POST', `/api/assists/${id}/answer`, { ...answer, commandId: commandId() });
}

/** Whether calls of a connection are held back, as its row in the list says. */
export async function breakerWords({ who }: FaultSite, id: string): Promise<string> {
  const { rows } = await ok<ConnectionList>(who.admin, 'GET', `/api/connections?region=${region}`);
  return rows.find((row) => row.id === id)?.breaker === 'open' ? '连接列表：已熔断' : '连接列表：正常';
}

/** The incident of a case, as the operator's list words it. */
export async function incidentOf(site: FaultSite, { caseNo }: Application) {
  return until(`an incident of ${caseNo}`, async () => {
    await site.hurry(caseNo);
    return (await ok<IncidentList>(site.who.operator, 'GET', '/api/incidents')).rows.find((one) => one.caseNo === caseNo);
  });
}

export async function retryIncident(site: FaultSite, application: Application): Promise<void> {
  const { id } = await incidentOf(site, application);
  await ok(site.who.operator, 'POST', `/api/incidents/${id}/act`, { action: 'retry', reason: '对方已恢复', commandId: commandId() });
}

export const casePageOf = ({ who }: FaultSite, { caseNo }: Application) => ok<CasePage>(who.officer, 'GET', `/api/cases/${caseNo}`);

/** The case as a desk reads it; a desk it has not come to does not know of it. */
export async function officerLine({ who }: FaultSite, { caseNo }: Application): Promise<string> {
  const { status, body } = await who.officer.send<CasePage>('GET', `/api/cases/${caseNo}`);
  return status === 404 ? '还没有待办' : lineOf(body);
}

/** The line of the whole history that is about this, once it is there. */
export async function historyWords(site: FaultSite, { caseNo }: Application, about: string): Promise<string> {
  const line = await until(`a line about ${about}`, async () => {
    await site.hurry(caseNo);
    const lines = await ok<CaseHistory>(site.who.officer, 'GET', `/api/cases/${caseNo}/history`);
    return lines.map(({ text }) => zh(text)).find((words) => words.includes(about));
  });
  return `办件历史：${line}`;
}

export const lineOf = (page: { line: { 'zh-CN': string } }): string => zh(page.line);
export const wordsOf = zh;
