import { useTranslation } from 'react-i18next';
import type { Text } from '../../../../schemas/generated/documents.ts';
import { TextEntry } from '../../../ui/text-entry.tsx';

interface Props {
  label: string;
  value: Text | undefined;
  rows?: number;
  hint?: string;
  placeholder?: string;
  /** The Chinese words may not be taken away. */
  needed?: boolean;
  onCommit: (value: Text | undefined) => void;
}

/** The same words in both languages, side by side; English may wait. */
export function TwoLanguages({ label, value, rows, hint, placeholder, needed = false, onCommit }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <TextEntry
        label={label}
        hint={hint}
        rows={rows}
        placeholder={placeholder}
        value={value?.['zh-CN'] ?? ''}
        onCommit={(words) => {
          if (words.trim()) onCommit({ ...value, 'zh-CN': words.trim() });
          else if (!needed) onCommit(undefined);
        }}
      />
      <TextEntry
        label={t('basics.inEnglish', { label })}
        rows={rows}
        value={value?.en ?? ''}
        onCommit={(words) => {
          const zh = value?.['zh-CN'] ?? words.trim();
          if (zh) onCommit(words.trim() ? { 'zh-CN': zh, en: words.trim() } : { 'zh-CN': zh });
        }}
      />
    </>
  );
}
