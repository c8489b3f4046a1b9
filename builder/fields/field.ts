/** What every input gets; texts are already in the reader's language. Native controls only: the portal ships no UI library. */
import type { JsonValue } from '../../runtime/compile/plan.ts';
import type { ValueType } from '../../schemas/generated/documents.ts';

export interface FieldWords {
  yes: string;
  no: string;
  choose: string;
}

export interface FieldProps {
  /** Of the control; the label, hint and error of the question refer to it. */
  id: string;
  type: ValueType;
  value: JsonValue;
  onChange(value: JsonValue): void;
  /** The person left the control or made a choice: a good moment to save. */
  onCommit?(): void;
  codes?: { code: string; name: string }[];
  unit?: string;
  required: boolean;
  invalid: boolean;
  /** Ids of hint and error. */
  describedBy?: string;
  maxLength?: number;
  words: FieldWords;
  /** For names a control brings itself (counties); Chinese when left out. */
  language?: 'zh-CN' | 'en';
}

/** The value as it stands in a text control. */
export function shownText(value: JsonValue): string {
  return value === null || value === undefined || typeof value === 'object' ? '' : String(value);
}

/** Attributes all native controls share. */
export function controlAttributes({ id, required, invalid, describedBy }: FieldProps) {
  return { id, 'aria-required': required, 'aria-invalid': invalid || undefined, 'aria-describedby': describedBy };
}
