/** Changes in the words of the people who decide about them (MG25-MG27). */
import type { Text } from '../../../schemas/generated/documents.ts';
import type { JsonValue, ScenarioPackage } from '../../compile/plan.ts';
import { commonPlaces } from '../sequences.ts';
import { equal, isObject, type Maybe, type Path, pathOfKey } from '../tree.ts';
import type { Change, ChangeKind, LockCode, MergeItem } from '../types.ts';
import { elementName, elementTitle, find, type Place, placesOf, type Sources } from './names.ts';
import { entryInWords, valueInWords } from './values.ts';
import { lookUp, propertyWords, stepWords, textOf, type Words, wordsOfText } from './words.ts';

/** Packages names are looked up in. */
export interface SentencePackages {
  before?: ScenarioPackage;
  after?: ScenarioPackage;
  base?: ScenarioPackage;
  ours?: ScenarioPackage;
  theirs?: ScenarioPackage;
}

/** What the two sides are called in a conflict. */
export interface Sides {
  ours: Text;
  theirs: Text;
}
const usualSides: Sides = { ours: { 'zh-CN': '本县', en: 'we' }, theirs: { 'zh-CN': '上游新版', en: 'upstream' } };

/**
 * One change as a sentence, without any id: 「医保参保登记」办理时限 由 5 个工作日 改为 3 个工作日. A conflict says what
 * upstream did and what we did.
 */
export function changeSentence(change: Change | MergeItem, packages: SentencePackages, sides: Sides = usualSides): Text {
  const { before, after, base, ours, theirs } = packages;
  const sources = [after, theirs, ours, before, base].filter((one) => one !== undefined);
  const path = pathOfKey(change.key);
  if (!('state' in change))
    return textOf(said(sources, { path, kind: change.kind, was: change.before, is: change.after, into: change.into }));
  const by = (is: Maybe): Words =>
    said(sources, {
      path,
      kind: change.kind === 'renamed' || (change.kind === 'split' && is === undefined) ? change.kind : kindOfStep(path, change.base, is),
      was: change.base,
      is,
      into: change.into,
    });
  if (change.state !== 'conflict') return textOf(by(change.state === 'ours' ? change.ours : change.theirs));
  return textOf(conflict(sources, { change, path, by, sides }));
}

interface Said {
  path: Path;
  kind: ChangeKind;
  was: Maybe;
  is: Maybe;
  into?: string[];
}

function kindOfStep(path: Path, was: Maybe, is: Maybe): ChangeKind {
  if (was === undefined) return 'added';
  if (is === undefined) return 'removed';
  return ['rank', 'parent', 'section'].includes(path.at(-1)!) ? 'moved' : 'changed';
}

/** What upstream did, what we did, and why ours may not stay. */
function conflict(
  sources: Sources,
  { change, path, by, sides }: { change: MergeItem; path: Path; by: (is: Maybe) => Words; sides: Sides },
): Words {
  const { base, ours, theirs, locked } = change;
  const [us, them] = [wordsOfText(sides.ours), wordsOfText(sides.theirs)];
  const end = locked ? lockWords[locked] : (['', ''] as const);
  if (equal(base, theirs)) return join([us[0], us[1]], by(ours), end);
  if (equal(base, ours)) {
    const kept: Words = theirs === undefined ? ['还在使用它', 'still use it'] : ['还没有它', 'do not have it'];
    return join(them, by(theirs), [`；${us[0]}${kept[0]}${end[0]}`, `; ${us[1]} ${kept[1]}${end[1]}`]);
  }
  const own = ownWords(sources, path, change);
  return join(them, by(theirs), [`；${us[0]}${own[0]}${end[0]}`, `; ${us[1]} ${own[1]}${end[1]}`]);
}
const join = (who: Words, what: Words, end: Words): Words => [`${who[0]}：${what[0]}${end[0]}`, `${who[1]}: ${what[1]}${end[1]}`];

const lockWords: Record<LockCode, Words> = {
  locked: ['（模板锁定，须恢复）', ' (locked by the template: to be put back)'],
  range: ['（超出模板允许的范围）', ' (outside what the template allows)'],
  insert: ['（模板在这里只允许增加）', ' (the template allows only adding here)'],
  bypassed: ['（模板锁定的环节不能绕过）', ' (a locked step cannot be bypassed)'],
  locks: ['（模板的锁定不能改）', ' (locks of the template cannot be changed)'],
  must: ['（本次更新必须采纳）', ' (this release must be taken)'],
};

