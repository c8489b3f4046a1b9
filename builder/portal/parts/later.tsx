/** Materials that were put off: each with its day, and handed in right here. */
import { useMemo, useState } from 'react';
import type { JsonValue, MaterialLater, Tracking } from '../../../schemas/generated/api.ts';
import { problemOf, request } from '../../api/client.ts';
import { usePortal } from '../context.tsx';
import { filledIn, materialWords } from '../material-words.ts';
import { MaterialField } from './material.tsx';
import { MaterialTarget } from './material-target.ts';
import { fieldId } from './question.tsx';

export function LaterMaterials({ tracking, reload }: { tracking: Tracking; reload(): void }) {
  const { language } = usePortal();
  const m = materialWords(language);
  const target = useMemo(() => ({ caseNo: tracking.caseNo }), [tracking.caseNo]);
  if (!tracking.later) return null;
  const open = tracking.later.some(({ file }) => !file.deliveredAt);
  return (
    <section className={open ? 'must' : undefined} aria-labelledby="later">
      <h2 id="later">{m.laterTitle}</h2>
      <MaterialTarget value={target}>
        {tracking.later.map((one) => (
          <LaterMaterial key={one.id} caseNo={tracking.caseNo} later={one} reload={reload} />
        ))}
      </MaterialTarget>
    </section>
  );
}

function LaterMaterial({ caseNo, later, reload }: { caseNo: string; later: MaterialLater; reload(): void }) {
  const { w, tx, language } = usePortal();
  const m = materialWords(language);
  const [value, setValue] = useState<JsonValue>(null);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const { file } = later;
  const id = fieldId(later.path);
  const deliver = async () => {
    if (!Array.isArray(value) || value.length === 0) return setError(m.laterMissing);
    setBusy(true);
    setError(undefined);
    try {
      await request(`/my/cases/${caseNo}/materials/${later.id}`, { method: 'POST', body: { files: value } });
      reload();
    } catch (problem) {
      const { status, title } = problemOf(problem);
      setError(status === 0 ? w.offline : (title ?? m.failed));
      setBusy(false);
    }
  };
  if (file.deliveredAt)
    return (
      <p>
        <strong>{tx(later.name)}</strong> · {m.laterDone}
      </p>
    );
  return (
    <div className={error ? 'question wrong' : 'question'} data-field-key={later.path}>
      <label className="label" htmlFor={id} id={`${id}-label`}>
        {tx(later.name)}
      </label>
      <p className={file.late ? 'error' : 'hint'}>{filledIn(file.late ? m.laterLate : m.laterDue, { due: file.due ?? '' })}</p>
      {error && (
        <p className="error" id={`${id}-error`} role="alert">
          {w.errorPrefix}
          {error}
        </p>
      )}
      <MaterialField
        id={id}
        path={later.path}
        material={later.material}
        value={value}
        onChange={setValue}
        required
        invalid={error !== undefined}
        describedBy={error ? `${id}-error` : undefined}
      />
      <button type="button" className="primary" disabled={busy} onClick={() => void deliver()}>
        {m.laterSend}
      </button>
    </div>
  );
}
