/** /go/c/:no/fix: exactly the wanted items, with the officer's words; nothing else can be changed. */
import { useMemo, useRef, useState } from 'react';
import type { FieldProblem, JsonValue, MustDo, Tracking } from '../../../schemas/generated/api.ts';
import { problemOf, request } from '../../api/client.ts';
import { problemsAt } from '../../fields/parts.ts';
import { usePortal } from '../context.tsx';
import { Heading, Link } from '../parts/layout.tsx';
import { MaterialTarget } from '../parts/material-target.ts';
import { AskedQuestion } from '../parts/question.tsx';
import { ErrorSummary, LoadState, NotFound, summaryOf } from '../parts/states.tsx';
import { go } from '../router.ts';
import { useLoad } from '../use-load.ts';

export function FixPage({ caseNo }: { caseNo: string }) {
  const load = useLoad<Tracking>(`/my/cases/${caseNo}`);
  return (
    <LoadState load={load}>
      {(tracking) => (tracking.mustDo ? <FixForm caseNo={caseNo} mustDo={tracking.mustDo} /> : <NotFound />)}
    </LoadState>
  );
}

function FixForm({ caseNo, mustDo }: { caseNo: string; mustDo: MustDo }) {
  const { w, tx } = usePortal();
  const target = useMemo(() => ({ caseNo }), [caseNo]);
  const fields =
    mustDo.fields ?? mustDo.sections?.flatMap((section) => section.fields.filter((field) => field.visible && field.mode === 'ask')) ?? [];
  const [values, setValues] = useState<Record<string, JsonValue>>(() =>
    Object.fromEntries(fields.map((field) => [field.path, field.value ?? null])),
  );
  const [problems, setProblems] = useState<FieldProblem[]>([]);
  const [message, setMessage] = useState<string>();
  const [busy, setBusy] = useState(false);
  const commandId = useRef(crypto.randomUUID());

  const send = async () => {
    setBusy(true);
    setMessage(undefined);
    setProblems([]);
    try {
      const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ''));
      await request(`/my/cases/${caseNo}/supplement`, { method: 'POST', body: { values: given, commandId: commandId.current } });
      go(`/go/c/${caseNo}`, { replace: true });
    } catch (error) {
      const problem = problemOf(error);
      const refused = (problem.problems ?? []) as unknown as FieldProblem[];
      setProblems(refused);
      if (refused.length === 0) setMessage(problem.detail ?? problem.title ?? (problem.status === 0 ? w.offline : w.problem));
      setBusy(false);
    }
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Link to={`/go/c/${caseNo}`} className="back">
        {w.back}
      </Link>
      <Heading error={problems.length > 0 || message !== undefined}>{w.fixTitle}</Heading>
      <p className="lead">{mustDo.kind === 'supplement' ? w.fixLead : tx(mustDo.text)}</p>
      <ErrorSummary problems={summaryOf(problems, fields, tx)} />
      {message && (
        <p className="error" role="alert">
          {message}
        </p>
      )}
      {mustDo.defects && (
        <section className="must" aria-labelledby="words">
          <h2 id="words">
            {w.officerSays}
            {mustDo.department && `（${tx(mustDo.department)}）`}
          </h2>
          <ul className="plain">
            {mustDo.defects.map((defect) => (
              <li key={`${defect.path}${defect.words}`}>
                {defect.label && <strong>{tx(defect.label)}：</strong>}
                {defect.words}
              </li>
            ))}
          </ul>
        </section>
      )}
      <MaterialTarget value={target}>
        {fields.map((question) => (
          <AskedQuestion
            key={question.path}
            question={question}
            value={values[question.path] ?? null}
            onChange={(value) => setValues((now) => ({ ...now, [question.path]: value }))}
            {...problemsAt(problems, question.path, tx)}
          />
        ))}
      </MaterialTarget>
      <div className="bar">
        <button type="submit" className="primary" disabled={busy}>
          {w.fixSend}
        </button>
      </div>
    </form>
  );
}
