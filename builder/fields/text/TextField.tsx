import { controlAttributes, type FieldProps, shownText } from '../field.ts';

export interface TextInputOptions {
  inputMode?: 'text' | 'numeric' | 'tel' | 'email';
  autoComplete?: string;
  autoCapitalize?: 'characters';
}

/** One line of text. Spaces, hyphens and full-width digits are taken; the server normalises them. */
export function TextField({ input, ...props }: FieldProps & { input?: TextInputOptions }) {
  const { value, onChange, onCommit, maxLength } = props;
  return (
    <input
      type="text"
      inputMode={input?.inputMode ?? 'text'}
      autoComplete={input?.autoComplete ?? 'off'}
      autoCapitalize={input?.autoCapitalize}
      value={shownText(value)}
      // Longer than the limit, for people who type spaces or hyphens.
      maxLength={maxLength ? maxLength + 20 : undefined}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onCommit}
      {...controlAttributes(props)}
    />
  );
}
