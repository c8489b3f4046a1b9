import { Segmented } from 'antd';
import { Trans, useTranslation } from 'react-i18next';
import { knownValues } from '../editing/paths.ts';
import { useDocument, useExecute } from '../editing/react/session.tsx';
import { wordsWithNames, wordsWithPaths } from '../editing/references.ts';
import { ownedName } from '../flow/condition-words.ts';
import { textIn } from '../i18n/index.ts';
import { TextEntry } from '../ui/text-entry.tsx';
import { PartySelect } from './selects.tsx';
import type { StepEntryProps } from './step-entries.tsx';

export function NotifyEntry({ node }: StepEntryProps<'notify'>) {
  const { t } = useTranslation();
  const pkg = useDocument();
  const { scenario } = pkg;
  const execute = useExecute();
  const notification = scenario.notifications?.[node.notification];
  if (!notification) return <p className="panel-note">{t('flow.unknown.notification')}</p>;
  // Places in the words are shown by name; the document keeps the path.
  const names = (language: string) =>
    new Map([...knownValues(pkg).values()].map((v) => [v.path, ownedName(textIn(language, v.subjectName), textIn(language, v.name))]));
  const shown = (words: string, language: string) => wordsWithNames(words, (path) => names(language).get(path));
  const kept = (words: string, language: string) => {
    const paths = new Map([...names(language)].map(([path, name]) => [name, path]));
    return wordsWithPaths(words, (name) => paths.get(name));
  };
  const edit = (changes: Partial<typeof notification>) => execute('notification.edit', { id: node.notification, changes });
  return (
    <>
      <div className="panel-sentence" data-entry="to">
        <Trans
          i18nKey="properties.notify.sentence"
          components={{
            party: <PartySelect label={t('properties.party')} value={notification.to} onChange={(to) => edit({ to })} />,
            channel: (
              <Segmented
                value={notification.channel}
                onChange={(channel) => edit({ channel })}
                options={(['sms', 'inbox'] as const).map((value) => ({ value, label: t(`properties.channel.${value}`) }))}
              />
            ),
          }}
        />
      </div>
      <div data-entry="text">
        <TextEntry
          label={t('properties.notify.text')}
          hint={t('properties.notify.hint', { place: `{${[...names('zh-CN').values()][0] ?? ''}}` })}
          rows={3}
          value={shown(notification.text['zh-CN'], 'zh-CN')}
          onCommit={(value) => value.trim() && edit({ text: { ...notification.text, 'zh-CN': kept(value, 'zh-CN') } })}
        />
      </div>
      <TextEntry
        label={t('properties.notify.textEn')}
        rows={2}
        value={shown(notification.text.en ?? '', 'en')}
        onCommit={(value) =>
          edit({ text: value.trim() ? { ...notification.text, en: kept(value, 'en') } : { 'zh-CN': notification.text['zh-CN'] } })
        }
      />
    </>
  );
}
