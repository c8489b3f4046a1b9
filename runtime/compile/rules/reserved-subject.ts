import { at, en, error, zh } from '../finding.ts';
import type { Rule } from './rule.ts';

/** Names expressions use for something else: a subject called `param` would hide every parameter. */
const reserved = new Set(['param', 'outcome', 'case', 'row']);

export const reservedSubject: Rule = ({ pkg }) =>
  Object.entries(pkg.scenario.subjects)
    .filter(([id]) => reserved.has(id))
    .map(([id, subject]) =>
      error(
        'reserved-subject',
        at('subjects', id),
        `对象${zh(subject.name)}的编号「${id}」在表达式中另有用途：请换一个编号。`,
        `The id “${id}” of the subject ${en(subject.name)} means something else in expressions: choose another id.`,
      ),
    );
