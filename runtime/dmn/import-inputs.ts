/** Input data of a model -> values of a case, asked for on one form. */
import { type Draft, inputSubject, knownAt, pathNamed, subjectNamed, tell, texts } from './draft.ts';
import { first, nameOf, own, type Xml } from './elements.ts';
import type { Known } from './rewrite.ts';
import { listedTests } from './rewrite.ts';
import { keptAs, type ModelType } from './types.ts';

/** Groups every case has: nobody is asked for them. */
const given = new Set(['case', 'outcome', 'param']);

/** What expressions see under the name of an input. */
export function importInput(draft: Draft, element: Xml): Known {
  const name = nameOf(first(element, 'variable')) || nameOf(element);
  const type = draft.types.of(first(element, 'variable')?.attributes.typeRef);
  if (own(element, 'group') && given.has(name)) return givenGroup(draft, element, name, type);
  if (type?.kind === 'record' && !type.list) return record(draft, element, name, type);
  const subject = inputSubject(draft);
  return scalar(draft, { element, name, subject, type, path: pathNamed(draft, subject, name) });
}

function givenGroup(draft: Draft, element: Xml, name: string, type: ModelType | undefined): Known {
  const parts = type?.kind === 'record' ? [...type.parts] : [];
  const known = parts.map(([key, part]): [string, Known] => [
    key,
    knownAt(`${name}.${key}`, part.kind === 'simple' ? part.type : 'string'),
  ]);
  const mapped = { zh: `就是场景里的 ${name}。`, en: `This is ${name} of every scenario.`, to: name };
  if (name === 'param')
    tell(draft, element, 'loss', {
      zh: '参数的值不在模型里，请在场景里设置。',
      en: 'The values of parameters are not in the model: set them in the scenario.',
    });
  else tell(draft, element, 'mapped', mapped);
  return { kind: 'record', parts: new Map(known) };
}

function record(draft: Draft, element: Xml, name: string, type: ModelType & { kind: 'record' }): Known {
  const subject = subjectNamed(draft, name, 'input');
  const parts = [...type.parts].map(([part, partType]): [string, Known] => [
    part,
    scalar(draft, { element, name: part, subject, type: partType, path: pathNamed(draft, subject, part), quiet: true }),
  ]);
  tell(draft, element, 'mapped', {
    zh: `成为一组数据，共 ${parts.length} 项。`,
    en: `Became a group of ${parts.length} values.`,
    to: `subjects/${subject}`,
  });
  return { kind: 'record', parts: new Map(parts) };
}

interface Scalar {
  element: Xml;
  name: string;
  subject: string;
  type: ModelType | undefined;
  path: string;
  /** One line for the whole record is enough. */
  quiet?: boolean;
}

function scalar(draft: Draft, { element, name, subject, type, path, quiet }: Scalar): Known {
  const refuse = (zh: string, en: string): Known => {
    tell(draft, element, 'refused', { zh: `「${name}」${zh}`, en: `“${name}” ${en}` });
    return { kind: 'refused', why: { zh: `用到了不能导入的「${name}」`, en: `it reads “${name}”, which cannot be imported` } };
  };
  if (type === undefined || type.kind === 'unknown') return untyped(draft, { element, name, subject, type, path, quiet });
  if (type.kind === 'record')
    return refuse('是嵌套的一组数据，办件里的数据只分两层。', 'is a record inside a record; values of a case have two levels only.');
  if (type.list) {
    const codes = codesOf(type.allowed);
    if (type.type !== 'string' || !codes)
      return refuse('是一个列表，办件里只有代码可以多选。', 'is a list; in a case only codes can be several.');
    draft.fields.set(path, { subject, key: keyOf(path), label: texts(name), type: 'codes', codes });
    if (!quiet) tell(draft, element, 'mapped', { zh: '成为多选的代码。', en: 'Became codes of which several may be chosen.', to: path });
    return knownAt(path, 'codes');
  }
  const { type: kept, read } = keptAs(type.type);
  draft.fields.set(path, { subject, key: keyOf(path), label: texts(name), type: kept });
  if (read)
    tell(draft, element, 'loss', {
      zh: `「${name}」按文字填写（如 ${read === 'time' ? '09:00:00' : 'P3D'}），计算时再转换。`,
      en: `“${name}” is typed as text (such as ${read === 'time' ? '09:00:00' : 'P3D'}) and read by ${read}().`,
      to: path,
    });
  else if (!quiet) tell(draft, element, 'mapped', { zh: '成为一项要填写的数据。', en: 'Became a value that is asked for.', to: path });
  return knownAt(path, type.type);
}

function untyped(draft: Draft, { element, name, subject, path, type }: Scalar): Known {
  draft.fields.set(path, { subject, key: keyOf(path), label: texts(name), type: 'string' });
  const what =
    type?.kind === 'unknown'
      ? { zh: `类型 ${type.name} 没有定义`, en: `its type ${type.name} is not defined` }
      : { zh: '没有写类型', en: 'it has no type' };
  tell(draft, element, 'loss', { zh: `「${name}」${what.zh}，按文字处理。`, en: `“${name}” is taken as text: ${what.en}.`, to: path });
  return knownAt(path, 'string');
}

const keyOf = (path: string): string => path.slice(path.indexOf('.') + 1);

/** A code list of allowed texts, when each can be a code. */
export function codesOf(allowed: string | undefined) {
  const values = allowed ? listedTests(allowed) : [];
  const codes = values.map((value) => /^"([A-Za-z0-9_.-]{1,32})"$/.exec(value)?.[1]);
  if (codes.length === 0 || codes.some((code) => code === undefined)) return undefined;
  return Object.fromEntries(codes.map((code, index) => [code!, { name: texts(code!), rank: `a${String(index).padStart(3, '0')}` }]));
}
