import { type ReactNode, useState } from 'react';
import type { FieldProblem, Question, Section } from '../../../schemas/generated/api.ts';
import { RemovedAnswers } from '../../fields/RemovedAnswers.tsx';
import { usePortal } from '../context.tsx';
import { Heading, Link } from '../parts/layout.tsx';
import { fieldId, localDay } from '../parts/question.tsx';
import { ErrorSummary, summaryOf } from '../parts/states.tsx';
import { go } from '../router.ts';
import { shownValue } from '../shown-value.ts';
import { askedOf, type DraftForm, visibleSections } from '../use-draft.ts';

/** Everything once more, grouped by topic and person, with its source; submit answers with one number. */
export function CheckPage({ form, previous }: { form: DraftForm; previous: string }) {
  const { w, tx, language } = usePortal();
  const [problems, setProblems] = useState<FieldProblem[]>([]);
  const [declared, setDeclared] = useState(false);
  const [message, setMessage] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [open, setOpen] = useState(false);
  const { draft } = form;
  const sections = visibleSections(draft);

  const submit = async () => {
    setProblems([]);
    if (!declared) return setMessage(w.declarationNeeded);
    setBusy(true);
    setMessage(undefined);
    const result = await form.submit();
    if ('caseNo' in result) return go(`/go/c/${result.caseNo}?received=1`, { replace: true });
    const refused = (result.problems ?? []) as unknown as FieldProblem[];
    setProblems(refused);
    if (refused.length === 0) setMessage(result.status === 0 ? w.offline : (result.detail ?? result.title ?? w.problem));
    setBusy(false);
  };

  return (
    <>
      <Link to={previous} className="back">
        {w.back}
      </Link>
      <Heading error={problems.length > 0 || message !== undefined}>{w.checkTitle}</Heading>
      <ErrorSummary
        problems={summaryOf(
          problems,
          sections.flatMap(({ fields }) => fields),
          tx,
        )}
      />
      <p className="lead">{w.checkLead}</p>
      <p>
        <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? w.foldAll : w.showAll}
        </button>
      </p>
      {sections.map((section) => (
        <CheckSection key={`${section.id}${open}`} form={form} section={section} open={open} />
      ))}
      <RemovedAnswers questions={form.removed} language={language} text={tx} />
      <div className={message ? 'question wrong declare' : 'question declare'}>
        {message && (
          <p className="error" role="alert">
            {w.errorPrefix}
            {message}
          </p>
        )}
        <label className="choice">
          <input type="checkbox" checked={declared} onChange={(event) => setDeclared(event.target.checked)} />
          <span>{w.declaration}</span>
        </label>
      </div>
      <div className="bar">
        <button type="button" className="primary" disabled={busy} onClick={() => void submit()}>
          {busy ? w.submitting : w.submit}
        </button>
      </div>
    </>
  );
}

/** What was typed stands open; what departments gave is one fold per section that says how much and from where. */
function CheckSection({ form, section, open }: { form: DraftForm; section: Section; open: boolean }) {
  const { w, tx, language } = usePortal();
  const textOf = (field: Question) =>
    (field.material?.satisfied && tx(field.material.shared)) ||
    shownValue(field, form.valueOf(field), { language, words: w, mask: field.mode === 'shared' && field.sensitive });
  const visible = section.fields.filter((field) => field.visible && (field.mode === 'ask' || textOf(field) !== ''));
  if (visible.length === 0) return null;
  const isGiven = (field: Question) => field.mode !== 'ask' && form.disputes[field.path] === undefined;
  const typed = visible.filter((field) => !isGiven(field));
  const given = visible.filter(isGiven);
  const sources = [...new Set(given.map((field) => tx(field.source?.name) || w.derived))];
  const row = (field: Question): ReactNode => (
    <div key={field.path} id={fieldId(field.path)} data-field-key={field.path}>
      <dt>{tx(field.label)}</dt>
      <dd>
        {textOf(field) || <span className="second">{w.none}</span>}
        {field.mode === 'shared' && field.source && (
          <span className="source">
            {w.source} {tx(field.source.name)}
            {field.source.at && `，${localDay(field.source.at)}`}
          </span>
        )}
        {field.mode === 'derived' && <span className="source">{w.derived}</span>}
        {field.preset && !form.isTyped(field.path) && <span className="source">{w.preset}</span>}
        {form.disputes[field.path] && (
          <span className="warn">
            {w.disputed}：{shownValue(field, form.disputes[field.path]!.value, { language, words: w })}
          </span>
        )}
      </dd>
    </div>
  );
  return (
    <section className="check">
      <h2>
        {tx(section.title)}
        <Link to={`/go/a/${form.draft.id}/${section.id}?change=1`} className="change">
          {askedOf(section).length > 0 ? w.change : w.correct}
          <span className="hidden">：{tx(section.title)}</span>
        </Link>
      </h2>
      {typed.length > 0 && <dl>{typed.map(row)}</dl>}
      {given.length > 0 && (
        <details className="given" open={open}>
          <summary>
            <span>
              {w.provided} {given.length} {w.providedUnit}
              <span className="source">{sources.join(language === 'en' ? ', ' : '、')}</span>
            </span>
          </summary>
          <dl>{given.map(row)}</dl>
        </details>
      )}
    </section>
  );
}
