/** /go/c/:no/fix: exactly the wanted items, with the officer's words; nothing else can be changed. */
import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { FieldProblem, FormNow, JsonValue, MustDo, Question, Section, Tracking } from '../../../schemas/generated/api.ts';
import { problemOf, request } from '../../api/client.ts';
import { useFormNow } from '../../fields/form-now.ts';
import { problemsAt } from '../../fields/parts.ts';
import { RemovedAnswers } from '../../fields/RemovedAnswers.tsx';
import { removedAnswers } from '../../fields/removed-answers.ts';
import { usePortal } from '../context.tsx';
import { Heading, Link } from '../parts/layout.tsx';
import { MaterialTarget } from '../parts/material-target.ts';
import { AskedQuestion, SharedValue } from '../parts/question.tsx';
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
  const { w, tx, language } = usePortal();
  const target = useMemo(() => ({ caseNo }), [caseNo]);
  const [values, setValues] = useState<Record<string, JsonValue>>({});
  const form = useFormNow({
    sections: mustDo.sections ?? noSections,
    live: mustDo.live ?? false,
    values,
    look: async (typed) => (await request<FormNow>(`/my/cases/${caseNo}/form`, { method: 'POST', body: { values: typed } })).sections,
  });
  const fields = askedIn(form.sections);
  const [problems, setProblems] = useState<FieldProblem[]>([]);
  const [message, setMessage] = useState<string>();
  const [busy, setBusy] = useState(false);
  const commandId = useRef(crypto.randomUUID());

  const send = async () => {
    setBusy(true);
    setMessage(undefined);
    setProblems([]);
    try {
      const given = sentAnswers(await form.settle(), values);
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
        {form.sections.map((section) => (
          <FixSection key={section.id} section={section} titled={form.sections.length > 1}>
            {(question) => (
              <AskedQuestion
                key={question.path}
                question={question}
                value={Object.hasOwn(values, question.path) ? values[question.path]! : (question.value ?? null)}
                onChange={(value) => setValues((now) => ({ ...now, [question.path]: value }))}
                {...problemsAt(problems, question.path, tx)}
              />
            )}
          </FixSection>
        ))}
        <RemovedAnswers questions={removedAnswers(form.sections, values)} language={language} text={tx} />
      </MaterialTarget>
      <div className="bar">
        <button type="submit" className="primary" disabled={busy}>
          {w.fixSend}
        </button>
      </div>
    </form>
  );
}

const noSections: Section[] = [];

/** What is asked of a section, and what is known already: shown, so that the answers can be given in view of it. */
function FixSection({ section, titled, children }: { section: Section; titled: boolean; children(question: Question): ReactNode }) {
  const { tx } = usePortal();
  const asked = askedIn([section]);
  const known = section.fields.filter((field) => field.visible && !field.editable && field.value !== undefined);
  if (asked.length === 0 && known.length === 0) return null;
  return (
    <>
      {titled && <h2>{tx(section.title)}</h2>}
      {known.length > 0 && (
        <dl className="known-list">
          {known.map((question) => (
            <SharedValue key={question.path} question={question} />
          ))}
        </dl>
      )}
      {asked.map(children)}
    </>
  );
}

const askedIn = (sections: readonly Section[]): Question[] =>
  sections.flatMap((section) => section.fields.filter(({ visible, editable }) => visible && editable));

/** What is shown is what is sent; an answer that was there and was emptied is sent as taken back. */
function sentAnswers(sections: readonly Section[], typed: Record<string, JsonValue>): Record<string, JsonValue> {
  const isEmpty = (value: JsonValue | undefined) => value === undefined || value === null || value === '';
  return Object.fromEntries(
    askedIn(sections).flatMap(({ path, value: held }): [string, JsonValue][] => {
      const value = Object.hasOwn(typed, path) ? typed[path] : held;
      if (!isEmpty(value)) return [[path, value!]];
      return isEmpty(held) ? [] : [[path, null]];
    }),
  );
}
