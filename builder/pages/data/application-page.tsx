/** One application: who wants which fields for what, what others have, and what the person in front of it may do. Complete at 375 px. */
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useParams } from 'react-router';
import type { DataApplicationPage } from '../../../schemas/generated/api.ts';
import { useDataApplication } from '../../api/data.ts';
import { ApplicationChip, Sensitivity, SharingChip, Turn } from '../../data/states.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Page, Sheet } from '../../ui/page.tsx';
import { DecisionPart } from './DecisionPart.tsx';
import { DocumentPage } from './DocumentPage.tsx';
import { EditApplication } from './EditApplication.tsx';
import { grantAddress, resourceAddress } from './places.ts';
import { Timeline } from './Timeline.tsx';

export function ApplicationPage() {
  const { t } = useTranslation();
  const { application = '' } = useParams();
  const asked = useDataApplication(application);
  return (
    <DocumentPage asked={asked} title={t('data.application')} width="text">
      {(page) => <Opened page={page} />}
    </DocumentPage>
  );
}

function Opened({ page }: { page: DataApplicationPage }) {
  const { t } = useTranslation();
  const text = useText();
  const { pathname } = useLocation();
  const list = pathname.includes('/requests/') ? 'requests' : 'answers';
  const facts: [string, string][] = [
    [t('data.application.number'), page.number],
    [t('data.application.by'), `${page.regionName} ${page.applicant}`],
    [t('data.owner'), `${page.ownerRegionName} ${text(page.ownerName)}`],
    [t('data.apply.purpose'), text(page.purpose)],
    [t('data.apply.legalBasis'), text(page.legalBasis)],
    [t('data.apply.steps'), page.steps.map((step) => text(step.name)).join(t('flow.listComma')) || t('data.application.noStep')],
    [t('data.apply.perDay'), t('data.times', { count: page.perDay })],
    ...(page.validTo ? [[t('data.validTo'), page.validTo] as [string, string]] : []),
  ];
  return (
    <Page
      title={t('data.application.title', { resource: text(page.resource.name), scenario: text(page.scenarioName) })}
      titles={[t(`data.${list}`)]}
      width="text"
    >
      <p className="data-back">
        <Link to={`/studio/data/${list}`}>{t(`data.${list}.back`)}</Link>
      </p>
      <p className="data-chips application-state" role="status">
        <ApplicationChip brief={page} />
        {page.partial && <Chip tone="amber">{t('data.application.partial')}</Chip>}
        <Turn brief={page} />
      </p>
      <Sheet title={t('data.application.what')}>
        <Facts rows={facts} />
        <p className="data-chips">
          <Link to={resourceAddress(page.resource.key)}>{t('data.application.openResource')}</Link>
          <SharingChip sharing={page.sharing} />
          {page.unpublished && <Chip tone="amber">{t('data.application.unpublished')}</Chip>}
          {page.grant && <Link to={grantAddress(page.grant.key)}>{t('data.application.openGrant')}</Link>}
        </p>
      </Sheet>
      {page.mayEdit && <EditApplication key={page.rev} page={page} />}
      {!page.mayEdit && <Fields page={page} />}
      {page.may.length > 0 && <DecisionPart key={page.rev} page={page} />}
      <Elsewhere page={page} />
      <Sheet title={t('data.timeline')}>
        <Timeline entries={page.timeline} />
      </Sheet>
    </Page>
  );
}

function Fields({ page }: { page: DataApplicationPage }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <Sheet title={t('data.application.fields', { count: page.fields.length })}>
      <ul className="tick-list">
        {page.fields.map((field) => (
          <li key={field.id}>
            <p className="tick-words">
              <b>{text(field.name)}</b> <Sensitivity level={field.sensitivity} />
              {field.granted !== null && (
                <Chip tone={field.granted ? 'done' : 'red'}>
                  {t(field.granted ? 'data.application.given' : 'data.application.notGiven')}
                </Chip>
              )}
            </p>
            <p className="hint">
              {field.minimum ? t('data.application.needed') : t('data.application.reason', { reason: field.reason ?? '' })}
              {' · '}
              {field.elsewhere > 0 ? t('data.application.elsewhere', { count: field.elsewhere }) : t('data.application.nowhere')}
            </p>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

/** What others were given of the same resource: the measure for this one. */
function Elsewhere({ page }: { page: DataApplicationPage }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <Sheet title={t('data.application.others')}>
      {page.elsewhere.length === 0 ? (
        <p className="hint">{t('data.application.others.none')}</p>
      ) : (
        <ul className="tick-list">
          {page.elsewhere.map((other) => {
            const same = page.fields.filter((field) => other.fields.includes(field.id)).length;
            return (
              <li key={other.grant}>
                <p>
                  {`${other.regionName} ${text(other.scenarioName)}`}{' '}
                  <span className="hint">{t('data.application.others.same', { same, asked: page.fields.length, to: other.validTo })}</span>
                </p>
              </li>
            );
          })}
        </ul>
      )}
    </Sheet>
  );
}
