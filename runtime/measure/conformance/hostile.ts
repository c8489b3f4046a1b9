/**
 * Hostile strings through every kind of text input and every search of the product: each comes back byte for byte or is
 * refused with a code, none is acted on. The folder holds a list as JSON (`blns.json`) and lists with one string a line.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FormField, Scenario, Text, ValueType } from '../../../schemas/generated/documents.ts';
import type { Visitor } from '../../api/testing/client.ts';
import { demoPassword, startProduct, type TestProduct } from '../../api/testing/product.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { publishPackage } from '../../services/testing/world.ts';
import { setup } from '../../testing/global-setup.ts';
import { type SuiteCase, type SuiteReport, suiteReport } from './suite.ts';

const region = '330424';
const text = (zh: string, en: string): Text => ({ 'zh-CN': zh, en });

/** A form with one line and one box of free text, and a desk. */
function hostilePackage(): ScenarioPackage {
  const field = (key: string, rank: string, type: ValueType, subject: string, required: boolean): FormField => {
    return { section: 'all', rank, subject, key, type, label: text(key, key), required };
  };
  const scenario: Scenario = {
    format: 'lianban.scenario/1',
    id: 'hostile',
    name: text('文本输入', 'Texts'),
    subjects: {
      applicant: { name: text('申请人', 'Applicant'), rank: 'a0', kind: 'person', role: 'applicant' },
      matter: { name: text('事项', 'Matter'), rank: 'a1', kind: 'matter', role: 'none' },
    },
    departments: { ga: { name: text('公安局', 'Public security'), rank: 'a0' } },
    items: { it: { name: text('登记', 'Entry'), rank: 'a0', department: 'ga', promisedDays: 5 } },
    forms: { f_main: { form: 'hostile-form' } },
    nodes: {
      n_start: { kind: 'start', name: text('开始', 'Start'), trigger: { type: 'form' } },
      n_fill: { kind: 'fill', name: text('填写', 'Form'), party: 'applicant', forms: ['f_main'] },
      n_desk: {
        kind: 'task',
        name: text('登记', 'Entry'),
        department: 'ga',
        item: 'it',
        decisions: { agree: { name: text('同意', 'Agree'), rank: 'a0', effect: 'agree' } },
        reads: ['matter.line', 'matter.note', 'applicant.name'],
      },
      n_end: { kind: 'end', name: text('办结', 'Done'), result: 'completed' },
    },
    edges: {
      e1: { from: 'n_start', to: 'n_fill', rank: 'a0' },
      e2: { from: 'n_fill', to: 'n_desk', rank: 'a0' },
      e3: { from: 'n_desk', to: 'n_end', rank: 'a0' },
    },
  };
  const form: ScenarioPackage['forms'][string] = {
    format: 'lianban.form/1',
    id: 'hostile-form',
    name: text('文本', 'Texts'),
    department: 'ga',
    version: 1,
    sections: { all: { title: text('内容', 'Content'), rank: 'a0' } },
    fields: {
      name: field('name', 'a0', 'string', 'applicant', true),
      idNumber: field('idNumber', 'a1', 'idCard', 'applicant', true),
      line: field('line', 'a2', 'string', 'matter', false),
      note: field('note', 'a3', 'text', 'matter', false),
    },
  };
  return { scenario, forms: { 'hostile-form': form }, elements: {}, resources: {}, contracts: {}, cases: {} };
}

/** Runs all strings of the folder through a product of its own, on a database of its own. */
export async function runHostileSuite(folder: string): Promise<SuiteReport & Record<string, unknown>> {
  const strings = await stringsIn(folder);
  const close = await setup();
  try {
    const product = await startProduct();
    try {
      return await runOn(product, strings);
    } finally {
      await product.close();
    }
  } finally {
    await close();
  }
}

interface Named {
  id: string;
  value: string;
}

/** A JSON array of strings, or a text with one a line; READMEs, licences and addresses of the SSRF set are no strings of this one. */
async function stringsIn(folder: string): Promise<Named[]> {
  const found: Named[] = [];
  const seen = new Set<string>();
  for (const entry of (await readdir(folder, { recursive: true, withFileTypes: true })).sort((a, b) => a.name.localeCompare(b.name))) {
    if (!entry.isFile() || /^(readme|licen[cs]e|ssrf)/i.test(entry.name) || !/\.(json|txt|lst|fuzz|csv)$|^[^.]+$/i.test(entry.name))
      continue;
    const file = path.join(entry.parentPath, entry.name);
    const content = await readFile(file, 'utf8');
    const values: unknown = entry.name.endsWith('.json') ? JSON.parse(content) : content.split(/\r?\n/);
    if (!Array.isArray(values)) continue;
    for (const [index, value] of values.entries()) {
      if (typeof value !== 'string' || value === '' || seen.has(value)) continue;
      seen.add(value);
      found.push({ id: `${path.relative(folder, file)}:${index + 1}`, value });
    }
  }
  return found;
}

