import type { FieldProps } from '../field.ts';
import { ReadBack } from '../text/ReadBack.tsx';
import { TextField } from '../text/TextField.tsx';

/** Unified social credit code: letters and digits, its parts apart in the read-back. */
export function UsccField(props: FieldProps) {
  return (
    <>
      <TextField {...props} input={{ autoCapitalize: 'characters' }} />
      <ReadBack {...props} sizes={[2, 6, 9, 1]} />
    </>
  );
}
