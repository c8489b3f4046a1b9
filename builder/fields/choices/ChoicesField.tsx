import type { FieldProps } from '../field.ts';

export function ChoicesField({ id, value, onChange, onCommit, codes = [], describedBy }: FieldProps) {
  const chosen = Array.isArray(value) ? value : [];
  return (
    <div className="choices" role="group" id={id} aria-labelledby={`${id}-label`} aria-describedby={describedBy}>
      {codes.map(({ code, name }) => (
        <label key={code} className="choice">
          <input
            type="checkbox"
            checked={chosen.includes(code)}
            onChange={(event) => {
              onChange(event.target.checked ? [...chosen, code] : chosen.filter((one) => one !== code));
              onCommit?.();
            }}
          />
          <span>{name}</span>
        </label>
      ))}
    </div>
  );
}
