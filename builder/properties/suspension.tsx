/** Reasons that stop limits: chosen at a limit, and at a step that stops limits while it is open. */
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { suspensionWords } from '../../runtime/calendar/index.ts';
import type { Clock } from '../../schemas/generated/documents.ts';
import { useExecute } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { Entry } from '../ui/text-entry.tsx';

export type Reason = NonNullable<Clock['suspendedBy']>[number];
const reasons: readonly Reason[] = [
  'supplement',
  'publicity',
  'hearing',
  'expertReview',
  'inspection',
  'quarantine',
  'appraisal',
  'bidding',
  'consent',
];
/** What a step can stop limits for: 补正 and consents are seen by themselves. */
const ofSteps = reasons.filter(
  (reason): reason is Exclude<Reason, 'supplement' | 'consent'> => !['supplement', 'consent'].includes(reason),
);

export function ReasonsSelect({ label, value, onChange }: { label: string; value: Reason[]; onChange(reasons: Reason[]): void }) {
  const text = useText();
  return (
    <Entry label={label}>
      {(ids) => (
        <Select
          {...ids}
          mode="multiple"
          style={{ width: '100%' }}
          value={value}
          onChange={onChange}
          options={reasons.map((reason) => ({ value: reason, label: text(suspensionWords(reason)) }))}
        />
      )}
    </Entry>
  );
}

export function SuspendsEntry({ id, value }: { id: string; value: (typeof ofSteps)[number] | undefined }) {
  const { t } = useTranslation();
  const text = useText();
  const execute = useExecute();
  return (
    <div data-entry="suspends">
      <Entry label={t('properties.suspends')} hint={t('properties.suspends.hint')}>
        {(ids) => (
          <Select
            {...ids}
            allowClear
            style={{ width: '100%' }}
            value={value}
            onChange={(suspends) => execute('node.edit', { node: id, changes: { suspends: suspends ?? undefined } })}
            options={ofSteps.map((reason) => ({ value: reason, label: text(suspensionWords(reason)) }))}
          />
        )}
      </Entry>
    </div>
  );
}
