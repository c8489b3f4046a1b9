import type { JsonValue } from '../../../runtime/compile/plan.ts';
import { signatureOf } from './strokes.ts';

/** A signature as it is shown on papers and desks; nothing when there is none. */
export function SignatureView({ value, label }: { value: JsonValue; label: string }) {
  const signature = signatureOf(value);
  if (!signature) return null;
  if (signature.kind === 'typed') return <span className="signature-typed">{signature.name}</span>;
  return (
    <svg className="signature-drawn" viewBox={`0 0 ${signature.width} ${signature.height}`} role="img" aria-label={label}>
      <path d={signature.path} />
    </svg>
  );
}
