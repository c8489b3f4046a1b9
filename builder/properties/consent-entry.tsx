import { Trans, useTranslation } from 'react-i18next';
import { useExecute } from '../editing/react/session.tsx';
import { TextEntry } from '../ui/text-entry.tsx';
import { DurationInput } from './duration-input.tsx';
import { PartySelect } from './selects.tsx';
import type { StepEntryProps } from './step-entries.tsx';

export function ConsentEntry({ id, node }: StepEntryProps<'consent'>) {
  const { t } = useTranslation();
  const execute = useExecute();
  return (
    <>
      <div className="panel-sentence" data-entry="party">
        <Trans
          i18nKey="properties.consent.sentence"
          components={{
            party: (
              <PartySelect
                label={t('properties.party')}
                value={node.party}
                onChange={(party) => execute('node.edit', { node: id, changes: { party } })}
              />
            ),
            time: (
              <DurationInput
                label={t('properties.amount')}
                value={node.expires}
                onChange={(expires) => execute('node.edit', { node: id, changes: { expires } })}
              />
            ),
          }}
        />
      </div>
      <div data-entry="statement">
        <TextEntry
          label={t('properties.statement')}
          rows={3}
          value={node.statement['zh-CN']}
          onCommit={(value) =>
            value.trim() && execute('text.edit', { path: ['scenario', 'nodes', id, 'statement'], language: 'zh-CN', value })
          }
        />
      </div>
    </>
  );
}
