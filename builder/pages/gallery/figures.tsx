import { useTranslation } from 'react-i18next';
import type { TemplateFigures } from '../../../schemas/generated/api.ts';

const kinds = ['trips', 'materials', 'days', 'forms'] as const;

/** Before and after, in the order people ask: 跑动, 材料, 时限, 表单. */
export function Figures({ figures }: { figures: TemplateFigures }) {
  const { t } = useTranslation();
  return (
    <dl className="gallery-figures">
      {kinds.map((kind) => (
        <div key={kind}>
          <dt>{t(`gallery.figure.${kind}`)}</dt>
          <dd title={t(`gallery.figure.${figures[kind].source}`)}>
            <s>{figures[kind].before}</s>
            <span aria-hidden="true"> → </span>
            <span className="visually-hidden">{t('gallery.figure.to')}</span>
            <b>{figures[kind].after}</b>
          </dd>
        </div>
      ))}
    </dl>
  );
}
