import { controlAttributes, type FieldProps, shownText } from '../field.ts';

/** Numbers stay text while typed; money stays text for good, because yuan with two places is no floating point number. */
export function numberOf(text: string, type: FieldProps['type']): string | number | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (type === 'money') return trimmed;
  // Whatever is no number stays as it was typed, so that the check can say so and nothing is lost.
  return Number.isFinite(Number(trimmed)) && !/[.]$/.test(trimmed) ? Number(trimmed) : trimmed;
}

export function NumberField(props: FieldProps) {
  const { type, value, onChange, onCommit, unit, id } = props;
  return (
    <span className="with-unit">
      <input
        type="text"
        inputMode={type === 'integer' ? 'numeric' : 'decimal'}
        autoComplete="off"
        value={shownText(value)}
        onChange={(event) => onChange(numberOf(event.target.value, type))}
        onBlur={onCommit}
        {...controlAttributes(props)}
      />
      {unit && <span id={`${id}-unit`}>{unit}</span>}
    </span>
  );
}
