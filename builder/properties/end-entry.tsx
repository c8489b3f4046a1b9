import { Checkbox, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useExecute } from '../editing/react/session.tsx';
import { Entry } from '../ui/text-entry.tsx';
import type { StepEntryProps } from './step-entries.tsx';

export function EndEntry({ id, node }: StepEntryProps<'end'>) {
  const { t } = useTranslation();
  const execute = useExecute();
  return (
    <div className="panel-list" data-entry="result">
      <Entry label={t('properties.result')}>
        {(ids) => (
          <Select
            {...ids}
            value={node.result}
            onChange={(result) => execute('node.edit', { node: id, changes: { result } })}
            options={(['completed', 'refused', 'withdrawn', 'expired'] as const).map((value) => ({
              value,
              label: t(`properties.result.${value}`),
            }))}
          />
        )}
      </Entry>
      <Checkbox
        checked={node.terminate ?? false}
        onChange={(event) => execute('node.edit', { node: id, changes: { terminate: event.target.checked || undefined } })}
      >
        {t('properties.terminate')}
      </Checkbox>
    </div>
  );
}
