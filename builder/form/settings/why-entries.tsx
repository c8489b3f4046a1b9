import { useTranslation } from 'react-i18next';
import { useScenarioSession } from '../../editing/react/session.tsx';
import { ItemSelect, PartySelect } from '../../properties/selects.tsx';
import { Entry, TextEntry } from '../../ui/text-entry.tsx';
import type { SettingsProps } from '../field-settings.tsx';

/** Whose value it is, for which matter, on which ground: what the citizen reads under 为什么要填. */
export function WhyEntries({ field, edit }: SettingsProps) {
  const { t } = useTranslation();
  const { library } = useScenarioSession();
  return (
    <>
      <Entry label={t('form.subject')}>
        {(ids) => (
          <PartySelect {...ids} label={t('form.subject')} width="100%" value={field.subject} onChange={(subject) => edit({ subject })} />
        )}
      </Entry>
      {!library && (
        <Entry label={t('properties.item')}>
          {(ids) => <ItemSelect {...ids} label={t('properties.item')} value={field.item} onChange={(item) => edit({ item })} />}
        </Entry>
      )}
      <TextEntry
        label={t('form.whyWords')}
        hint={t('form.whyWords.example')}
        rows={2}
        value={field.why?.['zh-CN'] ?? ''}
        onCommit={(value) => edit({ why: value.trim() ? { ...field.why, 'zh-CN': value.trim() } : undefined })}
      />
      <TextEntry
        label={t('properties.item.basis')}
        hint={t('form.basis.example')}
        rows={2}
        value={field.legalBasis?.['zh-CN'] ?? ''}
        onCommit={(value) => edit({ legalBasis: value.trim() ? { ...field.legalBasis, 'zh-CN': value.trim() } : undefined })}
      />
    </>
  );
}