/** Our side of a conflict, short: the element was named already. */
function ownWords(sources: Sources, path: Path, { base, ours }: MergeItem): Words {
  if (ours === undefined) return ['已删去', 'have removed it'];
  if (base === undefined) return ['也加了，内容不同', 'have added it too, differently'];
  const words = valuesAt(sources, path, ours);
  if (words) return [`已改为 ${words[0]}`, `have changed it to ${words[1]}`];
  return ['也改了它', 'have changed it too'];
}

function said(sources: Sources, { path, kind, was, is, into }: Said): Words {
  const { places, rest } = placesOf(path);
  const last = places.at(-1);
  if (kind === 'split' && into && last) return splitWords(sources, last, into);
  if (kind === 'renamed' && last)
    return sentence(elementTitle(sources, last), ['换了编号，仍是同一个', 'got another id and is still the same']);
  if (last?.map === 'layout') return sentence(elementName(sources, last), ['在图上的位置有调整', 'moved on the picture']);
  if (last && rest.length === 0 && isElement(was, is)) return elementChange(sources, places, { was, is });
  return propertyChange(sources, { path, places, rest, was, is });
}

const isElement = (was: Maybe, is: Maybe) => isObject(is ?? was) && !('zh-CN' in ((is ?? was) as object));
const sentence = (subject: Words, what: Words): Words => [`${subject[0]}${what[0]}`, `${capital(subject[1])} ${what[1]}`];
const capital = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1);

function splitWords(sources: Sources, place: Place, into: string[]): Words {
  const parts = into.map((key) => pathOfKey(key)).map((path) => elementName(sources, { map: path.at(-2)!, id: path.at(-1)!, path }));
  return sentence(elementName(sources, place), [
    `拆成了${parts.map(([zh]) => zh).join('')}`,
    `was split into ${parts.map(([, en]) => en).join(' and ')}`,
  ]);
}

/** An element that is new, gone, or another one under the same id. */
function elementChange(sources: Sources, places: readonly Place[], { was, is }: { was: Maybe; is: Maybe }): Words {
  const title = elementTitle(sources, places.at(-1)!);
  const owner = places.length > 1 ? elementName(sources, places.at(-2)!) : undefined;
  const inside: Words = owner ? [`${owner[0]}`, ` in ${owner[1]}`] : ['', ''];
  if (was === undefined) return [`${inside[0]}新增${title[0]}`, `Added ${title[1]}${inside[1]}`];
  if (is === undefined) return [`${inside[0]}删去${title[0]}`, `Removed ${title[1]}${inside[1]}`];
  const [from, to] = [was, is].map((value) => (isObject(value) ? lookUp(stepWords, String(value.kind)) : undefined));
  if (from && to && from !== to) return sentence(title, [`由「${from[0]}」改为「${to[0]}」`, `changed from ${from[1]} to ${to[1]}`]);
  return sentence(title, ['有改动', 'changed']);
}

interface Property {
  path: Path;
  places: readonly Place[];
  rest: Path;
  was: Maybe;
  is: Maybe;
}

function propertyChange(sources: Sources, { path, places, rest, was, is }: Property): Words {
  const subject = subjectOf(sources, places);
  const property = propertyOf(sources, places, rest);
  const about: Words = [`${subject[0]}${property[0]}`, `${subject[1]}: ${property[1]}`];
  const name = path.at(-1)!;
  if (name === 'rank') return sentence(subject, ['的次序有调整', 'changed its place']);
  if (name === 'source' && typeof was === 'string' && typeof is === 'string') return scriptChange(subject, was, is);
  if (Array.isArray(was) && Array.isArray(is)) return listChange(sources, { about, name, was, is });
  const [from, to] = [was, is].map((value) => (value === undefined ? undefined : valuesAt(sources, path, value)));
  if (was === undefined)
    return to ? [`${about[0]} 设为 ${to[0]}`, `${about[1]} set to ${to[1]}`] : [`${about[0]} 新设`, `${about[1]} was added`];
  if (is === undefined)
    return from
      ? [`${about[0]} 不再设置（原为 ${from[0]}）`, `${about[1]} was taken out (it was ${from[1]})`]
      : [`${about[0]} 不再设置`, `${about[1]} was taken out`];
  if (!from || !to || (from[0] === to[0] && from[1] === to[1])) return [`${about[0]} 有改动`, `${about[1]} changed`];
  // A text changed in one language only reads the same in the other.
  if (from[0] === to[0]) return [`${about[0]} 的英文有改动`, `${about[1]} changed from ${from[1]} to ${to[1]}`];
  const english = from[1] === to[1] ? `${about[1]} changed in Chinese` : `${about[1]} changed from ${from[1]} to ${to[1]}`;
  return [`${about[0]} 由 ${from[0]} 改为 ${to[0]}`, english];
}

