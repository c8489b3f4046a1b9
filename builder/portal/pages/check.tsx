import { useState } from 'react';
import type { FieldProblem } from '../../../schemas/generated/api.ts';
import { usePortal } from '../context.tsx';
import { Heading, Link } from '../parts/layout.tsx';
import { fieldId, localDay } from '../parts/question.tsx';
import { ErrorSummary } from '../parts/states.tsx';
import { go } from '../router.ts';
import { shownValue } from '../shown-value.ts';
import { askedOf, type DraftForm, visibleSections } from '../use-draft.ts';

/** Everything once more, grouped by topic and person, with its source; submit answers with one number. */
export function CheckPage({ form }: { form: DraftForm }) {
  const { w, tx, language } = usePortal();
  const [problems, setProblems] = useState<FieldProblem[]>([]);
  const [declared, setDeclared] = useState(false);
  const [message, setMessage] = useState<string>();
  const [busy, setBusy] = useState(false);
  const { draft } = form;

  const submit = async () => {
    if (!declared) return setMessage(w.declarationNeeded);
    setBusy(true);
    setMessage(undefined);
    const result = await form.submit();
    if ('caseNo' in result) return go(`/go/c/${result.caseNo}?received=1`, { replace: true });
    const refused = (result.problems ?? []) as unknown as FieldProblem[];
    setProblems(refused);
    if (refused.length === 0) setMessage(result.detail ?? result.title ?? (result.status === 0 ? w.offline : w.problem));
    setBusy(false);
  };

  return (
    <>
      <Heading error={problems.length > 0 || message !== undefined}>{w.checkTitle}</Heading>
      <ErrorSummary problems={problems.map(({ path, message: words }) => ({ id: fieldId(path), message: tx(words) }))} />
      {visibleSections(draft).map((section) => {
        const editable = askedOf(section).length > 0;
        const rows = section.fields
          .filter((field) => field.visible)
          .map((field) => ({
            field,
            shown: shownValue(field, form.valueOf(field), { language, words: w, mask: field.mode === 'shared' && field.sensitive }),
          }));
        const shown = rows.filter(({ field, shown: text }) => text || field.mode === 'ask');
        if (shown.length === 0) return null;
        return (
          <section key={section.id} className="check">
            <h2>
              {tx(section.title)}
              {editable && (
                <Link to={`/go/a/${draft.id}/${section.id}?change=1`} className="change">
                  {w.change}
                  <span className="hidden">：{tx(section.title)}</span>
                </Link>
              )}
            </h2>
            <dl>
              {shown.map(({ field, shown: text }) => (
                <div key={field.path} id={fieldId(field.path)} data-field-key={field.path}>
                  <dt>{tx(field.label)}</dt>
                  <dd>
                    {text || <span className="second">{w.none}</span>}
                    {field.mode === 'shared' && field.source && (
                      <span className="source">
                        {w.source} {tx(field.source.name)}
                        {field.source.at && `，${localDay(field.source.at)}`}
                      </span>
                    )}
                    {form.disputes[field.path] && (
                      <span className="warn">
                        {w.disputed}：{shownValue(field, form.disputes[field.path]!.value, { language, words: w })}
                      </span>
                    )}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
      <div className={message ? 'question wrong' : 'question'}>
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
