/** The control of a value type: the one place that knows which type is entered how. */
import type { ComponentType } from 'react';
import type { ValueType } from '../../schemas/generated/documents.ts';
import { ChoiceField } from './choice/ChoiceField.tsx';
import { ChoicesField } from './choices/ChoicesField.tsx';
import { DateField } from './date/DateField.tsx';
import type { FieldProps } from './field.ts';
import { LongTextField } from './long-text/LongTextField.tsx';
import { NumberField } from './number/NumberField.tsx';
import { RegionField } from './region/RegionField.tsx';
import { TextField } from './text/TextField.tsx';
import { YesNoField } from './yes-no/YesNoField.tsx';

const controls: Record<ValueType, ComponentType<FieldProps>> = {
  string: TextField,
  idCard: TextField,
  uscc: TextField,
  mobile: TextField,
  email: TextField,
  bankCard: TextField,
  region: RegionField,
  file: TextField,
  text: LongTextField,
  address: LongTextField,
  number: NumberField,
  integer: NumberField,
  money: NumberField,
  date: DateField,
  dateTime: DateField,
  code: ChoiceField,
  codes: ChoicesField,
  boolean: YesNoField,
};

export function FieldControl(props: FieldProps) {
  const Control = controls[props.type];
  return <Control {...props} />;
}

/** True for controls that are a group of inputs: their label is a legend, not a `for`. */
export function isGroup(type: ValueType, codes: number): boolean {
  return type === 'boolean' || type === 'codes' || (type === 'code' && codes <= 7);
}
