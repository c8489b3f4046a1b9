import { InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Audience } from '../../../../schemas/generated/documents.ts';
import { useDocument, useExecute } from '../../../editing/react/session.tsx';
import { Sheet } from '../../../ui/page.tsx';
import { Entry, TextEntry } from '../../../ui/text-entry.tsx';
import { TwoLanguages } from './two-languages.tsx';

/** What people read before they begin: who may apply, how long it takes, what it costs, whom to ask. */
export function AudienceSheet() {
  const { t } = useTranslation();
  const { scenario } = useDocument();
  const execute = useExecute();
  const { audience = {} } = scenario;
  const edit = (changes: Partial<Audience>) => {
    const next = Object.fromEntries(Object.entries({ ...audience, ...changes }).filter(([, value]) => value !== undefined));
    execute('scenario.edit', { changes: { audience: Object.keys(next).length > 0 ? next : undefined } });
  };
  return (
    <Sheet title={t('basics.audience')} note={t('basics.audience.note')}>
      <div className="basics-grid">
        <TwoLanguages
          label={t('basics.name')}
          needed
          value={scenario.name}
          onCommit={(name) => name && execute('scenario.edit', { changes: { name } })}
        />
        <TwoLanguages
          label={t('basics.summary')}
          rows={2}
          value={scenario.summary}
          onCommit={(summary) => execute('scenario.edit', { changes: { summary } })}
        />
        <TwoLanguages
          label={t('basics.who')}
          rows={2}
          placeholder={t('basics.who.example')}
          value={audience.who}
          onCommit={(who) => edit({ who })}
        />
        <TwoLanguages
          label={t('basics.fee')}
          placeholder={t('basics.fee.example')}
          value={audience.fee}
          onCommit={(fee) => edit({ fee })}
        />
        <Entry label={t('basics.minutes')}>
          {(ids) => (
            <InputNumber
              {...ids}
              min={1}
              max={600}
              precision={0}
              value={audience.minutes}
              onChange={(minutes) => edit({ minutes: minutes ?? undefined })}
            />
          )}
        </Entry>
        <TextEntry label={t('basics.help')} value={audience.help ?? ''} onCommit={(help) => edit({ help: help.trim() || undefined })} />
        <Entry label={t('basics.synonyms')} hint={t('basics.synonyms.hint')}>
          {(ids) => (
            <Select
              {...ids}
              mode="tags"
              open={false}
              suffixIcon={null}
              tokenSeparators={[',', '，', '、', ' ']}
              value={audience.synonyms ?? []}
              onChange={(words: string[]) => {
                const synonyms = [...new Set(words.map((word) => word.trim()).filter((word) => word && word.length <= 64))];
                edit({ synonyms: synonyms.length > 0 ? synonyms : undefined });
              }}
            />
          )}
        </Entry>
      </div>
    </Sheet>
  );
}
