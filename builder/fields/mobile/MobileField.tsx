import type { FieldProps } from '../field.ts';
import { ReadBack } from '../text/ReadBack.tsx';
import { TextField } from '../text/TextField.tsx';

export function MobileField(props: FieldProps) {
  return (
    <>
      <TextField {...props} input={{ inputMode: 'tel', autoComplete: 'tel' }} />
      <ReadBack {...props} sizes={[3, 4, 4]} />
    </>
  );
}
