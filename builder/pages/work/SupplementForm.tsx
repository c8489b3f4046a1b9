/** 一次性告知: all defects in one notice, each with the item it is about and what is wanted. */
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SupplementRequest, TaskPage } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useRequestSupplement } from '../../api/tasks.ts';
import { useText } from '../../i18n/use-text.ts';

interface Row {
  key: string;
  path: string;
  words: string;
}
const newRow = (): Row => ({ key: crypto.randomUUID(), path: '', words: '' });

export function SupplementForm({
  task,
  onSent,
  onCancel,
  onStale,
}: {
  task: TaskPage;
  onSent(words: string): void;
  onCancel(): void;
  onStale(detail: string): void;
}) {
  const { t } = useTranslation();
  const text = useText();
  const [rows, setRows] = useState<Row[]>(() => [newRow()]);
  const [error, setError] = useState<string>();
  const commandId = useRef(crypto.randomUUID());
  const send = useRequestSupplement(task.id);
  const change = (key: string, next: Partial<Row>) => setRows((now) => now.map((row) => (row.key === key ? { ...row, ...next } : row)));

  const submit = async () => {
    if (rows.some((row) => row.words.trim() === '')) return setError(t('work.supplement.needed'));
    const defects = rows.map(({ path, words }) => ({ ...(path ? { path } : {}), words: words.trim() })) as SupplementRequest['defects'];
    try {
      const { done } = await send.mutateAsync({ rev: task.rev, defects, commandId: commandId.current });
      onSent(text(done));
    } catch (cause) {
      const problem = problemOf(cause);
      if (problem.status === 409) return onStale(problem.detail ?? '');
      setError(problem.detail ?? problem.title ?? t('ui.failed'));
    }
  };

  return (
    <form
      className="supplement"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
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
          <legend className="visually-hidden">
            {t('work.supplement.defect')} {index + 1}
          </legend>
          <label htmlFor={`path-${row.key}`} className="officer-label">
            {t('work.supplement.field')}
          </label>
          <select id={`path-${row.key}`} value={row.path} onChange={(event) => change(row.key, { path: event.target.value })}>
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
            onChange={(event) => change(row.key, { words: event.target.value })}
          />
          {rows.length > 1 && (
            <button type="button" className="text-button" onClick={() => setRows(rows.filter(({ key }) => key !== row.key))}>
              {t('work.supplement.remove')}
            </button>
          )}
        </fieldset>
      ))}
      <button type="button" className="text-button" onClick={() => setRows([...rows, newRow()])}>
        {t('work.supplement.add')}
      </button>
      <div className="decision-row">
        <Button type="primary" htmlType="submit" loading={send.isPending}>
          {t('work.supplement.send')}
        </Button>
        <Button onClick={onCancel}>{t('work.supplement.cancel')}</Button>
      </div>
    </form>
  );
}
