/** What must be true at the end of a case test, compared with what is. */

import type { CaseExpectation, Text } from '../../schemas/generated/documents.ts';
import type { JsonValue, Plan } from '../compile/plan.ts';
import { assistNewsNames } from '../engine/assist-news.ts';
import type { CaseState } from '../engine/types.ts';
import type { CaseProblem, Sent } from './types.ts';
import {
  clockName,
  departmentName,
  listWords,
  nodeName,
  notificationName,
  outcomeName,
  pathName,
  sentence,
  statusName,
  valueWords,
} from './words.ts';

export interface Ending {
  plan: Plan;
  state: CaseState;
  asked: readonly string[];
  sent: readonly Sent[];
}

/** Every expectation that is not met; all of them, not the first. */
export function checkExpectations(expect: CaseExpectation, ending: Ending): CaseProblem[] {
  const { plan, state, asked, sent } = ending;
  const problems: CaseProblem[] = [];
  if (state.status !== expect.status) problems.push(wrongStatus(expect.status, ending));
  const incident = Object.values(state.incidents)[0];
  if (incident) problems.push(broken(plan, incident.node, incident.code, incident.detail));
  const sets: [keyof CaseExpectation & string, readonly string[], (plan: Plan, id: string) => Text, Text][] = [
    ['departments', departmentsOf(state), departmentName, { 'zh-CN': '办理过的部门', en: 'Departments that decided' }],
    ['asked', asked, pathName, { 'zh-CN': '申请人要填的字段', en: 'Fields the applicant types' }],
    ['issued', Object.keys(state.issued), outcomeName, { 'zh-CN': '出具的结果', en: 'Documents issued' }],
    ['notified', notified(sent), notificationName, { 'zh-CN': '发出的通知', en: 'Messages sent' }],
  ];
  for (const [key, got, nameOf, what] of sets) {
    const expected = expect[key] as readonly string[] | undefined;
    if (expected) problems.push(...differentSet({ code: `expect.${key}`, what, expected, got, nameOf: (id) => nameOf(plan, id) }));
  }
  for (const [clock, due] of Object.entries(expect.due ?? {})) problems.push(...checkDue(ending, clock, due));
  for (const [path, value] of Object.entries(expect.fields ?? {})) problems.push(...checkField(ending, path, value as JsonValue));
  for (const node of expect.visited ?? []) if (!state.visits[node]) problems.push(visit(plan, node, true));
  for (const node of expect.notVisited ?? []) if (state.visits[node]) problems.push(visit(plan, node, false));
  return problems;
}

/** Departments with a finished desk task. */
export function departmentsOf(state: CaseState): string[] {
  const desks = Object.values(state.tasks).filter((task) => task.kind === 'desk' && task.status === 'done');
  return [...new Set(desks.map((task) => task.department!))];
}

function notified(sent: readonly Sent[]): string[] {
  return [...new Set(sent.filter((one) => one.kind === 'notify' && !Object.hasOwn(assistNewsNames, one.of)).map((one) => one.of))];
}

function wrongStatus(expected: string, { plan, state }: Ending): CaseProblem {
  const waiting = [...new Set(Object.values(state.tokens).map((token) => token.node))].map((node) => nodeName(plan, node));
  const message = sentence((say, language) => {
    const at =
      waiting.length > 0 ? (language === 'en' ? `, now at: ${say(listWords(waiting))}` : `，停在：${say(listWords(waiting))}`) : '';
    return language === 'en'
      ? `The case should be “${say(statusName(expected))}” but is “${say(statusName(state.status))}”${at}.`
      : `办件应为「${say(statusName(expected))}」，实际是「${say(statusName(state.status))}」${at}。`;
  });
  const at = (Object.values(state.tasks).find(({ status }) => status === 'open') ?? Object.values(state.tokens)[0])?.node;
  return { code: 'expect.status', message, ...(at === undefined ? {} : { about: at }), expected, got: state.status };
}

function broken(plan: Plan, node: string, code: string, detail?: string): CaseProblem {
  const message = sentence((say, language) =>
    language === 'en'
      ? `“${say(nodeName(plan, node))}” failed and waits for a person.`
      : `「${say(nodeName(plan, node))}」出错，要人处理。`,
  );
  return { code: 'expect.incident', message, about: node, got: detail === undefined ? code : `${code}: ${detail}` };
}

interface SetDifference {
  code: string;
  what: Text;
  expected: readonly string[];
  got: readonly string[];
  nameOf: (id: string) => Text;
}

function differentSet({ code, what, expected, got, nameOf }: SetDifference): CaseProblem[] {
  const missing = expected.filter((id) => !got.includes(id));
  const extra = got.filter((id) => !expected.includes(id));
  if (missing.length + extra.length === 0) return [];
  const message = sentence((say, language) => {
    const names = (ids: string[]) => say(listWords(ids.map(nameOf)));
    const parts = [
      ...(missing.length > 0 ? [language === 'en' ? `missing ${names(missing)}` : `缺少 ${names(missing)}`] : []),
      ...(extra.length > 0 ? [language === 'en' ? `not expected ${names(extra)}` : `多出 ${names(extra)}`] : []),
    ];
    return language === 'en' ? `${say(what)}: ${parts.join('; ')}.` : `${say(what)}：${parts.join('；')}。`;
  });
  return [{ code, message, expected: [...expected].sort(), got: [...got].sort() }];
}

function checkDue({ plan, state }: Ending, clock: string, expected: string): CaseProblem[] {
  const got = state.clocks[clock]?.due ?? null;
  if (got === expected) return [];
  const message = sentence((say, language) => {
    const name = say(clockName(plan, clock));
    if (got === null)
      return language === 'en'
        ? `“${name}” should be due on ${expected} but has no date.`
        : `「${name}」应在 ${expected} 到期，实际没有日期。`;
    return language === 'en'
      ? `“${name}” should be due on ${expected} but is due on ${got}.`
      : `「${name}」应在 ${expected} 到期，实际是 ${got}。`;
  });
  return [{ code: 'expect.due', message, about: clock, expected, got }];
}

function checkField({ plan, state }: Ending, path: string, expected: JsonValue): CaseProblem[] {
  const got = state.fields[path]?.value ?? null;
  if (equal(got, expected)) return [];
  const message = sentence((say, language) => {
    const [name, want, is] = [say(pathName(plan, path)), valueWords(plan, path, expected, language), valueWords(plan, path, got, language)];
    return language === 'en' ? `“${name}” should be ${want} but is ${is}.` : `「${name}」应为 ${want}，实际是 ${is}。`;
  });
  return [{ code: 'expect.field', message, about: path, expected, got }];
}

function visit(plan: Plan, node: string, wanted: boolean): CaseProblem {
  const message = sentence((say, language) => {
    const name = say(nodeName(plan, node));
    if (language === 'en') return wanted ? `The case should pass “${name}” but did not.` : `The case should not pass “${name}” but did.`;
    return wanted ? `应经过「${name}」，实际没有。` : `不应经过「${name}」，实际经过了。`;
  });
  return { code: wanted ? 'expect.visited' : 'expect.notVisited', message, about: node, expected: wanted, got: !wanted };
}

/** Nothing, an empty text and an empty list are all "no value" to the engine. */
const isEmpty = (value: JsonValue | undefined): boolean => (value ?? '') === '' || (Array.isArray(value) && value.length === 0);

/** Equality of JSON values, whatever the order of keys. */
function equal(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b || (isEmpty(a) && isEmpty(b))) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Record<string, JsonValue>, b as Record<string, JsonValue>];
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && equal(left[key], right[key]));
}
