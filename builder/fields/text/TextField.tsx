import type { ValueType } from '../../../schemas/generated/documents.ts';
import { controlAttributes, type FieldProps, shownText } from '../field.ts';

type InputMode = 'text' | 'numeric' | 'tel' | 'email';
const modes: Partial<Record<ValueType, { inputMode: InputMode; autoComplete?: string }>> = {
  mobile: { inputMode: 'tel', autoComplete: 'tel' },
  email: { inputMode: 'email', autoComplete: 'email' },
  bankCard: { inputMode: 'numeric' },
};

/** One line of text. Spaces, hyphens and full-width digits are taken; the server normalises them. */
export function TextField(props: FieldProps) {
  const { type, value, onChange, onCommit, maxLength } = props;
  return (
    <input
      type="text"
      // An ID number may end in X, so it needs the full keyboard.
      inputMode={modes[type]?.inputMode ?? 'text'}
      autoComplete={modes[type]?.autoComplete ?? 'off'}
      autoCapitalize={type === 'idCard' || type === 'uscc' ? 'characters' : undefined}
      value={shownText(value)}
      // Longer than the limit, for people who type spaces or hyphens.
      maxLength={maxLength ? maxLength + 20 : undefined}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onCommit}
      {...controlAttributes(props)}
    />
  );
}
