import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { mergedFormsOf } from '../../../runtime/compile/index.ts';
import { ranked } from '../../editing/rank.ts';
import { useChecks, useDocument, useScenarioSession } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Facts } from '../../ui/facts.tsx';
import { Page, Sheet } from '../../ui/page.tsx';
import { ReadinessList } from './readiness-list.tsx';
import './overview.css';
import './scenario-list.css';

/** What the service is in figures, and what is still missing before it can go live. */
export function OverviewPage() {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { id } = useScenarioSession();
  const { findings } = useChecks();
  const { scenario } = pkg;
  const merged = useMemo(() => Object.values(mergedFormsOf(pkg)), [pkg]);
  const asked = merged.reduce((sum, form) => sum + form.counts.asked, 0);
  const all = merged.reduce((sum, form) => sum + form.counts.formFields, 0);
  const errors = findings.filter((f) => f.severity === 'error').length;
  const promised = Math.max(
    0,
    ...Object.values(scenario.clocks ?? {})
      .filter((c) => c.kind === 'promised' && !c.item)
      .map((c) => c.days),
  );
  const facts: [string, string][] = [
    [
      t('studio.overview.departments'),
      ranked(scenario.departments)
        .map(([, lane]) => text(lane.name))
        .join(t('flow.listComma')),
    ],
    [
      t('studio.overview.steps'),
      String(Object.values(scenario.nodes).filter((n) => !['start', 'end', 'exclusive', 'parallel', 'inclusive'].includes(n.kind)).length),
    ],
    [t('studio.overview.questions'), t('studio.overview.questionsValue', { asked, all })],
    ...(promised > 0 ? [[t('studio.overview.limit'), t('studio.overview.limitDays', { days: promised })] as [string, string]] : []),
    ...(scenario.audience?.help ? [[t('studio.overview.help'), scenario.audience.help] as [string, string]] : []),
  ];
  return (
    <Page title={text(scenario.name)} lead={text(scenario.summary)}>
      <div className="overview">
        <Sheet title={t('studio.overview.ready')} note={t('studio.overview.ready.words')}>
          <p className={errors > 0 ? 'overview-errors' : 'overview-fine'}>
            {errors > 0 ? `■ ${t('studio.overview.mustFix', { count: errors })}` : t('studio.overview.noProblems')}
          </p>
          <ReadinessList />
        </Sheet>
        <Sheet title={t('studio.overview.facts')}>
          <Facts rows={facts} />
        </Sheet>
      </div>
      <Sheet title={t('studio.overview.items')} actions={<Link to={`/studio/scenes/${id}/flow?panel=limits`}>{t('ui.edit')}</Link>}>
        <div className="list-scroll">
          <table className="list list-plain">
            <thead>
              <tr>
                <th scope="col">{t('studio.overview.item')}</th>
                <th scope="col">{t('studio.overview.departments')}</th>
                <th scope="col">{t('studio.overview.promised')}</th>
                <th scope="col">{t('studio.overview.statutory')}</th>
              </tr>
            </thead>
            <tbody>
              {ranked(scenario.items).map(([item, doc]) => (
                <tr key={item}>
                  <th scope="row">{text(doc.name)}</th>
                  <td>{text(scenario.departments[doc.department]?.name)}</td>
                  <td>{t('studio.overview.days', { days: doc.promisedDays })}</td>
                  <td>{doc.statutoryDays === undefined ? '' : t('studio.overview.days', { days: doc.statutoryDays })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Sheet>
    </Page>
  );
}
