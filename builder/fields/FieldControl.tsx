/** The control of a value type: the one place that knows which type is entered how. */
import { type ComponentType, lazy, Suspense } from 'react';
import type { ValueType } from '../../schemas/generated/documents.ts';
import { controls as custom } from '../plugins/configured.ts';
import { BankCardField } from './bank-card/BankCardField.tsx';
import { ChoiceField } from './choice/ChoiceField.tsx';
import { ChoicesField } from './choices/ChoicesField.tsx';
import { DateField } from './date/DateField.tsx';
import { EmailField } from './email/EmailField.tsx';
import type { FieldProps } from './field.ts';
import './fields.css';
import { IdCardField } from './id-card/IdCardField.tsx';
import { LongTextField } from './long-text/LongTextField.tsx';
import { MobileField } from './mobile/MobileField.tsx';
import { MoneyField } from './money/MoneyField.tsx';
import { NumberField } from './number/NumberField.tsx';
import { TextField } from './text/TextField.tsx';
import { UsccField } from './uscc/UsccField.tsx';
import { YesNoField } from './yes-no/YesNoField.tsx';

// Large and seldom: a form without them does not wait for their script.
const AddressField = lazy(async () => ({ default: (await import('./address/AddressField.tsx')).AddressField }));
const CascadeField = lazy(async () => ({ default: (await import('./cascade/CascadeField.tsx')).CascadeField }));
const DateRangeField = lazy(async () => ({ default: (await import('./date-range/DateRangeField.tsx')).DateRangeField }));
const FileField = lazy(async () => ({ default: (await import('./file/FileField.tsx')).FileField }));
const RegionField = lazy(async () => ({ default: (await import('./region/RegionField.tsx')).RegionField }));
const SignatureField = lazy(async () => ({ default: (await import('./signature/SignatureField.tsx')).SignatureField }));
const TableField = lazy(async () => ({ default: (await import('./table/TableField.tsx')).TableField }));

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
  const Control = (props.custom !== undefined && custom[props.custom]) || controls[props.type];
  return (
    <Suspense fallback={<span className="control" aria-busy />}>
      <Control {...props} />
    </Suspense>
  );
}

const groups: readonly ValueType[] = ['boolean', 'codes', 'dateRange', 'cascade', 'signature', 'table'];

/** True for controls that are a group of inputs: their label is a legend, not a `for`. */
export function isGroup(type: ValueType, codes: number): boolean {
  return groups.includes(type) || (type === 'code' && codes <= 7);
}
