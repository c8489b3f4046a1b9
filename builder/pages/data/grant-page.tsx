/** One grant: what it covers, how it is used, the reads one by one, and pausing or ending it with what that would hit. */
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { DataGrantPage } from '../../../schemas/generated/api.ts';
import { useDataGrant } from '../../api/data.ts';
import { GrantChip, Sensitivity } from '../../data/states.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Facts } from '../../ui/facts.tsx';
import { Page, Sheet } from '../../ui/page.tsx';
import { DaySpark } from './DaySpark.tsx';
import { DocumentPage } from './DocumentPage.tsx';
import { GrantActions } from './GrantActions.tsx';
import { requestAddress, resourceAddress } from './places.ts';
import { ReadLog } from './ReadLog.tsx';
import { Timeline } from './Timeline.tsx';

export function GrantPage() {
  const { t } = useTranslation();
  const { grant = '' } = useParams();
  const asked = useDataGrant(grant);
  return (
    <DocumentPage asked={asked} title={t('data.grant')}>
      {(page) => <Opened page={page} />}
    </DocumentPage>
  );
}

function Opened({ page }: { page: DataGrantPage }) {
  const { t } = useTranslation();
  const text = useText();
  const facts: [string, string][] = [
    [t('data.grant.holder'), `${page.regionName} · ${text(page.scenarioName)}`],
    [t('data.owner'), `${page.ownerRegionName} ${text(page.ownerName)}`],
    [t('data.apply.purpose'), text(page.document.purpose)],
    [t('data.apply.legalBasis'), text(page.document.legalBasis)],
    [t('data.apply.steps'), page.stepRows.map((step) => text(step.name)).join(t('flow.listComma')) || t('data.grant.anyStep')],
    [t('data.grant.valid'), t('data.fromTo', { from: page.validFrom, to: page.validTo })],
    [t('data.quotaToday'), t('data.quotaUsed', { used: page.usedToday, quota: page.quotaPerDay })],
  ];
  return (
    <Page
      title={t('data.application.title', { resource: text(page.resource.name), scenario: text(page.scenarioName) })}
      titles={[t('data.grants')]}
    >
      <p className="data-back">
        <Link to="/studio/data/grants">{t('data.grants.back')}</Link>
      </p>
      <p className="data-chips application-state" role="status">
        <GrantChip state={page.state} />
        <span className="hint">{text(page.words)}</span>
      </p>
      <div className="resource-columns">
        <Sheet title={t('data.grant.what')}>
          <Facts rows={facts} />
          <p className="data-chips">
            <Link to={resourceAddress(page.resource.key)}>{t('data.application.openResource')}</Link>
            {page.application && (
              <Link to={requestAddress(page.application.id)}>{t('data.application.no', { number: page.application.number })}</Link>
            )}
          </p>
        </Sheet>
        <Sheet title={t('data.application.fields', { count: page.fieldRows.length })}>
          <ul className="tick-list">
            {page.fieldRows.map((field) => (
              <li key={field.id} className="tick-words">
                <b>{text(field.name)}</b> <Sensitivity level={field.sensitivity} />
              </li>
            ))}
          </ul>
        </Sheet>
      </div>
      {page.may.length > 0 && <GrantActions key={page.rev} page={page} />}
      <Sheet title={t('data.reads')}>
        {page.days.length > 0 && (
          <p className="grant-spark">
            <DaySpark days={page.days} />
          </p>
        )}
        {page.readLog ? (
          <ReadLog of={{ grant: page.key }} owner={page.resource.key.split('~')[0]!} />
        ) : (
          <p className="hint">{t('data.reads.hidden')}</p>
        )}
      </Sheet>
      <Sheet title={t('data.timeline')}>
        <Timeline entries={page.timeline} />
      </Sheet>
    </Page>
  );
}
