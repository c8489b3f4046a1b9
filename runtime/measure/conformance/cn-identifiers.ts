/**
 * Citizen numbers and credit codes of a folder (cases.json) through the four places a value can come in by: the bundle
 * browsers get, the check of a sent form, the rows of a batch, and a script in a sandbox child. All four must give one
 * verdict, and the same normalised value, and it must be the one the set expects.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';
import type { DataResource, Form } from '../../../schemas/generated/documents.ts';
import { compile, packageOfForm } from '../../compile/index.ts';
import type { JsonValue, Plan } from '../../compile/plan.ts';
import { planRows } from '../../connectors/batch/row-plan.ts';
import { createSandbox, type Sandbox } from '../../sandbox/index.ts';
import { type SuiteCase, type SuiteReport, suiteReport } from './suite.ts';

type Kind = 'idCard' | 'uscc';
interface Listed {
  value: string;
  reason?: string;
  note?: string;
}
interface Cases {
  ric: { valid: Listed[]; invalid: Listed[]; legacy15: Listed[]; specimens: Listed[] };
  uscc: { valid: string[]; invalid: Listed[] };
}
/** The normalised value, null for nothing, or the code of the refusal. */
type Answer = { value: JsonValue } | { code: string };
type Place = (kind: Kind, value: string) => Promise<Answer>;
interface Wanted {
  id: string;
  kind: Kind;
  value: string;
  expect: 'taken' | 'refused';
}

const now = '2026-03-02T02:00:00Z';
/** Written in another way, and the same number after all: taken in its one form. */
const otherSpelling = /lower case/;

export async function runIdentifierSuite(folder: string): Promise<SuiteReport> {
  const cases = JSON.parse(await readFile(path.join(folder, 'cases.json'), 'utf8')) as Cases;
  const bundle = await bundledCheck();
  const sandbox = createSandbox({ children: 1 });
  try {
    await sandbox.ready();
    const places: Record<string, Place> = {
      browser: await browserPlace(bundle),
      server: serverPlace(),
      batch: batchPlace(),
      // Authors' patterns need typed arrays, which a script has not; a plain identifier has no pattern.
      sandbox: sandboxPlace(sandbox, await bundledCheck(['re2js'])),
    };
    const results: SuiteCase[] = [];
    for (const wanted of wantedOf(cases)) results.push(await judge(places, wanted));
    return suiteReport('cn-identifiers', results);
  } finally {
    await sandbox.close();
  }
}

function wantedOf({ ric, uscc }: Cases): Wanted[] {
  const list = (kind: Kind, group: string, cases: readonly Listed[], expect: (one: Listed) => Wanted['expect']): Wanted[] =>
    cases.flatMap((one, at) => {
      const id = `${kind} ${group} ${at + 1}${one.reason ? ` (${one.reason})` : ''}`;
      const wanted = { id, kind, value: one.value, expect: expect(one) };
      return wanted.expect === 'taken' ? [wanted, ...spellings(wanted)] : [wanted];
    });
  const ofReason = ({ reason = '' }: Listed): Wanted['expect'] => (otherSpelling.test(reason) ? 'taken' : 'refused');
  return [
    ...list('idCard', 'valid', ric.valid, () => 'taken'),
    ...list('idCard', 'invalid', ric.invalid, ofReason),
    // Numbers of the first generation are no longer issued: they are refused with a code of their own.
    ...list('idCard', 'legacy', ric.legacy15, () => 'refused'),
    ...list('idCard', 'specimen', ric.specimens, () => 'taken'),
    ...list(
      'uscc',
      'valid',
      uscc.valid.map((value) => ({ value })),
      () => 'taken',
    ),
    ...list('uscc', 'invalid', uscc.invalid, ofReason),
  ];
}

/** As people type it: spaces, full-width letters, a small x. */
function spellings({ id, value, ...wanted }: Wanted): Wanted[] {
  const wide = value.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
  return [
    { ...wanted, id: `${id} with spaces`, value: ` ${value.slice(0, 6)} ${value.slice(6)}\u3000` },
    { ...wanted, id: `${id} full-width`, value: wide },
    { ...wanted, id: `${id} in small letters`, value: value.toLowerCase() },
  ];
}

