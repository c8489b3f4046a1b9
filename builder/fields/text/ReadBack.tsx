import { type FieldProps, shownText } from '../field.ts';
import { filled, ownWords } from '../own-words.ts';
import { grouped } from './grouped.ts';

/** The number in groups under its input: typed as people like, checked at a glance. */
export function ReadBack({ value, sizes, language }: Pick<FieldProps, 'value' | 'language'> & { sizes: readonly number[] }) {
  const words = grouped(shownText(value), sizes);
  return words ? <small className="read-back">{filled(ownWords(language).readBack, { value: words })}</small> : null;
}
