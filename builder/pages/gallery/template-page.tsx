/** One template, in the order people ask: what citizens see, what departments do, which data, what may be changed, versions, who uses it. */
import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import type { ScenarioPackage } from '../../../runtime/compile/plan.ts';
import type { TemplateDetail, TemplatePackage } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useTemplate, useTemplatePackage } from '../../api/gallery.ts';
import { ReadingProvider } from '../../editing/react/reading.tsx';
import { LaneView } from '../../flow/lanes/lane-view.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Chip, type Tone } from '../../ui/chip.tsx';
import { Page, Sheet } from '../../ui/page.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { ToastPlace } from '../../ui/toast.tsx';
import { Versions } from '../release/versions.tsx';
import { longDate } from '../studio/dates.ts';
import { CloneButton } from './clone.tsx';
import { Figures } from './figures.tsx';
import { levelTones } from './gallery-page.tsx';
import { Phone } from './phone.tsx';
import { Trial } from './trial.tsx';
import '../studio/scenario-list.css';
import '../release/release.css';
import '../upgrade/upgrade.css';
import './gallery.css';

export function TemplatePage() {
  const { template = '' } = useParams();
  const { t } = useTranslation();
  const asked = useTemplate(template);
  const held = useTemplatePackage(template);
  const error = asked.error ?? held.error;
  if (error) return <FailedState problem={problemOf(error)} onRetry={() => void (asked.error ? asked.refetch() : held.refetch())} />;
  if (!asked.data)
    return (
      <Page title={t('gallery.title')}>
        <Skeleton lines={10} />
      </Page>
    );
  return <Opened key={template} detail={asked.data} held={held.data} />;
}

function Opened({ detail, held }: { detail: TemplateDetail; held: TemplatePackage | undefined }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const [params, setParams] = useSearchParams();
  const trying = params.has('trial');
  const { card } = detail;
  // The package stands in the answer as JSON; the compiler of the page reads it as every other package.
  const pkg = held?.package as unknown as ScenarioPackage | undefined;
  return (
    <Page
      title={text(card.name)}
      titles={[t('gallery.title')]}
      lead={card.summary && text(card.summary)}
      actions={
        <>
          <Button onClick={() => setParams(trying ? {} : { trial: '1' }, { replace: true })} aria-pressed={trying}>
            {t(trying ? 'gallery.try.close' : 'gallery.try')}
          </Button>
          {card.mine ? (
            <Link to={`/studio/scenes/${card.mine.scenario}`} className="ant-btn-link-as">
              <Button type="primary">{t('gallery.mine.open')}</Button>
            </Link>
          ) : (
            detail.may.clone && <CloneButton detail={detail} />
          )}
        </>
      }
    >
      <nav aria-label={t('studio.crumbs')} className="upgrade-crumbs">
        <Link to="/studio/gallery">{t('gallery.back')}</Link>
        {detail.may.export && <Link to={`/studio/fleet/${encodeURIComponent(card.key)}`}>{t('fleet')}</Link>}
        {detail.may.export && card.mine && <Link to={`/studio/scenes/${card.mine.scenario}/template`}>{t('market.release.link')}</Link>}
        {detail.may.place && <Link to="/studio/tracks">{t('market.tracks')}</Link>}
      </nav>
      <div className="gallery-head">
        <p className="data-chips">
          <Chip tone={levelTones[card.level]}>{t(`gallery.level.${card.level}`)}</Chip>
          <Chip>{t('gallery.version', { version: card.version, region: card.regionName, when: longDate(card.at, i18n.language) })}</Chip>
          {detail.withdrawn && <Chip tone="red">{t('gallery.withdrawn', { reason: detail.withdrawn.reason })}</Chip>}
        </p>
        <Figures figures={card.figures} />
      </div>
      {trying && (pkg ? <Trial pkg={pkg} /> : <Skeleton lines={6} label={t('gallery.try.running')} />)}
      <Sheet title={t('gallery.citizens')} note={t('gallery.citizens.words')}>
        {pkg ? <Phone pkg={pkg} /> : <Skeleton lines={8} />}
      </Sheet>
      <Sheet title={t('gallery.departments', { count: card.departments.length })}>
        <Items detail={detail} />
        {pkg ? <Lanes pkg={pkg} /> : <Skeleton lines={6} />}
      </Sheet>
      <DataNeeded detail={detail} />
      <MayChange detail={detail} />
      <Versions template={card.key} versions={detail.versions} mine={detail.may.export} />
      <Users detail={detail} />
      <ToastPlace />
    </Page>
  );
}

