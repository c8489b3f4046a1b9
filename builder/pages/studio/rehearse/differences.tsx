import { useTranslation } from 'react-i18next';
import type { CaseComparison } from '../../../api/bench.ts';
import { useText } from '../../../i18n/use-text.ts';

type Difference = CaseComparison['cases'][number]['differences'][number];

/** In what a case goes differently, line by line: before and after, what came and what went by name. */
export function Differences({ list }: { list: readonly Difference[] }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <ul className="case-differences">
      {list.map((one, index) => {
        const { added = [], removed = [] } = one;
        const names = added.length + removed.length > 0;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is drawn once and never changed
          <li key={index}>
            <b>{one.about ? t(`cases.differs.${one.kind}.of`, { name: text(one.about) }) : t(`cases.differs.${one.kind}`)}</b>{' '}
            {names ? (
              <>
                {added.length > 0 && <ins>{t('cases.differs.added', { names: added.map(text).join(t('flow.listComma')) })}</ins>}{' '}
                {removed.length > 0 && <del>{t('cases.differs.removed', { names: removed.map(text).join(t('flow.listComma')) })}</del>}
              </>
            ) : (
              t('cases.differs.change', { before: text(one.before), after: text(one.after) })
            )}
          </li>
        );
      })}
    </ul>
  );
}
