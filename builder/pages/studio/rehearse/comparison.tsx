import { useTranslation } from 'react-i18next';
import { type CaseSide, useCaseComparison } from '../../../api/bench.ts';
import { problemOf } from '../../../api/client.ts';
import { useText } from '../../../i18n/use-text.ts';
import { Chip } from '../../../ui/chip.tsx';
import { FailedState, Skeleton } from '../../../ui/states.tsx';
import { Differences } from './differences.tsx';
import './cases.css';

interface Props {
  scenario: string;
  before: CaseSide;
  after: CaseSide;
  /** Revision of the saved draft. */
  rev: number;
}

/** The same cases on two versions: a row for each that goes differently, and how many go as before. */
export function CaseComparison({ scenario, before, after, rev }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const { data, error, isPending, refetch } = useCaseComparison(scenario, before, after, rev);
  if (isPending) return <Skeleton label={t('cases.compare.running')} />;
  if (error) return <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />;
  if (data.state === 'broken') return <p>{t('cases.compare.broken')}</p>;
  const differing = data.cases.filter(({ differences }) => differences.length > 0);
  const side = (which: CaseSide) => (which === 'draft' ? t('studio.draft') : t('cases.compare.version', { version: which }));
  if (data.cases.length === 0) return <p>{t('cases.none')}</p>;
  const same = data.cases.length - differing.length;
  return (
    <div className="case-comparison">
      <p>
        {differing.length === 0
          ? t('cases.compare.allSame', { total: data.cases.length, before: side(before), after: side(after) })
          : t('cases.compare.some', { count: differing.length, total: data.cases.length, same, before: side(before), after: side(after) })}
      </p>
      {differing.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard
        <div className="list-scroll" role="region" aria-label={t('cases.compare.table')} tabIndex={0}>
          <table className="list">
            <thead>
              <tr>
                <th scope="col">{t('cases.column.case')}</th>
                <th scope="col">{t('cases.column.difference')}</th>
                <th scope="col">{side(before)}</th>
                <th scope="col">{side(after)}</th>
              </tr>
            </thead>
            <tbody>
              {differing.map((one) => (
                <tr key={one.id}>
                  <th scope="row">{text(one.name)}</th>
                  <td>
                    <Differences list={one.differences} />
                  </td>
                  <td>
                    <Passed passed={one.before.passed} />
                  </td>
                  <td>
                    <Passed passed={one.after.passed} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

/** Whether a case went as it says. */
export function Passed({ passed }: { passed: boolean }) {
  const { t } = useTranslation();
  return <Chip tone={passed ? 'done' : 'red'}>{t(passed ? 'cases.passed' : 'cases.failed')}</Chip>;
}
