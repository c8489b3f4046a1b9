/** The control of a value type: the one place that knows which type is entered how. */
import type { ComponentType } from 'react';
import type { ValueType } from '../../schemas/generated/documents.ts';
import { AddressField } from './address/AddressField.tsx';
import { BankCardField } from './bank-card/BankCardField.tsx';
import { CascadeField } from './cascade/CascadeField.tsx';
import { ChoiceField } from './choice/ChoiceField.tsx';
import { ChoicesField } from './choices/ChoicesField.tsx';
import { DateField } from './date/DateField.tsx';
import { DateRangeField } from './date-range/DateRangeField.tsx';
import { EmailField } from './email/EmailField.tsx';
import type { FieldProps } from './field.ts';
import './fields.css';
import { FileField } from './file/FileField.tsx';
import { IdCardField } from './id-card/IdCardField.tsx';
import { LongTextField } from './long-text/LongTextField.tsx';
import { MobileField } from './mobile/MobileField.tsx';
import { MoneyField } from './money/MoneyField.tsx';
import { NumberField } from './number/NumberField.tsx';
import { RegionField } from './region/RegionField.tsx';
import { SignatureField } from './signature/SignatureField.tsx';
import { TableField } from './table/TableField.tsx';
import { TextField } from './text/TextField.tsx';
import { UsccField } from './uscc/UsccField.tsx';
import { YesNoField } from './yes-no/YesNoField.tsx';

const controls: Record<ValueType, ComponentType<FieldProps>> = {
  string: TextField,
  idCard: IdCardField,
  uscc: UsccField,
  mobile: MobileField,
  email: EmailField,
  bankCard: BankCardField,
  region: RegionField,
  file: FileField,
  text: LongTextField,
  address: AddressField,
  number: NumberField,
  integer: NumberField,
  money: MoneyField,
  date: DateField,
  dateTime: DateField,
  dateRange: DateRangeField,
  code: ChoiceField,
  codes: ChoicesField,
  cascade: CascadeField,
  boolean: YesNoField,
  signature: SignatureField,
  table: TableField,
};

export function FieldControl(props: FieldProps) {
  const Control = controls[props.type];
  return <Control {...props} />;
}

const groups: readonly ValueType[] = ['boolean', 'codes', 'dateRange', 'cascade', 'signature', 'table'];

/** True for controls that are a group of inputs: their label is a legend, not a `for`. */
export function isGroup(type: ValueType, codes: number): boolean {
  return groups.includes(type) || (type === 'code' && codes <= 7);
}
