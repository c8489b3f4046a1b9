/** 升级台: what the template brings, what stays ours, what has to be decided; begun, left, taken up again, finished. */
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { problemOf } from '../../api/client.ts';
import { useUpgradeDesk, useUpgradeOffer } from '../../api/upgrades.ts';
import { useText } from '../../i18n/use-text.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx';
import { ToastPlace } from '../../ui/toast.tsx';
import { Desk } from './desk.tsx';
import { Offer } from './offer.tsx';
import '../data/pages.css';
import './upgrade.css';

export function UpgradePage() {
  const { t } = useTranslation();
  const text = useText();
  const { id = '' } = useParams();
  const offer = useUpgradeOffer(id);
  const open = offer.data?.open !== undefined;
  const desk = useUpgradeDesk(id, open);
  const failed = offer.error ?? desk.error;
  const page = open ? desk.data : undefined;
  const template = offer.data?.template;
  return (
    <Page
      title={page ? t('upgrade.desk', { from: page.from.version, to: page.to.version }) : t('upgrade.title')}
      titles={[page ? text(page.name) : '']}
      lead={template && t('upgrade.upstream', { region: template.regionName, template: text(template.name) })}
    >
      <nav aria-label={t('studio.crumbs')} className="upgrade-crumbs">
        <Link to={`/studio/scenes/${id}`}>{t('upgrade.back')}</Link>
        <Link to={`/studio/scenes/${id}/drift`}>{t('upgrade.drift')}</Link>
        <Link to={`/studio/scenes/${id}/remembered`}>{t('remembered')}</Link>
      </nav>
      {failed && <FailedState problem={problemOf(failed)} onRetry={() => void (offer.error ? offer.refetch() : desk.refetch())} />}
      {!failed && (offer.isPending || (open && !page)) && <Skeleton lines={8} />}
      {!failed && offer.data && !template && (
        <EmptyState title={t('upgrade.noTemplate')}>
          {offer.data.cut ? t('upgrade.cut', { reason: offer.data.cut }) : t('upgrade.noTemplate.words')}
        </EmptyState>
      )}
      {!failed && page && <Desk key={`${page.upgrade.id} ${page.to.version}`} id={id} page={page} />}
      {!failed && offer.data && template && !open && <Offer id={id} offer={offer.data} />}
      <ToastPlace />
    </Page>
  );
}
