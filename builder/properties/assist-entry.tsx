import { InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DataUse } from '../../schemas/generated/documents.ts';
import { useExecute } from '../editing/react/session.tsx';
import { Entry, TextEntry } from '../ui/text-entry.tsx';

type Order = NonNullable<DataUse['assist']>;
/** Shares of empty values from which on the owner is asked. */
const rates = [0, 0.1, 0.2, 0.5];

/** How the owner of the data is asked by hand: what, until when, from how many empty values on, with which evidence. */
export function AssistEntry({ id, use }: { id: string; use: DataUse }) {
  const { t } = useTranslation();
  const execute = useExecute();
  const order = use.assist ?? {};
  const change = (changes: { [K in keyof Order]: Order[K] | undefined }) => {
    const next = Object.fromEntries(Object.entries({ ...order, ...changes }).filter(([, value]) => value !== undefined)) as Order;
    execute('data.edit', { id, changes: { assist: Object.keys(next).length > 0 ? next : undefined } });
  };
  return (
    <section className="panel-list" data-entry="assist">
      <h3>{t('assistOrder.title')}</h3>
      <TextEntry
        label={t('assistOrder.question')}
        hint={t('assistOrder.question.hint')}
        value={order.question?.['zh-CN'] ?? ''}
        rows={2}
        onCommit={(words) => change({ question: words.trim() ? { ...order.question, 'zh-CN': words.trim() } : undefined })}
      />
      <Entry label={t('assistOrder.days')}>
        {(ids) => (
          <InputNumber
            {...ids}
            min={1}
            max={30}
            precision={0}
            value={order.days ?? 1}
            onChange={(days) => change({ days: days ?? undefined })}
          />
        )}
      </Entry>
      <Entry label={t('assistOrder.nullRate')} hint={t('assistOrder.nullRate.hint')}>
        {(ids) => (
          <Select
            {...ids}
            style={{ width: '100%' }}
            value={order.nullRate ?? -1}
            onChange={(rate) => change({ nullRate: rate < 0 ? undefined : rate })}
            options={[
              { value: -1, label: t('assistOrder.nullRate.never') },
              ...rates.map((rate) => ({ value: rate, label: t('assistOrder.nullRate.above', { percent: Math.round(rate * 100) }) })),
            ]}
          />
        )}
      </Entry>
      <Entry label={t('assistOrder.evidence')}>
        {(ids) => (
          <Select
            {...ids}
            style={{ width: '100%' }}
            value={order.evidence ?? 'optional'}
            onChange={(evidence) => change({ evidence: evidence === 'optional' ? undefined : evidence })}
            options={(['optional', 'required'] as const).map((value) => ({ value, label: t(`assistOrder.evidence.${value}`) }))}
          />
        )}
      </Entry>
      <Entry label={t('assistOrder.validDays')} hint={t('assistOrder.validDays.hint')}>
        {(ids) => (
          <InputNumber
            {...ids}
            min={1}
            max={365}
            precision={0}
            value={order.validDays ?? 30}
            onChange={(validDays) => change({ validDays: validDays ?? undefined })}
          />
        )}
      </Entry>
    </section>
  );
}
