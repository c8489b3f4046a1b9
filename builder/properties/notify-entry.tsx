import { Segmented } from 'antd';
import { Trans, useTranslation } from 'react-i18next';
import { useDocument, useExecute } from '../editing/react/session.tsx';
import { TextEntry } from '../ui/text-entry.tsx';
import { PartySelect } from './selects.tsx';
import type { StepEntryProps } from './step-entries.tsx';

export function NotifyEntry({ node }: StepEntryProps<'notify'>) {
  const { t } = useTranslation();
  const { scenario } = useDocument();
  const execute = useExecute();
  const notification = scenario.notifications?.[node.notification];
  if (!notification) return <p className="panel-note">{t('flow.unknown.notification')}</p>;
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
          hint={t('properties.notify.hint')}
          rows={3}
          value={notification.text['zh-CN']}
          onCommit={(value) => value.trim() && edit({ text: { ...notification.text, 'zh-CN': value } })}
        />
      </div>
      <TextEntry label={t('properties.notify.textEn')} rows={2} value={notification.text.en ?? ''} onCommit={(value) => edit({ text: value.trim() ? { ...notification.text, en: value } : { 'zh-CN': notification.text['zh-CN'] } })} />
    </>
  );
}
