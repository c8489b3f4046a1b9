import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CodeList } from '../../../schemas/generated/documents.ts';
import { Entry } from '../../ui/text-entry.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { levelsOfText, textOfLevels } from './levels-text.ts';

/** Levels as indented lines: typed, or pasted from Word and Excel. */
export function CascadeEntry({ codes, onChange }: { codes: CodeList; onChange: (codes: CodeList) => void }) {
  const { t } = useTranslation();
  const draft = useDraft(textOfLevels(codes), (next) => next.trim() && onChange(levelsOfText(next, codes)));
  return (
    <Entry label={t('form.cascade')} hint={t('form.cascade.hint')}>
      {(ids) => (
        <Input.TextArea
          {...ids}
          autoSize={{ minRows: 4, maxRows: 16 }}
          value={draft.value}
          onChange={(event) => draft.set(event.target.value)}
          onBlur={draft.leave}
        />
      )}
    </Entry>
  );
}
