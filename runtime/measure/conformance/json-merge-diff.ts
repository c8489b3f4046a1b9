/**
 * Merges, diffs and patches of JSON in a folder, whatever its files are called, against the laws of the merge core. Three-way
 * cases must get the verdict of the set, clean or conflict, and a clean one its result. Pairs (left and right, a document and
 * what a patch makes of it) must be brought over by a one-sided merge, both ways. A difference is explained by a rule that
 * names what our typed merge means otherwise, and checks that it is so; one that no rule explains is wrong.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { JsonValue } from '../../compile/plan.ts';
import { mergeJson } from '../../merge/index.ts';
import { type SuiteCase, type SuiteReport, suiteReport } from './suite.ts';

interface ThreeWay {
  id: string;
  base: JsonValue;
  local: JsonValue;
  remote: JsonValue;
  merged?: JsonValue;
  conflict?: boolean;
}
interface Pair {
  id: string;
  before: JsonValue;
  after: JsonValue;
}
/** A case, or why there is nothing to compare. */
type Read = { kind: 'three'; case: ThreeWay } | { kind: 'pair'; case: Pair } | { kind: 'refused'; id: string; detail: string };
type Json = Record<string, JsonValue>;

export async function runJsonMergeSuite(folder: string): Promise<SuiteReport> {
  const cases: SuiteCase[] = [];
  for (const file of (await readdir(folder, { recursive: true })).sort()) {
    if (!file.endsWith('.json')) continue;
    const entries = entriesOf(JSON.parse(await readFile(path.join(folder, file), 'utf8')) as JsonValue);
    cases.push(...entries.map((entry, at) => judge(read(`${path.basename(file, '.json')} ${at + 1}`, entry))));
  }
  return suiteReport('json-merge-diff', cases);
}

/** Cases wherever they are listed: at the top, or under names. */
function entriesOf(document: JsonValue): JsonValue[] {
  if (Array.isArray(document)) return document;
  if (!isObject(document)) return [];
  const lists = Object.values(document).filter((value) => Array.isArray(value) || isObject(value));
  return read('', document).kind !== 'refused' || lists.length === 0 ? [document] : lists.flatMap(entriesOf);
}

function read(number: string, entry: JsonValue): Read {
  // RFC 7396 as a table: document, patch, result.
  if (Array.isArray(entry) && entry.length === 3) return pair(number, entry[0]!, entry[2]!);
  if (!isObject(entry)) return { kind: 'refused', id: number, detail: 'no-case: not a case of any known form' };
  const name = [entry.test, entry.name, entry.comment].find((one) => typeof one === 'string');
  const id = name === undefined ? number : `${number} ${name}`;
  const has = (...keys: string[]) => keys.every((key) => key in entry);
  if (has('base', 'local', 'remote')) return { kind: 'three', case: { ...(entry as unknown as ThreeWay), id } };
  if (has('left') || has('right'))
    return has('left', 'right') ? pair(id, entry.left!, entry.right!) : refusedAs(id, 'absent-root: one side has no document at all');
  if (entry.disabled === true) return refusedAs(id, 'disabled: switched off by its own set');
  if (has('error'))
    return refusedAs(
      id,
      `patch-language: a patch that must be refused (${JSON.stringify(entry.error)}); versions are compared here, patches are no input`,
    );
  if (has('doc', 'expected')) return pair(id, entry.doc!, entry.expected!);
  if (has('doc', 'patch')) return refusedAs(id, 'no-expectation: a patch without the document it makes');
  const result = ['result', 'expected', 'target', 'after'].find((key) => key in entry);
  const origin = ['original', 'source', 'origin', 'before', 'doc'].find((key) => key in entry);
  if (result && origin) return pair(id, entry[origin]!, entry[result]!);
  return refusedAs(id, 'no-case: not a case of any known form');
}

const pair = (id: string, before: JsonValue, after: JsonValue): Read => ({ kind: 'pair', case: { id, before, after } });
const refusedAs = (id: string, detail: string): Read => ({ kind: 'refused', id, detail });

function judge(one: Read): SuiteCase {
  if (one.kind === 'refused') return { id: one.id, verdict: 'refused', detail: one.detail };
  return one.kind === 'pair' ? judgePair(one.case) : judgeThree(one.case);
}

