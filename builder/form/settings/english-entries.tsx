import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DataElement, Text } from '../../../schemas/generated/documents.ts';
import { ranked } from '../../editing/rank.ts';
import { useText } from '../../i18n/use-text.ts';
import { Entry } from '../../ui/text-entry.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import type { SettingsProps } from '../field-settings.tsx';

/** English beside every Chinese text the field has. Empty ones fall back to Chinese. */
export function EnglishEntries({ field, edit, element }: SettingsProps & { element: DataElement | undefined }) {
  const { t } = useTranslation();
  const of = (what: 'label' | 'hint' | 'why' | 'legalBasis', name: string) => {
    const words = field[what];
    if (!words) return null;
    return <EnglishEntry key={what} what={what} label={name} words={words} onCommit={(en) => edit({ [what]: withEnglish(words, en) })} />;
  };
  return (
    <>
      {!field.label && element && (
        <p className="panel-note">{t('form.english.fromElement', { name: element.name.en || element.name['zh-CN'] })}</p>
      )}
      {of('label', t('form.labelEn'))}
      {of('hint', t('form.english.hint'))}
      {of('why', t('form.english.why'))}
      {of('legalBasis', t('form.english.basis'))}
      {ranked(field.codes).map(([code, entry]) => (
        <EnglishEntry
          key={`code.${code}`}
          what={`code.${code}`}
          label={t('form.english.choice', { name: entry.name['zh-CN'] })}
          words={entry.name}
          onCommit={(en) => edit({ codes: { ...field.codes, [code]: { ...entry, name: withEnglish(entry.name, en) } } })}
        />
      ))}
      {ranked(field.columns).map(
        ([column, spec]) =>
          spec.label && (
            <EnglishEntry
              key={`column.${column}`}
              what={`column.${column}`}
              label={t('form.english.column', { name: spec.label['zh-CN'] })}
              words={spec.label}
              onCommit={(en) => edit({ columns: { ...field.columns, [column]: { ...spec, label: withEnglish(spec.label!, en) } } })}
            />
          ),
      )}
    </>
  );
}

const withEnglish = (words: Text, en: string): Text => {
  const { en: _before, ...rest } = words;
  return en.trim() ? { ...rest, en: en.trim() } : rest;
};

interface EnglishEntryProps {
  what: string;
  label: string;
  words: Text;
  onCommit: (en: string) => void;
}

function EnglishEntry({ what, label, words, onCommit }: EnglishEntryProps) {
  const text = useText();
  const draft = useDraft(words.en ?? '', onCommit);
  return (
    <Entry label={label}>
      {(ids) => (
        <Input
          {...ids}
          lang="en"
          data-english={what}
          placeholder={text(words)}
          value={draft.value}
          onChange={(event) => draft.set(event.target.value)}
          onBlur={draft.leave}
          onPressEnter={draft.leave}
        />
      )}
    </Entry>
  );
}