async function runOn(product: TestProduct, strings: Named[]): Promise<SuiteReport & Record<string, unknown>> {
  await publishPackage(product.store, hostilePackage(), [{ code: region, name: '海盐县' }]);
  const visitors = await signInAll(product);
  const before = await stockOf(product);
  const lists = await listsOf(product, visitors);
  const draft = await visitors.mother!.send<{ id: string; rev: number }>('POST', '/api/drafts', {
    body: { region, scenario: 'hostile', commandId: 'hostile-draft' },
  });
  const made = await visitors.designer!.send('POST', '/api/scenarios', {
    body: { region, id: 'hostile-words', name: text('文字', 'Words') },
  });
  if (draft.status !== 201 || made.status !== 201) throw new Error(`The suite could not begin: ${draft.status}, ${made.status}`);
  const cases: SuiteCase[] = [];
  for (const [number, one] of strings.entries())
    cases.push(await tryString(one, { visitors, lists, draftId: draft.body.id, number, scenario: 'hostile-words' }));
  const after = await stockOf(product);
  const errors = product.log.filter(({ level }) => level === 'error').map(({ message }) => message);
  if (JSON.stringify(before) !== JSON.stringify(after))
    cases.push({
      id: 'stock',
      verdict: 'wrong',
      detail: `tables or accounts changed: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`,
    });
  if (errors.length > 0) cases.push({ id: 'log', verdict: 'wrong', detail: `errors were logged: ${errors.slice(0, 3).join('; ')}` });
  return { ...suiteReport('hostile-input', cases), lists: lists.length };
}

async function signInAll({ client }: TestProduct): Promise<Record<string, Visitor>> {
  const names = ['mother', 'ga', 'designer', 'admin', 'steward', 'ga.keeper', 'operator'];
  const visitors: Record<string, Visitor> = {};
  for (const name of names) visitors[name] = await client.signIn(name, demoPassword);
  return visitors;
}

/** What must be the same afterwards. */
async function stockOf({ store }: TestProduct) {
  const [tables] = await store.query<{ count: number }>({
    text: "SELECT count(*)::int AS count FROM information_schema.tables WHERE table_schema = 'public' AND table_name NOT LIKE 'journal_%'",
    values: [],
  });
  const [accounts] = await store.query<{ count: number }>({ text: 'SELECT count(*)::int AS count FROM accounts', values: [] });
  return { tables: tables!.count, accounts: accounts!.count };
}

interface ListRoute {
  path: string;
  visitor: Visitor;
}

/** Lists that take a search, each with somebody who may ask them. */
async function listsOf({ client }: TestProduct, visitors: Record<string, Visitor>): Promise<ListRoute[]> {
  const document = (await client.anonymous.send('GET', '/api/openapi.json')).body as {
    paths: Record<string, { get?: { parameters?: { name: string; in: string }[] } }>;
  };
  const found: ListRoute[] = [];
  for (const [route, { get }] of Object.entries(document.paths)) {
    if (route.includes('{') || !get?.parameters?.some(({ name, in: where }) => name === 'q' && where === 'query')) continue;
    for (const visitor of Object.values(visitors)) {
      if ((await visitor.send('GET', `${route}?q=a`)).status !== 200) continue;
      found.push({ path: route, visitor });
      break;
    }
  }
  return found;
}

interface Scene {
  visitors: Record<string, Visitor>;
  lists: ListRoute[];
  draftId: string;
  scenario: string;
  number: number;
}

/** Problems found, empty when all is well; and whether any input took the string. */
interface Tried {
  problems: string[];
  taken: number;
  refused: number;
}

async function tryString({ id, value }: Named, scene: Scene): Promise<SuiteCase> {
  const tried: Tried = { problems: [], taken: 0, refused: 0 };
  for (const attempt of [tryDraft, tryCase, tryStudio, tryLists, trySignIn]) {
    try {
      await attempt(value, scene, tried);
    } catch (error) {
      tried.problems.push(`${attempt.name}: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}`);
    }
  }
  if (tried.problems.length > 0) return { id, verdict: 'wrong', detail: tried.problems.join('; ').slice(0, 600) };
  if (tried.taken === 0) return { id, verdict: 'refused', detail: 'no text input takes it; each says so with a code' };
  return { id, verdict: 'right', detail: '' };
}

