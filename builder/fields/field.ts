/** What every input gets; texts are already in the reader's language. Native controls only: the portal ships no UI library. */
import type { JsonValue } from '../../runtime/compile/plan.ts';
import type { ValueType } from '../../schemas/generated/documents.ts';

export interface FieldWords {
  yes: string;
  no: string;
  choose: string;
}

/** A choice; in a cascaded list `parent` is the code of the level above. */
export interface FieldCode {
  code: string;
  name: string;
  parent?: string;
}

/** A column of a table, in the order shown. */
export interface FieldColumn {
  id: string;
  label: string;
  hint?: string;
  type: ValueType;
  codes?: FieldCode[];
  unit?: string;
  required: boolean;
  /** Worked out by the server: shown, never typed. */
  computed?: boolean;
}

export interface FieldProps {
  /** Of the control; the label, hint and error of the question refer to it. */
  id: string;
  type: ValueType;
  value: JsonValue;
  onChange(value: JsonValue): void;
  /** The value as the server settled it last; of a table: its cells that are worked out are read from here. */
  settled?: JsonValue;
  /** The person left the control or made a choice: a good moment to save. */
  onCommit?(): void;
  codes?: FieldCode[];
  unit?: string;
  required: boolean;
  invalid: boolean;
  /** Ids of hint and error. */
  describedBy?: string;
  maxLength?: number;
  words: FieldWords;
  /** For names a control brings itself (counties); Chinese when left out. */
  language?: 'zh-CN' | 'en';
  /** Tables: what a row holds. */
  columns?: FieldColumn[];
  minRows?: number;
  /** Default 50. */
  maxRows?: number;
  /** Rows in one table, or each a group of questions; default `table`. */
  display?: 'table' | 'group';
  /** Files: the material slot they fill. */
  slot?: string;
  /** Kind of field a plugin brings; its control takes the place of that of the type. */
  custom?: string;
  /** Sentences about parts of the value: `2.amount` is the column `amount` of the third row. */
  problems?: Readonly<Record<string, string>>;
}

/** The value as it stands in a text control. */
export function shownText(value: JsonValue): string {
  return value === null || value === undefined || typeof value === 'object' ? '' : String(value);
}

/** Attributes all native controls share. */
export function controlAttributes({ id, required, invalid, describedBy }: FieldProps) {
  return { id, 'aria-required': required, 'aria-invalid': invalid || undefined, 'aria-describedby': describedBy };
}

/** Attributes of a control made of several inputs; the question's label names it. */
export function groupAttributes({ id, describedBy }: FieldProps) {
  return { id, role: 'group', 'aria-labelledby': `${id}-label`, 'aria-describedby': describedBy } as const;
}
