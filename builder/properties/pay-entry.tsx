import { Segmented, Select } from 'antd';
import { Trans, useTranslation } from 'react-i18next';
import type { Payment } from '../../schemas/generated/documents.ts';
import { freshRanks, ranked } from '../editing/rank.ts';
import { useExecute } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { Entry, TextEntry } from '../ui/text-entry.tsx';
import { DecisionsEntry } from './decisions-entry.tsx';
import { DaysInput, DeskEntry } from './desk-entry.tsx';
import { DeskMoreEntry } from './desk-more-entry.tsx';
import { DepartmentSelect } from './selects.tsx';
import type { StepEntryProps } from './step-entries.tsx';

const unpaidName = { 'zh-CN': '逾期未缴费', en: 'Not paid in time' };
const refused = { 'zh-CN': '不予办理', en: 'Refused' };

/** 缴费: by the applicant at the unified payment, or received and confirmed by a desk. */
export function PayEntry({ id, node }: StepEntryProps<'pay'>) {
  const { t } = useTranslation();
  const execute = useExecute();
  const online = () => {
    const [first, second] = ranked(node.decisions).map(([decision]) => decision);
    const unpaid = second ?? 'unpaid';
    const [rank] = freshRanks(1);
    const decisions = second
      ? node.decisions
      : { ...node.decisions, [unpaid]: { name: unpaidName, rank: `z${rank}`, effect: 'refuse' as const } };
    const payment: Payment = { amount: '0', title: node.name, days: 3, paid: first!, unpaid };
    execute('node.edit', { node: id, changes: { decisions, payment, form: undefined } });
    // Without a way of its own, who did not pay would go on like who did.
    if (!second) execute('decision.route', { node: id, decision: unpaid, route: { to: 'end', result: 'refused', name: refused } });
  };
  return (
    <>
      <div data-entry="payment">
        <Segmented
          aria-label={t('properties.pay.how')}
          value={node.payment ? 'online' : 'desk'}
          options={[
            { value: 'online', label: t('properties.pay.online') },
            { value: 'desk', label: t('properties.pay.desk') },
          ]}
          onChange={(how) => (how === 'online' ? online() : execute('node.edit', { node: id, changes: { payment: undefined } }))}
        />
      </div>
      {node.payment ? <OnlineEntry id={id} node={node} payment={node.payment} /> : <DeskEntry id={id} node={node} />}
      <DecisionsEntry id={id} node={node} />
      {!node.payment && <DeskMoreEntry id={id} node={node} />}
    </>
  );
}

function OnlineEntry({ id, node, payment }: StepEntryProps<'pay'> & { payment: Payment }) {
  const { t } = useTranslation();
  const text = useText();
  const execute = useExecute();
  const edit = (changes: Partial<Payment>) => execute('node.edit', { node: id, changes: { payment: { ...payment, ...changes } } });
  const outcomes = ranked(node.decisions).map(([value, { name }]) => ({ value, label: text(name) }));
  return (
    <>
      <TextEntry
        label={t('properties.pay.title')}
        value={payment.title['zh-CN']}
        onCommit={(title) => title.trim() && edit({ title: { ...payment.title, 'zh-CN': title.trim() } })}
      />
      <div data-entry="amount">
        <TextEntry
          code
          label={t('properties.pay.amount')}
          hint={t('properties.pay.amount.hint')}
          value={payment.amount}
          onCommit={(amount) => amount.trim() && edit({ amount: amount.trim() })}
        />
      </div>
      <div className="panel-sentence">
        <Trans
          i18nKey="properties.pay.sentence"
          components={{
            days: (
              <DaysInput
                entry="days"
                label={t('properties.pay.days')}
                min={1}
                max={60}
                value={payment.days ?? 3}
                onCommit={(days) => edit({ days: days ?? 3 })}
              />
            ),
            department: (
              <DepartmentSelect
                label={t('properties.department')}
                value={node.department}
                onChange={(department) => execute('node.edit', { node: id, changes: { department } })}
              />
            ),
          }}
        />
      </div>
      {(['paid', 'unpaid'] as const).map((which) => (
        <div key={which} data-entry={which}>
          <Entry label={t(`properties.pay.${which}`)}>
            {(ids) => (
              <Select
                {...ids}
                style={{ width: '100%' }}
                value={payment[which]}
                options={outcomes}
                onChange={(outcome) => edit({ [which]: outcome })}
              />
            )}
          </Entry>
        </div>
      ))}
    </>
  );
}