function Items({ detail }: { detail: TemplateDetail }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <div className="list-scroll">
      <table className="list list-plain">
        <thead>
          <tr>
            <th scope="col">{t('studio.overview.item')}</th>
            <th scope="col">{t('studio.overview.departments')}</th>
            <th scope="col">{t('studio.overview.promised')}</th>
          </tr>
        </thead>
        <tbody>
          {detail.items.map((item) => (
            <tr key={text(item.name)}>
              <th scope="row">{text(item.name)}</th>
              <td>{text(item.department)}</td>
              <td>{t('studio.overview.days', { days: item.promisedDays })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const nothing = () => undefined;

function Lanes({ pkg }: { pkg: ScenarioPackage }) {
  const lanes = useMemo(() => <LaneView selected={undefined} onSelect={nothing} onOpen={nothing} reading />, []);
  return (
    <div className="gallery-lanes">
      <ReadingProvider document={pkg}>{lanes}</ReadingProvider>
    </div>
  );
}

const dataTones: Record<TemplateDetail['data'][number]['state'], Tone> = { granted: 'done', apply: 'amber', absent: 'red' };

function DataNeeded({ detail }: { detail: TemplateDetail }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <Sheet title={t('gallery.data')} note={t('gallery.data.words')}>
      {detail.data.length === 0 && <p className="hint">{t('gallery.data.none')}</p>}
      <ul className="gallery-rows">
        {detail.data.map((use) => (
          <li key={use.use}>
            <p>
              <Chip tone={dataTones[use.state]}>{t(`gallery.data.${use.state}`)}</Chip> <b>{text(use.resource)}</b> {text(use.department)}{' '}
              {use.state === 'apply' && use.key && <Link to={`/studio/data/${encodeURIComponent(use.key)}`}>{t('gallery.data.open')}</Link>}
            </p>
            <p className="hint">{use.fields.map((field) => text(field)).join(t('flow.listComma'))}</p>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

const rules = ['point', 'tunable', 'insert', 'free', 'locked'] as const;

function MayChange({ detail }: { detail: TemplateDetail }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <Sheet title={t('gallery.change')} note={t('gallery.change.words')}>
      {rules.map((rule) => {
        const rows = detail.change.filter((change) => change.rule === rule);
        if (rows.length === 0) return null;
        return (
          <section key={rule} className="upgrade-group">
            <h3>{t(`gallery.change.${rule}`)}</h3>
            <ul className="gallery-rows gallery-columns">
              {rows.map((change) => (
                <li key={change.key}>
                  {text(change.name)}
                  {change.min !== undefined || change.max !== undefined ? (
                    <span className="hint"> {t('gallery.change.range', { min: change.min ?? '', max: change.max ?? '' })}</span>
                  ) : null}
                  {change.required && <span className="hint"> {t('gallery.change.required')}</span>}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      {detail.change.length === 0 && <p className="hint">{t('gallery.change.all')}</p>}
    </Sheet>
  );
}

function Users({ detail }: { detail: TemplateDetail }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  return (
    <Sheet title={t('gallery.users', { count: detail.users.length })}>
      {detail.users.length === 0 && <p className="hint">{t('gallery.users.none')}</p>}
      <ul className="gallery-rows gallery-columns">
        {detail.users.map((user) => (
          <li key={`${user.region} ${text(user.name)}`}>
            {user.regionName}{' '}
            <span className="hint">{t('gallery.user', { version: user.version, when: longDate(user.at, i18n.language) })}</span>{' '}
            {user.live && <Chip tone="done">{t('upgrade.live')}</Chip>}
            {user.cutOff && <Chip tone="idle">{t('gallery.user.cut')}</Chip>}
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
