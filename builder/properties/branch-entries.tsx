import { useTranslation } from 'react-i18next';
import { useDocument, useExecute } from '../editing/react/session.tsx';
import { TextEntry } from '../ui/text-entry.tsx';
import { ConditionEntry } from './condition-entry.tsx';

/** Name and condition of one branch. The default one has no condition: it is what is left. */
export function BranchEntries({ edge }: { edge: string }) {
  const { t } = useTranslation();
  const { scenario } = useDocument();
  const execute = useExecute();
  const doc = scenario.edges[edge];
  const from = doc && scenario.nodes[doc.from];
  if (!doc || !from) return null;
  const conditional = (from.kind === 'exclusive' || from.kind === 'inclusive') && !doc.default;
  return (
    <>
      <TextEntry
        label={t('properties.branch.name')}
        value={doc.name?.['zh-CN'] ?? (doc.default ? t('flow.otherwise') : '')}
        onCommit={(value) =>
          execute('edge.edit', { edge, changes: { name: value.trim() ? { ...doc.name, 'zh-CN': value.trim() } : undefined } })
        }
      />
      {doc.default && <p className="panel-note">{t('properties.branch.default')}</p>}
      {conditional && (
        <ConditionEntry
          label={t('properties.branch.when')}
          value={doc.when ?? ''}
          onChange={(when) => execute('edge.edit', { edge, changes: { when: when || undefined } })}
        />
      )}
    </>
  );
}
