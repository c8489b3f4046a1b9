/** Loading, problem and not found, the same on every page. */
import { type ReactNode, useEffect, useRef } from 'react';
import type { FieldProblem, Question } from '../../../schemas/generated/api.ts';
import { usePortal } from '../context.tsx';
import type { Load } from '../use-load.ts';
import { Heading, Link } from './layout.tsx';
import { fieldId } from './question.tsx';

export function LoadState<T>({ load, children }: { load: Load<T>; children: (data: T) => ReactNode }) {
  const { w } = usePortal();
  const { loaded } = load;
  if (loaded.state === 'ready') return children(loaded.data);
  if (loaded.state === 'loading') {
    return (
      <div className="skeleton" role="status">
        <span className="hidden">{w.loading}</span>
        <i /> <i /> <i />
      </div>
    );
  }
  const { problem } = loaded;
  if (problem.status === 404) return <NotFound />;
  return (
    <>
      <Heading>{problem.status === 0 ? w.offline : w.problem}</Heading>
      {problem.status !== 0 && (
        <p>
          {problem.detail ?? w.problemHint}
          {problem.traceId && (
            <>
              <br />
              {w.trace} <code>{problem.traceId}</code>
            </>
          )}
        </p>
      )}
      <button type="button" className="primary" onClick={load.reload}>
        {w.retry}
      </button>
    </>
  );
}

export function NotFound() {
  const { w, session } = usePortal();
  return (
    <>
      <Heading>{w.notFound}</Heading>
      <p>{w.notFoundHint}</p>
      {session && (
        <p>
          {w.notFoundDraft} <Link to="/go/c">{w.mine}</Link>
        </p>
      )}
      <p>
        <Link to="/go">{w.home}</Link>
      </p>
    </>
  );
}

/** Problems for the summary: each names its question, so that it says something away from the field too. */
export function summaryOf(
  problems: FieldProblem[],
  fields: Pick<Question, 'path' | 'label'>[],
  tx: (text: Question['label'] | undefined) => string,
): { id: string; message: string }[] {
  return problems.map(({ path, row, column, message }) => {
    const field = fields.find((one) => one.path === path);
    // A cell of a table is where the person goes on.
    const cell = row === undefined || column === undefined ? '' : `-${row}-${column}`;
    return { id: path === '' ? '' : `${fieldId(path)}${cell}`, message: field ? `${tx(field.label)}：${tx(message)}` : tx(message) };
  });
}

/** A list of what is wrong, with links to the fields; it takes the focus when it appears. */
export function ErrorSummary({ problems }: { problems: { id: string; message: string }[] }) {
  const { w } = usePortal();
  const box = useRef<HTMLDivElement>(null);
  const what = problems.map(({ id }) => id).join();
  // Once per finding, never while somebody types the answer.
  useEffect(() => {
    if (what !== '' || problems.length > 0) box.current?.focus();
  }, [what, problems.length]);
  if (problems.length === 0) return null;
  return (
    <div className="errors" role="alert" tabIndex={-1} ref={box}>
      <h2>{w.errorsTitle}</h2>
      <ul>
        {problems.map(({ id, message }) => (
          <li key={`${id}${message}`}>
            {id === '' ? (
              message
            ) : (
              <a href={`#${id}`} onClick={(event) => focusField(event, id)}>
                {message}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function focusField(event: { preventDefault(): void }, id: string): void {
  const field = document.getElementById(id);
  if (!field) return;
  event.preventDefault();
  field.closest('details')?.setAttribute('open', '');
  const control = field.matches('input, select, textarea') ? field : field.querySelector<HTMLElement>('input, select, textarea');
  (control ?? field).focus();
  field.scrollIntoView({ block: 'center' });
}
