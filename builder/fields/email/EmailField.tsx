import type { FieldProps } from '../field.ts';
import { TextField } from '../text/TextField.tsx';

export function EmailField(props: FieldProps) {
  return <TextField {...props} input={{ inputMode: 'email', autoComplete: 'email' }} />;
}
