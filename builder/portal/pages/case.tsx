/** /go/c/:no: one line for the whole, what I must do on top, departments side by side, certificates, history, rating. */
import { useRef, useState } from 'react';
import type { Tracking } from '../../../schemas/generated/api.ts';
import { problemOf, request } from '../../api/client.ts';
import { calendarEntry } from '../calendar-entry.ts';
import { usePortal } from '../context.tsx';
import { Assists, Disputes } from '../parts/assists.tsx';
import { LaterMaterials } from '../parts/later.tsx';
import { Heading, Link } from '../parts/layout.tsx';
import { Papers } from '../parts/papers.tsx';
import { Payment } from '../parts/payment.tsx';
import { localMinute } from '../parts/question.tsx';
import { LoadState } from '../parts/states.tsx';
import { useAddress } from '../router.ts';
import { useLoad } from '../use-load.ts';

export function CasePage({ caseNo }: { caseNo: string }) {
  const load = useLoad<Tracking>(`/my/cases/${caseNo}`);
  return <LoadState load={load}>{(tracking) => <CaseView tracking={tracking} reload={load.reload} />}</LoadState>;
}

function CaseView({ tracking, reload }: { tracking: Tracking; reload(): void }) {
  const { w, tx } = usePortal();
  const received = useAddress().searchParams.has('received');
  return (
    <>
      {received && (
        <section className="receipt" aria-labelledby="receipt">
          <h2 id="receipt">{w.receiptTitle}</h2>
          <p>
            {w.receiptNumber}
            <br />
            <strong className="number">{tracking.caseNo}</strong>
          </p>
          <p>{w.receiptLead}</p>
          <p className="side">
            <button type="button" className="link" onClick={() => window.print()}>
              {w.print}
            </button>
            {tracking.due && (
              <a
                className="link-row"
                href={calendarEntry({ caseNo: tracking.caseNo, day: tracking.due, title: `${tx(tracking.name)}：${w.expectedOn}` })}
                download={`${tracking.caseNo}.ics`}
              >
                {w.calendar}
              </a>
            )}
          </p>
        </section>
      )}
      <Heading>{tx(tracking.name)}</Heading>
      <p className={`line ${tracking.status}`} data-status={tracking.status}>
        {tx(tracking.line)}
      </p>
      <dl className="facts">
        <div>
          <dt>{w.receiptNumber}</dt>
          <dd>{tracking.caseNo}</dd>
        </div>
        {tracking.submittedAt && (
          <div>
            <dt>{w.submittedAt}</dt>
            <dd>{localMinute(tracking.submittedAt)}</dd>
          </div>
        )}
        {tracking.endedAt ? (
          <div>
            <dt>{w.endedAt}</dt>
            <dd>{localMinute(tracking.endedAt)}</dd>
          </div>
        ) : (
          (tracking.due || tracking.provisional) && (
            <div>
              <dt>{w.due}</dt>
              <dd>{tracking.due ?? (tracking.provisional ? tx(tracking.provisional) : w.provisional)}</dd>
            </div>
          )
        )}
      </dl>
      {tracking.explained && (
        <details className="timeline">
          <summary>{w.explained}</summary>
          <ol>
            {tracking.explained.map((line) => (
              <li key={tx(line)}>{tx(line)}</li>
            ))}
          </ol>
        </details>
      )}
      {tracking.mustDo && (
        <section className="must" aria-labelledby="must">
          <h2 id="must">{w.mustDo}</h2>
          <p>{tx(tracking.mustDo.text)}</p>
          {tracking.mustDo.defects && (
            <ul className="plain">
              {tracking.mustDo.defects.map((defect) => (
                <li key={`${defect.path}${defect.words}`}>
                  {defect.label && <strong>{tx(defect.label)}：</strong>}
                  {defect.words}
                </li>
              ))}
            </ul>
          )}
          {tracking.mustDo.kind !== 'consent' && (
            <Link to={`/go/c/${tracking.caseNo}/fix`} className="primary">
              {w.fix}
            </Link>
          )}
          {tracking.mustDo.kind === 'consent' && (
            <Link to={`/go/consents/${tracking.caseNo}`} className="primary">
              {w.consentCaseTitle}
            </Link>
          )}
        </section>
      )}
      {tracking.payment && <Payment caseNo={tracking.caseNo} payment={tracking.payment} reload={reload} />}
      <LaterMaterials tracking={tracking} reload={reload} />
      <Papers tracking={tracking} reload={reload} />
      {tracking.documents.length > 0 && (
        <section>
          <h2>{w.documents}</h2>
          <ul className="rows">
            {tracking.documents.map((document) => (
              <li key={document.id}>
                <a className="row" href={`/api/my/cases/${tracking.caseNo}/documents/${document.id}`} download={`${document.number}.pdf`}>
                  <strong>{tx(document.name)}</strong>
                  <span>{w.download} PDF</span>
                  <span className="second">
                    {w.number} {document.number}
                    {document.checkCode && ` · ${w.checkCode} ${document.checkCode}`}
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Assists tracking={tracking} />
      <Disputes tracking={tracking} />
      <section>
        <h2>{w.progress}</h2>
        <ul className="departments">
          {tracking.departments.map((item) => (
            <li key={`${tx(item.department)}${tx(item.item)}`} className={item.state}>
              <strong>{tx(item.item)}</strong>
              <span className="second">{tx(item.department)}</span>
              <span className="state">
                {w[item.state]}
                {item.doneAt ? ` ${localMinute(item.doneAt)}` : item.due && item.state === 'doing' ? ` · ${w.due} ${item.due}` : ''}
              </span>
            </li>
          ))}
        </ul>
      </section>
      {(tracking.canRate || tracking.rating) && <RatingForm tracking={tracking} reload={reload} />}
      <details className="timeline">
        <summary>{w.timeline}</summary>
        <ol>
          {tracking.timeline.map((entry) => (
            <li key={`${entry.at}${tx(entry.text)}`}>
              <time dateTime={entry.at}>{localMinute(entry.at)}</time> {tx(entry.text)}
            </li>
          ))}
        </ol>
      </details>
      {tracking.canWithdraw && <Withdraw caseNo={tracking.caseNo} reload={reload} />}
    </>
  );
}

/** 好差评: five words, not five stars alone. */
function RatingForm({ tracking, reload }: { tracking: Tracking; reload(): void }) {
  const { w } = usePortal();
  const [stars, setStars] = useState<number>();
  const [words, setWords] = useState('');
  const [error, setError] = useState<string>();
  const commandId = useRef(crypto.randomUUID());
  const names: Record<number, string> = { 5: w.star5, 4: w.star4, 3: w.star3, 2: w.star2, 1: w.star1 };
  if (tracking.rating) {
    return (
      <section>
        <h2>{w.rated}</h2>
        <p>
          {names[tracking.rating.stars]}
          {tracking.rating.words && `：${tracking.rating.words}`}
        </p>
      </section>
    );
  }
  const send = async () => {
    if (!stars) return setError(`${w.choose}：${w.rateTitle}`);
    try {
      await request(`/my/cases/${tracking.caseNo}/rating`, {
        method: 'POST',
        body: { stars, ...(words.trim() ? { words: words.trim() } : {}), commandId: commandId.current },
      });
      reload();
    } catch (cause) {
      const problem = problemOf(cause);
      setError(problem.detail ?? problem.title ?? w.problem);
    }
  };
  return (
    <section>
      <h2 id="rate-label">{w.rateTitle}</h2>
      {error && (
        <p className="error" role="alert">
          {error}
        </p>
      )}
      <div className="choices" role="radiogroup" aria-labelledby="rate-label">
        {[5, 4, 3, 2, 1].map((value) => (
          <label key={value} className="choice">
            <input type="radio" name="stars" checked={stars === value} onChange={() => setStars(value)} />
            <span>{names[value]}</span>
          </label>
        ))}
      </div>
      <div className="question">
        <label className="label" htmlFor="rate-words">
          {w.rateWords}
          <span className="optional">（{w.optional}）</span>
        </label>
        <textarea id="rate-words" rows={3} maxLength={500} value={words} onChange={(event) => setWords(event.target.value)} />
      </div>
      <button type="button" className="primary" onClick={() => void send()}>
        {w.rateSend}
      </button>
    </section>
  );
}

function Withdraw({ caseNo, reload }: { caseNo: string; reload(): void }) {
  const { w } = usePortal();
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<string>();
  const commandId = useRef(crypto.randomUUID());
  if (!asking) {
    return (
      <p>
        <button type="button" className="link" onClick={() => setAsking(true)}>
          {w.withdraw}
        </button>
      </p>
    );
  }
  const withdraw = async () => {
    try {
      await request(`/my/cases/${caseNo}/withdraw`, { method: 'POST', body: { commandId: commandId.current } });
      reload();
    } catch (cause) {
      const problem = problemOf(cause);
      setError(problem.detail ?? problem.title ?? w.problem);
    }
  };
  return (
    <div className="must" role="group" aria-label={w.withdraw}>
      <p>{w.withdrawSure}</p>
      {error && (
        <p className="error" role="alert">
          {error}
        </p>
      )}
      <div className="side">
        <button type="button" className="danger" onClick={() => void withdraw()}>
          {w.withdrawYes}
        </button>
        <button type="button" className="secondary" onClick={() => setAsking(false)}>
          {w.withdrawNo}
        </button>
      </div>
    </div>
  );
}
