import { useId } from 'react';
import { useTranslation } from 'react-i18next';

/** Problems by the entry's name, as text keys. */
export type Problems = Readonly<Record<string, string>>;

interface InputProps {
  name: string;
  label: string;
  value: string;
  problems: Problems;
  hint?: string;
  maxLength?: number;
  /** Addresses and names of machines: no capitals, no spelling help. */
  code?: boolean;
  number?: boolean;
  /** Several lines. */
  rows?: number;
  onChange(value: string): void;
}

/** A labelled entry that says its own problem. */
export function Input({ name, label, value, problems, hint, maxLength, code, number, rows, onChange }: InputProps) {
  const { t } = useTranslation();
  const id = useId();
  const problem = problems[name];
  const common = {
    id: `${id}-input`,
    value,
    maxLength,
    'aria-invalid': problem !== undefined || undefined,
    'aria-describedby': problem || hint ? id : undefined,
    ...(code ? { className: 'code-input', autoCapitalize: 'none', autoComplete: 'off', spellCheck: false } : {}),
  } as const;
  return (
    <div>
      <label htmlFor={`${id}-input`}>
        <span>{label}</span>
        {rows ? (
          <textarea {...common} rows={rows} onChange={(event) => onChange(event.target.value)} />
        ) : (
          <input {...common} inputMode={number ? 'numeric' : undefined} onChange={(event) => onChange(event.target.value)} />
        )}
      </label>
      {(problem || hint) && (
        <p id={id} className={problem ? 'field-problem' : 'hint'}>
          {problem ? t(problem) : hint}
        </p>
      )}
    </div>
  );
}
