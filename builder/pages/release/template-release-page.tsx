/** 发布模板: a scenario of the province becomes the next version of a template. One person submits it, another releases it. */
import { Alert } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { TemplateReleasePage as Release, TemplateReleased } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useTemplateRelease } from '../../api/market.ts';
import { useText } from '../../i18n/use-text.ts';
import { Page, Sheet } from '../../ui/page.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { ToastPlace } from '../../ui/toast.tsx';
import { Effect } from './effect.tsx';
import { Review } from './review.tsx';
import { SubmitForm } from './submit-form.tsx';
import { Versions } from './versions.tsx';
import '../data/pages.css';
import '../gallery/gallery.css';
import '../upgrade/upgrade.css';
import './release.css';

export function TemplateReleasePage() {
  const { t } = useTranslation();
  const text = useText();
  const { id = '' } = useParams();
  const { data, error, isPending, refetch } = useTemplateRelease(id);
  const [done, setDone] = useState<TemplateReleased>();
  return (
    <Page title={t('market.release')} titles={[data ? text(data.settings.name) : '']} lead={t('market.release.lead')}>
      <nav aria-label={t('studio.crumbs')} className="upgrade-crumbs">
        <Link to={`/studio/scenes/${id}`}>{t('upgrade.back')}</Link>
        {data?.template && (
          <>
            <Link to={`/studio/gallery/${encodeURIComponent(data.template)}`}>{t('fleet.template')}</Link>
            <Link to={`/studio/fleet/${encodeURIComponent(data.template)}`}>{t('fleet')}</Link>
          </>
        )}
        <Link to="/studio/tracks">{t('market.tracks')}</Link>
      </nav>
      {isPending && <Skeleton lines={10} />}
      {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {done && <Done done={done} />}
      {data && <Opened key={`${data.submission?.rev ?? 0} ${data.next}`} id={id} page={data} onDone={setDone} />}
      <ToastPlace />
    </Page>
  );
}

function Opened({ id, page, onDone }: { id: string; page: Release; onDone: (done: TemplateReleased) => void }) {
  const { t } = useTranslation();
  const { submission } = page;
  return (
    <>
      {submission?.remarks && submission.state === 'returned' && (
        <Alert
          type="warning"
          showIcon
          title={t('market.returned', { who: submission.remarks.byName })}
          description={submission.remarks.text}
        />
      )}
      {submission?.state === 'review' ? (
        <Review id={id} page={page} submission={submission} onDone={onDone}>
          {page.template && <Effect id={id} />}
        </Review>
      ) : (
        <SubmitForm id={id} page={page} onDone={onDone}>
          {page.template && <Effect id={id} />}
        </SubmitForm>
      )}
      {page.template && page.versions.length > 0 ? (
        <Versions template={page.template} versions={page.versions} />
      ) : (
        <Sheet title={t('gallery.versions')}>
          <p className="hint">{t('market.first')}</p>
        </Sheet>
      )}
    </>
  );
}

function Done({ done }: { done: TemplateReleased }) {
  const { t } = useTranslation();
  return (
    <Alert
      className="release-done"
      type="success"
      showIcon
      role="status"
      title={t(`market.done.${done.state}`, { version: done.version ?? '' })}
      description={
        done.state === 'released' ? (
          <Link to={`/studio/fleet/${encodeURIComponent(done.template)}`}>{t('market.done.fleet')}</Link>
        ) : undefined
      }
    />
  );
}
