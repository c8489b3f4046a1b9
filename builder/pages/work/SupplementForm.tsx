/** 一次性告知: all defects in one notice, each with the item it is about and what is wanted. */
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SupplementRequest, TaskPage } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useRequestSupplement } from '../../api/tasks.ts';
import { useText } from '../../i18n/use-text.ts';
import { problemWords } from './problem-words.ts';
import { sendUnlessChanged } from './same-matter.ts';
import type { DefectDraft, TaskDraftHandle } from './task-draft.ts';

interface Props {
  task: TaskPage;
  draft: TaskDraftHandle;
  look(): Promise<TaskPage | undefined>;
  onSent(words: string): void;
  onCancel(): void;
  onStale(words: string): void;
}

const newRow = (): DefectDraft => ({ key: crypto.randomUUID(), path: '', words: '' });

export function SupplementForm({ task, draft: { draft, change }, look, onSent, onCancel, onStale }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const [blank] = useState(newRow);
  const rows = draft.defects.length > 0 ? draft.defects : [blank];
  const [missing, setMissing] = useState<string>();
  const [error, setError] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  const send = useRequestSupplement(task.id);
  const set = (next: DefectDraft[]) => change({ defects: next });
  const edit = (key: string, next: Partial<DefectDraft>) => {
    setMissing(undefined);
    setError(undefined);
    set(rows.map((row) => (row.key === key ? { ...row, ...next } : row)));
  };
  useEffect(() => form.current?.querySelector<HTMLElement>('select')?.focus(), []);

  const submit = async () => {
    const empty = rows.find((row) => row.words.trim() === '');
    setMissing(empty?.key);
    if (empty) {
      document.getElementById(`words-${empty.key}`)?.focus();
      return setError(t('work.supplement.needed'));
    }
    const defects = rows.map(({ path, words }) => ({ ...(path ? { path } : {}), words: words.trim() })) as SupplementRequest['defects'];
    try {
      const { done } = await sendUnlessChanged(task, look, (rev) => send.mutateAsync({ rev, defects, commandId: draft.commandId }));
      onSent(text(done));
    } catch (cause) {
      const problem = problemOf(cause);
      if (problem.status === 409) return onStale(problemWords(problem));
      setError(problemWords(problem) || t(problem.status === 0 ? 'work.offline' : 'ui.failed'));
    }
  };

  return (
    <form
      ref={form}
      className="supplement"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="deciding-body">
        <h3>{t('work.supplement')}</h3>
        <p className="source">{t('work.supplement.words')}</p>
        {task.supplements > 0 && <p className="field-error">{t('work.supplement.again', { count: task.supplements })}</p>}
        {error && (
          <p className="field-error" role="alert">
            {error}
          </p>
        )}
        {rows.map((row, index) => (
          <fieldset key={row.key}>
            <legend>{t('work.supplement.nth', { number: index + 1 })}</legend>
            <label htmlFor={`path-${row.key}`} className="officer-label">
              {t('work.supplement.field')}
            </label>
            <select id={`path-${row.key}`} value={row.path} onChange={(event) => edit(row.key, { path: event.target.value })}>
              <option value="">{t('work.supplement.other')}</option>
              {task.supplementFields.map((field) => (
                <option key={field.path} value={field.path}>
                  {text(field.label)}
                </option>
              ))}
            </select>
            <label htmlFor={`words-${row.key}`} className="officer-label">
              {t('work.supplement.defect')}
            </label>
            <textarea
              id={`words-${row.key}`}
              rows={2}
              maxLength={1000}
              value={row.words}
              aria-required
              aria-invalid={missing === row.key || undefined}
              onChange={(event) => edit(row.key, { words: event.target.value })}
            />
            {rows.length > 1 && (
              <button type="button" className="text-button" onClick={() => set(rows.filter(({ key }) => key !== row.key))}>
                {t('work.supplement.remove')}
                <span className="visually-hidden"> {index + 1}</span>
              </button>
            )}
          </fieldset>
        ))}
        <button type="button" className="text-button" onClick={() => set([...rows, newRow()])}>
          {t('work.supplement.add')}
        </button>
      </div>
      <div className="deciding-foot decision-row">
        <Button type="primary" htmlType="submit" loading={send.isPending}>
          {t('work.supplement.send')}
        </Button>
        <Button onClick={onCancel}>{t('work.supplement.cancel')}</Button>
      </div>
    </form>
  );
}
