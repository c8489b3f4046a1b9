import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Duration } from '../../schemas/generated/documents.ts';
import { DaysInput } from './desk-entry.tsx';

/** An amount and its unit, in one line. */
export function DurationInput({ value, onChange, label }: { value: Duration; onChange: (value: Duration) => void; label: string }) {
  const { t } = useTranslation();
  return (
    <>
      <DaysInput
        label={label}
        max={3650}
        value={value.amount}
        onCommit={(amount) => amount !== undefined && onChange({ ...value, amount })}
      />
      <Select
        aria-label={t('properties.unit')}
        style={{ width: 110 }}
        value={value.unit}
        onChange={(unit) => onChange({ ...value, unit })}
        options={(['workingDays', 'days', 'hours', 'minutes', 'seconds'] as const).map((unit) => ({
          value: unit,
          label: t(`properties.unit.${unit}`),
        }))}
      />
    </>
  );
}
