/** What a question of the server holds for its control: choices, columns, limits and slot, in the reader's language. */
import type { ValueType } from '../../schemas/generated/documents.ts';
import type { FieldCode, FieldColumn, FieldProps } from './field.ts';

interface Words {
  'zh-CN': string;
  en?: string;
}
interface CodeOf {
  code: string;
  name: Words;
  parent?: string;
}
interface ColumnOf {
  id: string;
  label: Words;
  hint?: Words;
  type: ValueType;
  codes?: CodeOf[];
  unit?: Words;
  required?: boolean;
  computed?: boolean;
}
/** The members of a question that only some types have; a server of before may leave any of them out. */
export interface QuestionParts {
  codes?: CodeOf[];
  columns?: ColumnOf[];
  minRows?: number;
  maxRows?: number;
  display?: 'table' | 'group';
  slot?: string;
}

type Parts = Pick<FieldProps, 'codes' | 'columns' | 'minRows' | 'maxRows' | 'display' | 'slot'>;

export function partsOf(question: QuestionParts, text: (words: Words | undefined) => string): Parts {
  const codesOf = (codes: CodeOf[] | undefined): FieldCode[] | undefined =>
    codes?.map(({ code, name, parent }) => ({ code, name: text(name), parent }));
  return {
    codes: codesOf(question.codes),
    columns: question.columns?.map(
      (column): FieldColumn => ({
        ...column,
        label: text(column.label),
        hint: text(column.hint) || undefined,
        unit: text(column.unit) || undefined,
        codes: codesOf(column.codes),
        required: column.required ?? false,
      }),
    ),
    minRows: question.minRows,
    maxRows: question.maxRows,
    display: question.display,
    slot: question.slot,
  };
}
