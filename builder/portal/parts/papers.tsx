/** Statutory papers: what each says, its PDF, and 签收 with its time. */
import { useRef, useState } from 'react';
import type { PaperEntry, Tracking } from '../../../schemas/generated/api.ts';
import { problemOf, request } from '../../api/client.ts';
import { usePortal } from '../context.tsx';
import { localMinute } from './question.tsx';

export function Papers({ tracking, reload }: { tracking: Tracking; reload(): void }) {
  const { w } = usePortal();
  const papers = tracking.papers ?? [];
  if (papers.length === 0) return null;
  return (
    <section id="papers">
      <h2>{w.papers}</h2>
      <ul className="plain papers">
        {papers.map((paper) => (
          <li key={paper.id}>
            <Paper caseNo={tracking.caseNo} paper={paper} reload={reload} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Paper({ caseNo, paper, reload }: { caseNo: string; paper: PaperEntry; reload(): void }) {
  const { w, tx } = usePortal();
  const { appeal } = paper;
  return (
    <details className="paper" data-paper={paper.kind} data-state={paper.state} open={paper.state === 'delivered'}>
      <summary>
        <strong>{tx(paper.name)}</strong> <span className="second">{stateWords(paper, w)}</span>
      </summary>
      <p className="second">
        {tx(paper.department)} · {w.number} {paper.number}
      </p>
      {paper.paragraphs.map((paragraph) => (
        <p key={tx(paragraph)}>{tx(paragraph)}</p>
      ))}
      {appeal && (
        <p className="second">
          {appeal.review && `${w.appealReview} ${appeal.review}`}
          {appeal.review && appeal.court && ' · '}
          {appeal.court && `${w.appealCourt} ${appeal.court}`}
        </p>
      )}
      {paper.document && (
        <p>
          <a href={`/api/my/cases/${caseNo}/documents/${paper.document}`} download={`${paper.number}.pdf`}>
            {w.download} PDF
          </a>
        </p>
      )}
      {paper.state === 'delivered' && <Acknowledge caseNo={caseNo} paper={paper} reload={reload} />}
    </details>
  );
}

function stateWords(paper: PaperEntry, w: ReturnType<typeof usePortal>['w']): string {
  if (paper.acknowledgedAt) return `${w.acknowledgedAt} ${localMinute(paper.acknowledgedAt)}`;
  return paper.deliveredAt ? `${w.deliveredAt} ${localMinute(paper.deliveredAt)}` : w.paperMaking;
}

function Acknowledge({ caseNo, paper, reload }: { caseNo: string; paper: PaperEntry; reload(): void }) {
  const { w } = usePortal();
  const [error, setError] = useState<string>();
  const commandId = useRef(crypto.randomUUID());
  const send = async () => {
    try {
      await request(`/my/cases/${caseNo}/papers/${paper.id}/acknowledge`, { method: 'POST', body: { commandId: commandId.current } });
      reload();
    } catch (cause) {
      const problem = problemOf(cause);
      setError(problem.detail ?? problem.title ?? w.problem);
    }
  };
  return (
    <>
      {error && (
        <p className="error" role="alert">
          {error}
        </p>
      )}
      <button type="button" className="secondary" onClick={() => void send()}>
        {w.acknowledge}
      </button>
    </>
  );
}