/** Answers other than taken: a refusal has a code, and is not the server's own failure. */
function isTaken(what: string, answer: { status: number; body: unknown }, tried: Tried): boolean {
  if (answer.status < 300) {
    tried.taken += 1;
    return true;
  }
  const { code } = (answer.body ?? {}) as { code?: string };
  if (answer.status >= 500 || typeof code !== 'string') tried.problems.push(`${what}: ${answer.status} ${code ?? 'without a code'}`);
  else tried.refused += 1;
  return false;
}

/** Outer white space and half of a surrogate pair are no text of anybody. */
const same = (kept: unknown, given: string) => kept === given || kept === given.trim();

function expectSame(what: string, kept: unknown, given: string, tried: Tried): void {
  if (!same(kept, given) && given.trim() !== '') tried.problems.push(`${what}: kept ${JSON.stringify(kept)?.slice(0, 120)}`);
}

interface Questions {
  rev: number;
  sections: { fields: { path: string; value?: unknown }[] }[];
}

async function tryDraft(value: string, { visitors, draftId }: Scene, tried: Tried): Promise<void> {
  const { mother } = visitors;
  const { rev } = (await mother!.send<Questions>('GET', `/api/drafts/${draftId}`)).body;
  const saved = await mother!.send('PUT', `/api/drafts/${draftId}/values`, {
    body: { values: { 'matter.line': value, 'matter.note': value }, rev },
  });
  if (!isTaken('draft', saved, tried)) return;
  const page = (await mother!.send<Questions>('GET', `/api/drafts/${draftId}`)).body;
  for (const wanted of ['matter.line', 'matter.note'])
    expectSame(wanted, page.sections.flatMap(({ fields }) => fields).find((field) => field.path === wanted)?.value, value, tried);
}

async function tryCase(value: string, { visitors, number }: Scene, tried: Tried): Promise<void> {
  const { ga } = visitors;
  const values = { 'applicant.name': '林雨', 'applicant.idNumber': '330424199603120029', 'matter.note': value };
  const started = await ga!.send<{ id: string; caseNo: string }>('POST', '/api/cases', {
    body: { region, scenario: 'hostile', values, commandId: `hostile-${number}` },
  });
  if (!isTaken('case', started, tried)) return;
  const taskId = `${started.body.id}.k2`;
  const page = await ga!.send<{ rev: number; groups: { fields: { path: string; value?: unknown }[] }[] }>('GET', `/api/tasks/${taskId}`);
  if (page.status !== 200) return void tried.problems.push(`task page: ${page.status}`);
  expectSame('task', page.body.groups.flatMap(({ fields }) => fields).find((field) => field.path === 'matter.note')?.value, value, tried);
  const done = await ga!.send('POST', `/api/tasks/${taskId}/complete`, {
    body: { rev: page.body.rev, decision: 'agree', opinion: value, commandId: `hostile-done-${number}` },
  });
  isTaken('opinion', done, tried);
}

async function tryStudio(value: string, { visitors, scenario }: Scene, tried: Tried): Promise<void> {
  const { designer } = visitors;
  const address = `/api/scenarios/${scenario}/draft?region=${region}`;
  const { rev, package: pkg } = (await designer!.send<{ rev: number; package: ScenarioPackage }>('GET', address)).body;
  const named = { ...pkg, scenario: { ...pkg.scenario, name: { 'zh-CN': value, en: value } } };
  const saved = await designer!.send('PUT', address, { body: { rev, package: named } });
  if (!isTaken('studio', saved, tried)) return;
  const kept = (await designer!.send<{ package: ScenarioPackage }>('GET', address)).body.package.scenario.name;
  if (kept['zh-CN'] !== value || kept.en !== value) tried.problems.push(`studio: kept ${JSON.stringify(kept).slice(0, 120)}`);
}

async function tryLists(value: string, { lists }: Scene, tried: Tried): Promise<void> {
  const q = encodeURIComponent(value.toWellFormed());
  for (const { path: route, visitor } of lists) {
    const answer = await visitor.send('GET', `${route}?q=${q}`);
    const { code } = (answer.body ?? {}) as { code?: string };
    if (answer.status >= 500 || (answer.status >= 300 && typeof code !== 'string')) tried.problems.push(`${route}: ${answer.status}`);
  }
}

/** One in twenty: sign-ins are limited, and the limit is not what is tried here. */
async function trySignIn(value: string, { visitors, number }: Scene, tried: Tried): Promise<void> {
  if (number % 20 !== 0) return;
  const { status } = await visitors.mother!.send('GET', '/api/session');
  if (status !== 200) tried.problems.push(`session: ${status}`);
  const answer = await fetchSignIn(visitors.mother!, value);
  if (answer >= 500 || answer < 400) tried.problems.push(`sign-in: ${answer}`);
}

async function fetchSignIn(visitor: Visitor, username: string): Promise<number> {
  return (await visitor.send('POST', '/api/session', { body: { username, password: username }, headers: { cookie: '' } })).status;
}