async function judge(places: Record<string, Place>, { id, kind, value, expect }: Wanted): Promise<SuiteCase> {
  const answers: [string, Answer][] = [];
  for (const [place, ask] of Object.entries(places)) answers.push([place, await ask(kind, value)]);
  const [first] = answers;
  const differs = answers.filter(([, answer]) => JSON.stringify(answer) !== JSON.stringify(first![1]));
  const taken = 'value' in first![1] && first![1].value !== null;
  if (differs.length > 0)
    return { id, verdict: 'wrong', detail: answers.map(([place, answer]) => `${place}: ${JSON.stringify(answer)}`).join('; ') };
  if (taken !== (expect === 'taken'))
    return { id, verdict: 'wrong', detail: `${expect} was expected, all four said ${JSON.stringify(first![1])}` };
  return { id, verdict: 'right', detail: '' };
}

/** The check as the builder bundles it for browsers: one module without imports. */
async function bundledCheck(external: string[] = []): Promise<string> {
  const entry = path.join(import.meta.dirname, '../../compile/values/check.ts');
  const made = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      lib: { entry, formats: ['es'], fileName: 'check' },
      rolldownOptions: { external },
    },
  });
  const output = (Array.isArray(made) ? made[0] : made) as { output: { code?: string }[] };
  const code = output.output.find((part) => part.code !== undefined)?.code;
  if (code === undefined) throw new Error('The check cannot be bundled.');
  return code;
}

type ValueCheck = (rules: {
  type: Kind;
}) => (value: JsonValue, env: { now: string }) => { ok: true; value: JsonValue } | { ok: false; code: string };
const answerOf = (checked: ReturnType<ReturnType<ValueCheck>>): Answer => (checked.ok ? { value: checked.value } : { code: checked.code });

async function browserPlace(bundle: string): Promise<Place> {
  const { valueCheck } = (await import(`data:text/javascript;base64,${Buffer.from(bundle).toString('base64')}`)) as {
    valueCheck: ValueCheck;
  };
  return async (kind, value) => answerOf(valueCheck({ type: kind })(value, { now }));
}

/** A form with one field of each kind, compiled and checked as every sent form is. */
function serverPlace(): Place {
  const text = { 'zh-CN': '证件号码', en: 'Number' };
  const field = (key: string, type: Kind) => ({ section: 's', rank: 'a0', subject: 'applicant', key, type, label: text });
  const form: Form = {
    format: 'lianban.form/1',
    id: 'identifiers',
    name: text,
    department: 'ga',
    version: 1,
    sections: { s: { title: text, rank: 'a0' } },
    fields: { f_id: field('idCard', 'idCard'), f_code: field('uscc', 'uscc') },
  };
  const { plan, findings } = compile(packageOfForm(form, {}));
  if (!plan) throw new Error(`The form does not compile: ${findings[0]?.code}`);
  return async (kind, value) => sent(plan, `applicant.${kind}`, value);
}

function sent(plan: Plan, at: string, value: string): Answer {
  const context = plan.contextOf({}, { outcomes: {}, case: {} });
  const checked = plan.checkFill(plan.fills.n_fill!, { [at]: value }, { context, env: { now }, shared: {}, missing: new Set() });
  return checked.ok ? { value: checked.values[at] ?? null } : { code: checked.problems[0]!.code };
}

function batchPlace(): Place {
  const name = { 'zh-CN': '证件号码', en: 'Number' };
  const resource = {
    keys: { row: { name, type: 'string' } },
    fields: { idCard: { name, type: 'idCard' }, uscc: { name, type: 'uscc' } },
    cardinality: 'one',
  } as unknown as DataResource;
  const plans = Object.fromEntries(
    (['idCard', 'uscc'] as const).map((kind) => [kind, planRows({ resource, elements: {}, columns: ['row', kind], env: { now } })]),
  );
  return async (kind, value) => {
    const made = plans[kind]!.record(['1', value]);
    return made.ok ? { value: (JSON.parse(made.json) as Record<Kind, JsonValue>)[kind] ?? null } : { code: made.problems[0]!.code };
  };
}

/** The same closures as the body of a script, run in an isolate of a sandbox child. */
function sandboxPlace(sandbox: Sandbox, bundle: string): Place {
  const body = bundle.replace(/^import .*from "re2js";$/m, '').replace(/export\s*\{[^}]*\};?\s*$/, '');
  const js = `${body}\nreturn (input) => valueCheck({ type: input.kind })(input.value, { now: input.now });`;
  const script = { id: 'check', js, hash: 'sha256:check', limits: { cpuMs: 2000, heapMb: 64 } };
  return async (kind, value) => {
    const outcome = await sandbox.run({
      region: '330424',
      version: 'cn-identifiers',
      script,
      input: { kind, value, now },
      now,
      seed: 'cn',
    });
    if (!outcome.ok) return { code: `sandbox.${outcome.kind}` };
    return answerOf(outcome.value as unknown as ReturnType<ReturnType<ValueCheck>>);
  };
}
