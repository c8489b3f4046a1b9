import { useTranslation } from 'react-i18next';
import { useExecute } from '../editing/react/session.tsx';
import { TextEntry } from '../ui/text-entry.tsx';
import type { StepEntryProps } from './step-entries.tsx';

/** Name in both languages and a note for colleagues; folded, since names are usually changed on the card. */
export function NameEntry({ id, node }: StepEntryProps) {
  const { t } = useTranslation();
  const execute = useExecute();
  return (
    <details className="panel-fold" data-entry="name">
      <summary>{t('properties.naming')}</summary>
      <div>
        <TextEntry
          label={t('properties.name')}
          value={node.name['zh-CN']}
          onCommit={(name) => execute('node.rename', { node: id, name })}
        />
        <TextEntry
          label={t('properties.nameEn')}
          value={node.name.en ?? ''}
          hint={t('properties.nameEn.hint')}
          onCommit={(value) => execute('text.edit', { path: ['scenario', 'nodes', id, 'name'], language: 'en', value })}
        />
        <TextEntry
          label={t('properties.description')}
          rows={2}
          value={node.description?.['zh-CN'] ?? ''}
          onCommit={(value) => execute('text.edit', { path: ['scenario', 'nodes', id, 'description'], language: 'zh-CN', value })}
        />
      </div>
    </details>
  );
}
