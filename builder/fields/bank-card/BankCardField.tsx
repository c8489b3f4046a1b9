import type { FieldProps } from '../field.ts';
import { ReadBack } from '../text/ReadBack.tsx';
import { TextField } from '../text/TextField.tsx';

export function BankCardField(props: FieldProps) {
  return (
    <>
      <TextField {...props} input={{ inputMode: 'numeric' }} />
      <ReadBack {...props} sizes={[4, 4, 4, 4, 4]} />
    </>
  );
}
