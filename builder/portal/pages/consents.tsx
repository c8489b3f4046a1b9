/** /go/consents/:no: a second party reads what is wanted and says yes or no. */
import { useRef, useState } from 'react';
import type { Text, WaitingConsent } from '../../../schemas/generated/api.ts';
import { problemOf, request } from '../../api/client.ts';
import { usePortal } from '../context.tsx';
import { Heading, Link } from '../parts/layout.tsx';
import { localMinute } from '../parts/question.tsx';
import { LoadState, NotFound } from '../parts/states.tsx';
import { useLoad } from '../use-load.ts';

export function ConsentsPage({ caseNo }: { caseNo: string }) {
  const load = useLoad<WaitingConsent[]>('/my/consents');
  return (
    <LoadState load={load}>
      {(waiting) => {
        const consent = waiting.find((one) => one.caseNo === caseNo);
        return consent ? <ConsentView consent={consent} /> : <NotFound />;
      }}
    </LoadState>
  );
}

function ConsentView({ consent }: { consent: WaitingConsent }) {
  const { w, tx } = usePortal();
  const [done, setDone] = useState<Text>();
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const commandId = useRef(crypto.randomUUID());
  if (done) {
    return (
      <>
        <Heading>{w.consentThanks}</Heading>
        <p>{tx(done)}</p>
        <p>
          <Link to="/go">{w.home}</Link>
        </p>
      </>
    );
  }
  const decide = async (decision: 'agree' | 'refuse') => {
    setBusy(true);
    try {
      const answer = await request<{ done: Text }>(`/my/consents/${consent.caseNo}`, {
        method: 'POST',
        body: { decision, commandId: commandId.current },
      });
      setDone(answer.done);
    } catch (cause) {
      const problem = problemOf(cause);
      setError(problem.detail ?? problem.title ?? w.problem);
      setBusy(false);
    }
  };
  return (
    <>
      <Heading error={error !== undefined}>{w.consentCaseTitle}</Heading>
      <p className="lead">
        {tx(consent.name)} · {w.consentFrom} {consent.from}
      </p>
      {error && (
        <p className="error" role="alert">
          {error}
        </p>
      )}
      <p>{tx(consent.statement)}</p>
      {consent.fields.length > 0 && (
        <p className="second">
          {w.consentFields}：{consent.fields.map(tx).join('、')}
        </p>
      )}
      {consent.expiresAt && (
        <p>
          {w.consentUntil} {localMinute(consent.expiresAt)}
        </p>
      )}
      <div className="bar side">
        <button type="button" className="primary" disabled={busy} onClick={() => void decide('agree')}>
          {w.consentAgree}
        </button>
        <button type="button" className="secondary" disabled={busy} onClick={() => void decide('refuse')}>
          {w.consentRefuse}
        </button>
      </div>
    </>
  );
}
