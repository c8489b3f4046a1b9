import { useTranslation } from 'react-i18next';
import type { Difference } from '../../editing/difference.ts';
import { useText } from '../../i18n/use-text.ts';

/** Differences as lines of words: 修改 步骤「公安受理」. */
export function DifferenceList({ list }: { list: Difference[] }) {
  const { t } = useTranslation();
  const text = useText();
  if (list.length === 0) return <p>{t('editing.stale.none')}</p>;
  return (
    <ul className="difference-list">
      {list.map((d) => (
        <li key={`${d.kind} ${d.id}`} className={`difference difference-${d.change}`}>
          <b>{t(`editing.change.${d.change}`)}</b> {t(`editing.kind.${d.kind}`)}
          {d.name && `「${text(d.name)}」`}
        </li>
      ))}
    </ul>
  );
}
