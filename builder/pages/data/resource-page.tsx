/** /studio/data/:resource: what it answers, whose it is, what is in it, how well it works, who uses it, and a try with a sample. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { DataResourcePage } from '../../../schemas/generated/api.ts';
import { useDataResource } from '../../api/data.ts';
import { ApplicationChip, GrantChip, Sensitivity, SharingChip, Turn, useFreshness, usePercent } from '../../data/states.tsx';
import { localMinute } from '../../data/times.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Page, Sheet } from '../../ui/page.tsx';
import { ApplyFromResource } from './ApplyFromResource.tsx';
import { DaySpark } from './DaySpark.tsx';
import { DocumentPage } from './DocumentPage.tsx';
import { requestAddress } from './places.ts';
import { ResourceKeeping } from './ResourceKeeping.tsx';
import { TryResource } from './TryResource.tsx';

export function ResourcePage() {
  const { t } = useTranslation();
  const { resource = '' } = useParams();
  const asked = useDataResource(resource);
  return (
    <DocumentPage asked={asked} title={t('data.resource')}>
      {(page) => <Resource page={page} />}
    </DocumentPage>
  );
}

function Resource({ page }: { page: DataResourcePage }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <Page
      title={text(page.name)}
      titles={[t('data.catalogue')]}
      lead={text(page.answers)}
      actions={
        <>
          {page.may.readLog && (
            <Link to={`/studio/data/grants?box=given&q=${encodeURIComponent(text(page.name))}`}>
              <Button>{t('data.reads.open')}</Button>
            </Link>
          )}
          {page.may.apply && <ApplyFromResource page={page} />}
        </>
      }
    >
      <p className="data-back">
        <Link to="/studio/data">{t('data.catalogue.back')}</Link>
      </p>
      <p className="data-chips resource-head">
        <SharingChip sharing={page.sharing} />
        <Chip>{t(`data.resource.${page.state}`)}</Chip>
        {page.version > 0 && <span className="hint">{t('data.version', { version: page.version })}</span>}
        {page.applications.slice(0, 3).map((brief) => (
          <span className="data-chips" key={brief.id}>
            <Link to={requestAddress(brief.id)}>{t('data.application.no', { number: brief.number })}</Link>
            <ApplicationChip brief={brief} />
            <Turn brief={brief} />
          </span>
        ))}
      </p>
      <div className="resource-columns">
        <Owner page={page} />
        <Health page={page} />
      </div>
      <FieldTable page={page} />
      <TryResource page={page} />
      <Users page={page} />
      {page.may.edit && <ResourceKeeping page={page} />}
    </Page>
  );
}

function Owner({ page }: { page: DataResourcePage }) {
  const { t } = useTranslation();
  const text = useText();
  const freshness = useFreshness();
  const { contact } = page;
  const facts: [string, string][] = [
    [t('data.owner'), `${page.regionName} ${text(page.departmentName)}`],
    [t('data.contact'), [contact.name, contact.phone].filter(Boolean).join(' ') || t('data.contact.none')],
    [t('data.lookedUpBy'), page.keyRows.map((one) => text(one.name)).join(t('flow.listComma'))],
    [t('data.freshness'), freshness(page.maxAgeSeconds)],
  ];
  return (
    <Sheet title={t('data.about')}>
      <Facts rows={facts} />
      {contact.words && <p className="hint">{contact.words}</p>}
    </Sheet>
  );
}

/** The last thirty days. What was never read has nothing to show and says so. */
function Health({ page }: { page: DataResourcePage }) {
  const { t } = useTranslation();
  const percent = usePercent();
  const { figures } = page;
  const facts: [string, string][] = [
    [t('data.reads30'), t('data.times', { count: figures.reads })],
    [t('data.hitRate'), percent(figures.hitRate)],
    [t('data.uptime'), percent(figures.uptime)],
    [t('data.invalidRate'), percent(figures.invalidRate)],
    [t('data.disputes'), t('data.times', { count: figures.disputes })],
    [t('data.lastRead'), figures.lastReadAt ? localMinute(figures.lastReadAt) : t('data.never')],
  ];
  return (
    <Sheet title={t('data.health')} note={figures.zeroUse ? t('data.health.zero') : t('data.health.since', { date: figures.since })}>
      <Facts rows={facts} number />
      {!figures.zeroUse && <DaySpark days={page.days} />}
    </Sheet>
  );
}

function FieldTable({ page }: { page: DataResourcePage }) {
  const { t } = useTranslation();
  const text = useText();
  const percent = usePercent();
  return (
    <Sheet title={t('data.fieldsTitle', { count: page.fieldRows.length })} className="data-table-sheet">
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t('data.field')}</th>
            <th scope="col">{t('data.type')}</th>
            <th scope="col">{t('data.example')}</th>
            <th scope="col">{t('data.sensitivity')}</th>
            <th scope="col">{t('data.nullRate')}</th>
            <th scope="col">{t('data.formatErrors')}</th>
          </tr>
        </thead>
        <tbody>
          {page.fieldRows.map((row) => (
            <tr key={row.id}>
              <th scope="row">{text(row.name)}</th>
              <td data-label={t('data.type')}>{row.type ? t(`form.type.${row.type}`) : t('data.type.standard')}</td>
              <td data-label={t('data.example')} className="data-example">
                {row.example ?? ''}
              </td>
              <td data-label={t('data.sensitivity')}>
                <Sensitivity level={row.sensitivity} />
              </td>
              <td data-label={t('data.nullRate')} className="number">
                {percent(row.nullRate)}
              </td>
              <td data-label={t('data.formatErrors')} className="number">
                {row.formatErrors === 0 ? t('data.none') : t('data.times', { count: row.formatErrors })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  );
}

function Users({ page }: { page: DataResourcePage }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <Sheet title={t('data.usedBy')} className="data-table-sheet">
      {page.usedBy.length === 0 ? (
        <p className="hint">{t('data.usedBy.none')}</p>
      ) : (
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">{t('data.scenario')}</th>
              <th scope="col">{t('data.region')}</th>
              <th scope="col">{t('data.fieldCount')}</th>
              <th scope="col">{t('data.stateColumn')}</th>
              <th scope="col">{t('data.validTo')}</th>
              <th scope="col">{t('data.reads30')}</th>
            </tr>
          </thead>
          <tbody>
            {page.usedBy.map((row) => (
              <tr key={row.grant}>
                <th scope="row">{text(row.scenarioName)}</th>
                <td data-label={t('data.region')}>{row.regionName}</td>
                <td data-label={t('data.fieldCount')} className="number">
                  {row.fields.length}
                </td>
                <td data-label={t('data.stateColumn')}>
                  <GrantChip state={row.state} />
                </td>
                <td data-label={t('data.validTo')} className="number">
                  {row.validTo}
                </td>
                <td data-label={t('data.reads30')} className="number">
                  {row.reads}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Sheet>
  );
}