/** One side changed: its version is the result, whichever side it is and whichever way it goes. */
function judgePair({ id, before, after }: Pair): SuiteCase {
  const ways: [string, JsonValue, ReturnType<typeof mergeJson>][] = [
    ['upstream', after, mergeJson({ base: before, ours: before, theirs: after })],
    ['local', after, mergeJson({ base: before, ours: after, theirs: before })],
    ['both', after, mergeJson({ base: before, ours: after, theirs: after })],
    ['back', before, mergeJson({ base: after, ours: after, theirs: before })],
  ];
  const wrong = ways.find(([, wanted, { result, open }]) => open.length > 0 || !same(result, wanted));
  return wrong
    ? { id, verdict: 'wrong', detail: `${wrong[0]}: ${JSON.stringify(wrong[2])}, wanted ${JSON.stringify(wrong[1])}` }
    : { id, verdict: 'right', detail: '' };
}

interface Compared extends ThreeWay {
  result: JsonValue;
  open: string[];
}
interface Rule {
  name: string;
  /** What ours means otherwise. */
  means: string;
  verdict: 'right' | 'refused';
  explains: (compared: Compared) => boolean;
}
/** Differences that are meant, the first that explains one wins. */
const rules: readonly Rule[] = [
  {
    name: 'open-holds-ours',
    means: 'while a conflict is open the result holds ours; the set leaves what both began with, or what both agree on',
    verdict: 'right',
    explains: ({ conflict, open }) => conflict === true && open.length > 0,
  },
  {
    name: 'no-verdict',
    means: 'the set gives no verdict: it shows only that where both differ neither was taken, and neither is here without a decision',
    verdict: 'right',
    explains: ({ conflict, open, merged, base }) => conflict === undefined && open.length > 0 && same(merged, base),
  },
  {
    name: 'list-entry-is-one',
    means: 'an entry of a list has no id: changed on both sides it is one question, while the set looks inside it',
    verdict: 'refused',
    explains: ({ conflict, open, base, local, remote }) =>
      conflict === false && open.length > 0 && open.every((key) => [base, local, remote].every((tree) => Array.isArray(at(tree, key)))),
  },
  {
    name: 'deletion-and-change',
    means: 'what one side took out and the other changed is always a question',
    verdict: 'refused',
    explains: ({ conflict, open, local, remote }) =>
      conflict === false && open.length > 0 && open.every((key) => (at(local, key) === undefined) !== (at(remote, key) === undefined)),
  },
  {
    name: 'same-place-in-other-lists',
    means: 'both added to a list at different places: both are kept',
    verdict: 'refused',
    explains: ({ conflict, open, base, local, remote, result }) =>
      conflict === true &&
      open.length === 0 &&
      [base, local, remote, result].every(Array.isArray) &&
      holdsBoth(result as JsonValue[], [local, remote] as JsonValue[][]),
  },
];

function judgeThree(given: ThreeWay): SuiteCase {
  const { id, base, local, remote, merged, conflict } = given;
  const { result, open } = mergeJson({ base, ours: local, theirs: remote });
  const isVerdict = conflict === undefined || conflict === open.length > 0;
  if (isVerdict && (merged === undefined || same(result, merged))) return { id, verdict: 'right', detail: '' };
  const rule = rules.find(({ explains }) => explains({ ...given, result, open }));
  if (rule) return { id, verdict: rule.verdict, detail: `${rule.name}: ${rule.means}` };
  const came = open.length > 0 ? `conflict at ${open.join(', ')}` : JSON.stringify(result);
  return { id, verdict: 'wrong', detail: `wanted ${conflict ? 'a conflict' : JSON.stringify(merged)}, came ${came}` };
}

function holdsBoth(result: JsonValue[], sides: JsonValue[][]): boolean {
  return sides.every((side) => side.every((value) => result.some((other) => same(other, value))));
}

const isObject = (value: JsonValue | undefined): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
function at(tree: JsonValue, key: string): JsonValue | undefined {
  const names = key.split('/').slice(1);
  return names.reduce<JsonValue | undefined>(
    (value, name) => (isObject(value) ? value[name.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined),
    tree,
  );
}
/** Whatever the order of members. */
function same(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (isObject(a) && isObject(b))
    return Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((key) => key in b && same(a[key], b[key]));
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value, place) => same(value, b[place]));
  return a === b;
}
