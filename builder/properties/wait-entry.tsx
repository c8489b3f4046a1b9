import { Segmented } from 'antd';
import { Trans, useTranslation } from 'react-i18next';
import { useExecute } from '../editing/react/session.tsx';
import { TextEntry } from '../ui/text-entry.tsx';
import { DurationInput } from './duration-input.tsx';
import type { StepEntryProps } from './step-entries.tsx';

/** 等 [5] [个工作日] 后继续, or until a moment that an expression gives. */
export function WaitEntry({ id, node }: StepEntryProps<'timer'>) {
  const { t } = useTranslation();
  const execute = useExecute();
  const set = (wait: typeof node.wait) => execute('node.edit', { node: id, changes: { wait } });
  const { wait } = node;
  return (
    <div className="panel-list" data-entry="wait">
      <Segmented
        value={'until' in wait ? 'until' : 'duration'}
        options={[
          { value: 'duration', label: t('properties.wait.duration') },
          { value: 'until', label: t('properties.wait.until') },
        ]}
        onChange={(kind) => set(kind === 'until' ? { until: 'case.submittedDate' } : { duration: { amount: 5, unit: 'workingDays' } })}
      />
      {'until' in wait ? (
        <TextEntry
          code
          label={t('properties.wait.expression')}
          hint={t('properties.feel.hint')}
          value={wait.until}
          onCommit={(until) => until.trim() && set({ until: until.trim() })}
        />
      ) : (
        <div className="panel-sentence">
          <Trans
            i18nKey="properties.wait.sentence"
            components={{
              time: <DurationInput label={t('properties.amount')} value={wait.duration} onChange={(duration) => set({ duration })} />,
            }}
          />
        </div>
      )}
    </div>
  );
}
