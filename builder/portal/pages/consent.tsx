import { useState } from 'react';
import { usePortal } from '../context.tsx';
import { Heading, Link } from '../parts/layout.tsx';
import { go } from '../router.ts';
import type { DraftForm } from '../use-draft.ts';

/** One page for all data sources: what for, which fields; no is a real answer and means being asked. */
export function ConsentPage({ form }: { form: DraftForm }) {
  const { w, tx } = usePortal();
  const { draft } = form;
  const mine = draft.consents.filter((consent) => !consent.by);
  const [grants, setGrants] = useState<Record<string, boolean>>(() =>
    Object.fromEntries(mine.map(({ id, granted }) => [id, granted ?? true])),
  );
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const all = mine.every(({ id }) => grants[id]);

  const decide = async () => {
    setBusy(true);
    setError(undefined);
    const problem = await form.consent(grants);
    if (problem) {
      setError(problem.detail ?? problem.title ?? (problem.status === 0 ? w.offline : w.problem));
      setBusy(false);
      return;
    }
    go(`/go/a/${draft.id}`);
  };

  return (
    <>
      <Link to="/go" className="back">
        {w.back}
      </Link>
      <Heading error={error !== undefined}>{w.consentTitle}</Heading>
      <p className="lead">{w.consentLead}</p>
      {error && (
        <p className="error" role="alert">
          {error}
        </p>
      )}
      <ul className="consents">
        {mine.map((consent) => (
          <li key={consent.id}>
            <fieldset>
              <legend>
                {tx(consent.name)} <span className="second">{tx(consent.department)}</span>
              </legend>
              {consent.purpose && (
                <p>
                  {w.purpose}：{tx(consent.purpose)}
                </p>
              )}
              <p className="second">
                {w.consentFields}：{consent.fields.map(tx).join('、')}
              </p>
              {consent.state === 'fetched' && <p className="ok">{w.fetched}</p>}
              {consent.state === 'failed' && <p className="warn">{consent.problem ? tx(consent.problem) : w.failed}</p>}
              <div className="choices side">
                {[true, false].map((value) => (
                  <label key={String(value)} className="choice">
                    <input
                      type="radio"
                      name={consent.id}
                      checked={grants[consent.id] === value}
                      onChange={() => setGrants({ ...grants, [consent.id]: value })}
                    />
                    <span>{value ? w.agree : w.disagree}</span>
                  </label>
                ))}
              </div>
            </fieldset>
          </li>
        ))}
      </ul>
      <div className="bar">
        <button type="button" className="primary" disabled={busy} onClick={() => void decide()}>
          {busy ? w.reading : all ? w.agreeAll : w.continueWith}
        </button>
        <span role="status" className="save-state">
          {busy ? w.reading : ''}
        </span>
      </div>
    </>
  );
}
