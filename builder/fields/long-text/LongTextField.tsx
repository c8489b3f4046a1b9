import { controlAttributes, type FieldProps, shownText } from '../field.ts';

export function LongTextField(props: FieldProps) {
  const { type, value, onChange, onCommit, maxLength } = props;
  return (
    <textarea
      rows={type === 'address' ? 2 : 4}
      value={shownText(value)}
      maxLength={maxLength}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onCommit}
      {...controlAttributes(props)}
    />
  );
}
