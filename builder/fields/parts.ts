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
  custom?: string;
}

type Parts = Pick<FieldProps, 'codes' | 'columns' | 'minRows' | 'maxRows' | 'display' | 'slot' | 'custom'>;

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
    custom: question.custom,
  };
}

interface ProblemAt {
  path: string;
  row?: number;
  column?: string;
  message: Words;
}

/** Problems of one question: what is said of the whole, and what is said at a cell of its table. */
export function problemsAt(
  problems: readonly ProblemAt[],
  path: string,
  text: (words: Words | undefined) => string,
): { error: string | undefined; cells: Record<string, string> } {
  const own = problems.filter((one) => one.path === path);
  const cells: Record<string, string> = {};
  for (const { row, column, message } of own) if (row !== undefined && column !== undefined) cells[`${row}.${column}`] ??= text(message);
  const [whole] = own.filter(({ row, column }) => row === undefined || column === undefined);
  return { error: whole && text(whole.message), cells };
}

/** The same, where problems are kept by a key each. */
export const problemKey = ({ path, row, column }: Pick<ProblemAt, 'path' | 'row' | 'column'>): string =>
  row === undefined || column === undefined ? path : `${path}#${row}.${column}`;

export const cellsOf = (problems: Readonly<Record<string, string>>, path: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(problems).flatMap(([key, words]) => (key.startsWith(`${path}#`) ? [[key.slice(path.length + 1), words]] : [])),
  );
