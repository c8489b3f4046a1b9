import type { FieldProps } from '../field.ts';
import { ReadBack } from '../text/ReadBack.tsx';
import { TextField } from '../text/TextField.tsx';

/** An ID number may end in X, so it needs the full keyboard; the birth date stands apart in the read-back. */
export function IdCardField(props: FieldProps) {
  return (
    <>
      <TextField {...props} input={{ autoCapitalize: 'characters' }} />
      <ReadBack {...props} sizes={[6, 8, 4]} />
    </>
  );
}
