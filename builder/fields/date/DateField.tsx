import { controlAttributes, type FieldProps, shownText } from '../field.ts';

/** The phone's own date picker; the value is YYYY-MM-DD whatever the picker shows. */
export function DateField(props: FieldProps) {
  const { type, value, onChange, onCommit } = props;
  return (
    <input
      type={type === 'dateTime' ? 'datetime-local' : 'date'}
      value={shownText(value)}
      onChange={(event) => onChange(event.target.value || null)}
      onBlur={onCommit}
      {...controlAttributes(props)}
    />
  );
}
