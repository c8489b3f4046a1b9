import { InputNumber } from 'antd';
import { Trans, useTranslation } from 'react-i18next';
import type { DeskNode } from '../../runtime/compile/desks.ts';
import { useExecute } from '../editing/react/session.tsx';
import { useDraft } from '../ui/use-draft.ts';
import { DepartmentSelect } from './selects.tsx';
import type { StepEntryProps } from './step-entries.tsx';

/** The sentence of a desk: [公安局] 在 [2] 个工作日内办理. */
export function DeskEntry({ id, node }: StepEntryProps<DeskNode['kind']>) {
  const { t } = useTranslation();
  const execute = useExecute();
  return (
    <div className="panel-sentence">
      <Trans
        i18nKey="properties.desk.sentence"
        components={{
          // Without children: parts that have some are drawn as new ones each time, which takes the focus from them.
          department: (
            <DepartmentSelect
              entry="department"
              label={t('properties.department')}
              value={node.department}
              onChange={(department) => execute('node.edit', { node: id, changes: { department } })}
            />
          ),
          days: (
            <DaysInput
              entry="dueDays"
              label={t('properties.days')}
              value={node.dueDays}
              onCommit={(dueDays) => execute('node.edit', { node: id, changes: { dueDays } })}
            />
          ),
        }}
      />
    </div>
  );
}

interface DaysInputProps {
  entry?: string;
  label: string;
  value: number | undefined;
  min?: number;
  max?: number;
  onCommit: (days: number | undefined) => void;
}

/** Whole days; committed when left or by Enter, so one typing is one undo step. Empty means no limit. */
export function DaysInput({ entry, label, value, min = 0, max = 365, onCommit }: DaysInputProps) {
  const draft = useDraft(value === undefined ? '' : String(value), (next) => onCommit(next === '' ? undefined : Number(next)));
  return (
    <span data-entry={entry}>
      <InputNumber
        aria-label={label}
        min={min}
        max={max}
        precision={0}
        style={{ width: 76 }}
        value={draft.value === '' ? null : Number(draft.value)}
        onChange={(next) => draft.set(next === null ? '' : String(next))}
        onBlur={draft.leave}
        onPressEnter={draft.leave}
      />
    </span>
  );
}
