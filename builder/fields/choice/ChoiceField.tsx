import { controlAttributes, type FieldProps } from '../field.ts';

/** Up to this many choices are shown at once; more go into a list. */
const openChoices = 7;

export function ChoiceField(props: FieldProps) {
  const { id, value, onChange, onCommit, codes = [], words, describedBy, invalid } = props;
  if (codes.length > openChoices) {
    return (
      <select
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.target.value || null)}
        onBlur={onCommit}
        {...controlAttributes(props)}
      >
        <option value="">{words.choose}</option>
        {codes.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    );
  }
  return (
    <div
      className="choices"
      role="radiogroup"
      id={id}
      aria-labelledby={`${id}-label`}
      aria-describedby={describedBy}
      aria-invalid={invalid || undefined}
    >
      {codes.map(({ code, name }) => (
        <label key={code} className="choice">
          <input
            type="radio"
            name={id}
            checked={value === code}
            onChange={() => {
              onChange(code);
              onCommit?.();
            }}
          />
          <span>{name}</span>
        </label>
      ))}
    </div>
  );
}
