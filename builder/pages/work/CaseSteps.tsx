/** Steps of a case that can be started now, and steps of which more can be added. Nothing shows where there are none. */
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseSteps as Steps } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useBeginStep, useCaseSteps } from '../../api/steps.ts';
import { useText } from '../../i18n/use-text.ts';
import { problemWords } from './problem-words.ts';

export function CaseSteps({ caseNo }: { caseNo: string }) {
  const { t } = useTranslation();
  const text = useText();
  const { data } = useCaseSteps(caseNo);
  const begin = useBeginStep(caseNo);
  if (!data || data.start.length + data.add.length === 0) return null;
  const send = (what: { do: 'start' | 'add'; node: string; item?: string }) => begin.mutate({ ...what, commandId: crypto.randomUUID() });
  return (
    <section className="group steps-to-begin" aria-label={t('work.steps')}>
      <h3>{t('work.steps')}</h3>
      <ul>
        {data.start.map((step) => (
          <li key={step.node} data-step={step.node}>
            <Button size="small" disabled={begin.isPending} onClick={() => send({ do: 'start', node: step.node })}>
              {t('work.steps.start', { name: text(step.name) })}
            </Button>{' '}
            <span className="source">{text(step.block)}</span>
          </li>
        ))}
        {data.add.map((step) => (
          <li key={step.node} data-step={step.node}>
            <AddOne step={step} busy={begin.isPending} onAdd={(item) => send({ do: 'add', node: step.node, ...(item ? { item } : {}) })} />
          </li>
        ))}
      </ul>
      {begin.error && <p role="alert">{problemWords(problemOf(begin.error)) || t('ui.failed')}</p>}
      {begin.data && <p role="status">{text(begin.data.done)}</p>}
    </section>
  );
}

function AddOne({ step, busy, onAdd }: { step: Steps['add'][number]; busy: boolean; onAdd: (item: string) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const [item, setItem] = useState('');
  const asks = step.needs !== 'nothing';
  return (
    <span>
      {step.choices && (
        <Select
          size="small"
          style={{ width: 160 }}
          aria-label={t('work.steps.needs.department')}
          placeholder={t('work.steps.needs.department')}
          value={item || undefined}
          onChange={setItem}
          options={step.choices.map(({ value, name }) => ({ value, label: text(name) }))}
        />
      )}
      {step.needs === 'entry' && (
        <Input
          size="small"
          style={{ width: 140 }}
          aria-label={t('work.steps.needs.entry')}
          placeholder={t('work.steps.needs.entry')}
          value={item}
          onChange={(event) => setItem(event.target.value)}
        />
      )}{' '}
      <Button
        size="small"
        disabled={busy || (asks && item.trim() === '')}
        onClick={() => {
          onAdd(item.trim());
          setItem('');
        }}
      >
        {t('work.steps.add', { name: text(step.name) })}
      </Button>{' '}
      <span className="source">{t('work.steps.progress', { done: step.done, count: step.count })}</span>
    </span>
  );
}
