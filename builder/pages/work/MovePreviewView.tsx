/** What sending back or a jump will do, before it is done. */
import { useTranslation } from 'react-i18next';
import type { MovePreview } from '../../../schemas/generated/api.ts';
import { useText } from '../../i18n/use-text.ts';

export function MovePreviewView({ preview }: { preview: MovePreview | undefined }) {
  const { t } = useTranslation();
  const text = useText();
  if (!preview) return <p className="source">{t('approval.preview.wait')}</p>;
  if (!preview.possible) return <p className="field-error">{text(preview.problem)}</p>;
  const rows = (fate: 'kept' | 'cancelled') => preview.branches.filter((branch) => branch.fate === fate);
  return (
    <div className="move-preview" role="status">
      <h4>{t('approval.preview')}</h4>
      <p>{text(preview.afterwards)}</p>
      {preview.warnings?.map((warning) => (
        <p key={text(warning)} className="field-error">
          {text(warning)}
        </p>
      ))}
      {(['cancelled', 'kept'] as const).map(
        (fate) =>
          rows(fate).length > 0 && (
            <div key={fate}>
              <p className="source">{t(`approval.preview.${fate}`)}</p>
              <ul>
                {rows(fate).map((branch) => (
                  <li key={`${text(branch.step)}${text(branch.department)}`}>
                    {branch.department
                      ? t('approval.preview.row', { step: text(branch.step), department: text(branch.department) })
                      : text(branch.step)}
                  </li>
                ))}
              </ul>
            </div>
          ),
      )}
      {preview.branches.length === 0 && <p className="source">{t('approval.preview.alone')}</p>}
    </div>
  );
}