function valuesAt(sources: Sources, path: Path, value: JsonValue): Words | undefined {
  const map = { section: 'sections', element: 'elements', resource: 'resources' }[path.at(-1)!];
  if (map !== undefined && typeof value === 'string') {
    const place = { map, id: value, path: map === 'sections' ? [...path.slice(0, 2), map, value] : [map, value] };
    return find(sources, place.path) === undefined ? undefined : elementName(sources, place);
  }
  const cell = path.at(-2) === 'when' || path.at(-2) === 'then';
  return valueInWords(sources, { name: cell ? path.at(-2)! : path.at(-1)!, value, element: find(sources, path.slice(0, -1)) });
}

/** The element a property belongs to, inside what it belongs to: 「登记审核」的「同意」. */
function subjectOf(sources: Sources, places: readonly Place[]): Words {
  if (places.length === 0) {
    const name = find(sources, ['scenario', 'name']);
    return isObject(name) ? [`「${String(name['zh-CN'])}」`, `“${String(name.en ?? name['zh-CN'])}”`] : ['场景', 'The scenario'];
  }
  const shown = places.filter(({ map }) => map !== 'when' && map !== 'then');
  const names = shown.slice(-2).map((place) => elementName(sources, place));
  return names.length === 1 ? names[0]! : [`${names[0]![0]}的${names[1]![0]}`, `${names[1]![1]} of ${names[0]![1]}`];
}

function propertyOf(sources: Sources, places: readonly Place[], rest: Path): Words {
  const last = places.at(-1);
  if (rest.length === 0 && last) {
    const [zh, en] = elementTitle(sources, last);
    return last.map === 'when' || last.map === 'then' ? [zh, en] : ['', 'value'];
  }
  const known = rest.map((name) => lookUp(propertyWords, name)).filter((words) => words !== undefined);
  if (known.length === 0) return ['设置', 'setting'];
  return [known.map(([zh]) => zh).join('的'), known.map(([, en]) => en).join(', ')];
}

function scriptChange(subject: Words, was: string, is: string): Words {
  const [a, b] = [was.split(/\r\n|\n|\r/), is.split(/\r\n|\n|\r/)];
  const kept = commonPlaces(a, b, (x, y) => x === y).length;
  const [gone, come] = [a.length - kept, b.length - kept];
  if (gone + come === 0) return sentence(subject, ['换行方式有改动', 'changed its line ends']);
  return [`脚本${subject[0]}的内容有改动：增 ${come} 行、减 ${gone} 行`, `Script ${subject[1]}: ${come} lines added, ${gone} removed`];
}

function listChange(sources: Sources, { about, name, was, is }: { about: Words; name: string; was: JsonValue[]; is: JsonValue[] }): Words {
  const has = (list: JsonValue[], value: JsonValue) => list.some((other) => equal(other, value));
  const [come, gone] = [is.filter((value) => !has(was, value)), was.filter((value) => !has(is, value))];
  if (come.length + gone.length === 0) return [`${about[0]} 的次序有调整`, `${about[1]}: the order changed`];
  const named = (list: JsonValue[]): Words => {
    const words = list.map((value) => entryInWords(sources, name, value));
    if (words.some((one) => one === undefined) || words.length > 4) return [`${list.length} 项`, `${list.length} entries`];
    return [words.map((one) => one![0]).join('、'), words.map((one) => one![1]).join(', ')];
  };
  const zh = [come.length > 0 ? `增加 ${named(come)[0]}` : '', gone.length > 0 ? `减少 ${named(gone)[0]}` : ''].filter(Boolean).join('，');
  const en = [come.length > 0 ? `added ${named(come)[1]}` : '', gone.length > 0 ? `removed ${named(gone)[1]}` : '']
    .filter(Boolean)
    .join('; ');
  return [`${about[0]} ${zh}`, `${about[1]}: ${en}`];
}
