import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ReleasePage } from '../../../../schemas/generated/api.ts';
import { useCaseResults } from '../../../api/bench.ts';
import { useReadiness } from '../../../api/scenarios.ts';
import { useDocument, useScenarioSession } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { Facts } from '../../../ui/facts.tsx';
import { Sheet } from '../../../ui/page.tsx';
import type { Comparison } from '../versions/changes.ts';

interface Props {
  page: ReleasePage;
  rev: number;
  comparison: Comparison | undefined;
}

/** In figures: what changed, who will see it, which cases end on their old version, whether data and rehearsal are in order. */
export function EffectSheet({ page, rev, comparison }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const { id } = useScenarioSession();
  const readiness = useReadiness(id, rev);
  const grants = readiness.data?.find(({ code }) => code === 'contracts');
  const open = page.running.reduce((sum, { count }) => sum + count, 0);
  const departments = Object.values(scenario.departments).map(({ name }) => text(name));
  return (
    <Sheet title={t('release.effect')}>
      <Facts
        rows={[
          [t('release.effect.changes'), comparison ? t('versions.counts', comparison.counts) : t('studio.release.first')],
          [
            t('release.effect.seen'),
            t('release.effect.seen.words', { region: page.regionName, departments: departments.join(t('release.comma')) }),
          ],
          [
            t('release.effect.open'),
            open === 0 ? (
              t('release.effect.open.none')
            ) : (
              <span key="open">
                <b className="release-open">{t('release.effect.open.count', { count: open })}</b>
                {page.running.map(({ version, count }) => (
                  <span key={version}> · {t('release.effect.open.version', { version, count })}</span>
                ))}
              </span>
            ),
          ],
          [t('release.effect.new'), t('release.effect.new.words', { version: page.next })],
          [t('release.effect.grants'), grants ? text(grants.text) : '…'],
          [t('release.effect.rehearsal'), <Rehearsal key="rehearsal" rev={rev} />],
          [
            t('release.effect.counties'),
            page.counties.length === 0
              ? t('release.effect.counties.none', { region: page.regionName })
              : t('release.effect.counties.words', { count: page.counties.length, names: page.counties.join(t('release.comma')) }),
          ],
        ]}
      />
    </Sheet>
  );
}

/** The last run on the draft as it is saved; it is made by itself after every save. */
function Rehearsal({ rev }: { rev: number }) {
  const { t } = useTranslation();
  const text = useText();
  const { id } = useScenarioSession();
  const { data, error } = useCaseResults(id, rev);
  const to = `/studio/scenes/${id}/rehearse`;
  if (error || data?.state === 'broken' || data?.state === 'stopped') return t('release.rehearsal.failed');
  if (!data || data.state === 'running') return t('release.rehearsal.running');
  if (data.state === 'none') return <Link to={to}>{t('release.rehearsal.none')}</Link>;
  const failed = data.cases.filter(({ passed }) => !passed);
  if (failed.length === 0) return t('release.rehearsal.passed', { count: data.total });
  return (
    <span>
      {t('release.rehearsal.notPassed', { failed: failed.length, count: data.total })}{' '}
      {failed.slice(0, 3).map((one) => (
        <span key={one.id} className="release-failed">
          {text(one.name)}
        </span>
      ))}
      <Link to={to}>{t('release.rehearsal.open')}</Link>
    </span>
  );
}
