/** The right column: result, opinion, decision. What a decision leads to is said before it is sent. */
import { Button } from 'antd';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DecisionView, FieldProblem, TaskPage } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useCompleteTask } from '../../api/tasks.ts';
import { useText } from '../../i18n/use-text.ts';
import { controlId, OfficerForm } from './OfficerForm.tsx';
import { SupplementForm } from './SupplementForm.tsx';
import { useTaskDraft } from './task-draft.ts';

interface Props {
  task: TaskPage;
  /** The decision stands: what happened, and the next task of this desk. */
  onDone(words: string, next: string | undefined): void;
  onStale(detail: string): void;
}

export function TaskDecision({ task, onDone, onStale }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const { draft, change, forget } = useTaskDraft(task.id);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [message, setMessage] = useState<string>();
  const [returning, setReturning] = useState(false);
  const opinion = useRef<HTMLTextAreaElement>(null);
  const complete = useCompleteTask(task.id);

  const decide = async (decision: DecisionView) => {
    setMessage(undefined);
    setProblems({});
    if (decision.opinionRequired && draft.opinion.trim() === '') {
      setMessage(t('work.opinionNeeded'));
      opinion.current?.focus();
      return;
    }
    try {
      const hasOutputs = task.form && decision.effect !== 'refuse';
      const { done, next } = await complete.mutateAsync({
        rev: task.rev,
        decision: decision.id,
        commandId: draft.commandId,
        ...(draft.opinion.trim() ? { opinion: draft.opinion.trim() } : {}),
        ...(hasOutputs ? { outputs: { ...defaultsOf(task), ...draft.outputs } } : {}),
      });
      forget();
      onDone(text(done), next);
    } catch (cause) {
      const problem = problemOf(cause);
      if (problem.status === 409) return onStale(problem.detail ?? '');
      const refused = (problem.problems ?? []) as unknown as FieldProblem[];
      setProblems(Object.fromEntries(refused.map((one) => [one.path, text(one.message)])));
      setMessage(refused.length > 0 ? t('work.problems') : (problem.detail ?? problem.title ?? t('ui.failed')));
      if (refused[0]) document.getElementById(controlId(refused[0].path))?.focus();
    }
  };

  const first = task.decisions.find((decision) => decision.effect === 'agree');
  const send = useRef<() => void>(() => {});
  send.current = () => first && !complete.isPending && !returning && void decide(first);
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Enter' || !event.ctrlKey || event.isComposing) return;
      event.preventDefault();
      send.current();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);

  if (returning)
    return (
      <SupplementForm task={task} onCancel={() => setReturning(false)} onStale={onStale} onSent={(words) => onDone(words, undefined)} />
    );
  return (
    <div className="decision">
      {message && (
        <p className="field-error" role="alert">
          {message}
        </p>
      )}
      {task.form && (
        <>
          <h3>{t('work.result')}</h3>
          <OfficerForm
            sections={task.form.sections}
            values={draft.outputs}
            problems={problems}
            onChange={(path, value) => change({ outputs: { ...draft.outputs, [path]: value } })}
          />
        </>
      )}
      <label className="officer-label" htmlFor="opinion">
        {t('work.opinion')}
      </label>
      <Phrases onPhrase={(words) => change({ opinion: draft.opinion ? `${draft.opinion}${words}` : words })} />
      <textarea
        id="opinion"
        ref={opinion}
        rows={3}
        maxLength={2000}
        value={draft.opinion}
        onChange={(event) => change({ opinion: event.target.value })}
      />
      <h3>{t('work.decide')}</h3>
      <ul className="decisions">
        {task.decisions.map((decision) => (
          <li key={decision.id}>
            <Button
              type={decision === first ? 'primary' : 'default'}
              danger={decision.effect === 'refuse'}
              loading={complete.isPending && complete.variables?.decision === decision.id}
              disabled={complete.isPending}
              onClick={() => void decide(decision)}
              aria-describedby={`next-${decision.id}`}
            >
              {text(decision.name)}
            </Button>
            <span id={`next-${decision.id}`} className="source">
              {t('work.whatNext', { next: text(decision.next) })}
            </span>
          </li>
        ))}
        {task.canSupplement && (
          <li>
            <Button onClick={() => setReturning(true)}>{t('work.supplement')}</Button>
          </li>
        )}
      </ul>
      <p className="source">{t('work.keys')}</p>
    </div>
  );
}

/** Values the form starts with, so that what the officer saw is what is sent. */
function defaultsOf(task: TaskPage): Record<string, NonNullable<unknown>> {
  const fields = task.form?.sections.filter((section) => section.visible).flatMap((section) => section.fields) ?? [];
  return Object.fromEntries(
    fields
      .filter((field) => field.visible && field.mode === 'ask' && field.value !== undefined && field.value !== null)
      .map((field) => [field.path, field.value as NonNullable<unknown>]),
  );
}

/** Number keys work while the focus is on the phrases, and nowhere else: never while somebody types. */
function Phrases({ onPhrase }: { onPhrase(words: string): void }) {
  const { t } = useTranslation();
  const phrases = [1, 2, 3, 4, 5].map((number) => t(`work.phrase.${number}`));
  const choose = (event: KeyboardEvent) => {
    const words = /^[1-5]$/.test(event.key) ? phrases[Number(event.key) - 1] : undefined;
    if (!words) return;
    event.preventDefault();
    onPhrase(words);
  };
  return (
    <details className="phrases">
      <summary onKeyDown={choose}>{t('work.phrases')}</summary>
      <ol onKeyDown={choose}>
        {phrases.map((words, index) => (
          <li key={words}>
            <button type="button" className="text-button" onClick={() => onPhrase(words)}>
              <kbd>{index + 1}</kbd> {words}
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}
