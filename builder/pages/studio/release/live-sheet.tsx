import { Alert, App, Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReleasePage } from '../../../../schemas/generated/api.ts';
import { problemOf } from '../../../api/client.ts';
import { type ReleaseStep, useReleaseStep } from '../../../api/releases.ts';
import { useScenarioSession } from '../../../editing/react/session.tsx';
import { Chip } from '../../../ui/chip.tsx';
import { Sheet } from '../../../ui/page.tsx';
import { Entry } from '../../../ui/text-entry.tsx';
import { shortDate } from '../dates.ts';
import { ServiceAddress } from './service-address.tsx';

type Act = (step: ReleaseStep) => void;

/** What counts now, and the ways back: stop, step back, withdraw. Two clicks each at most; no case is lost by any. */
export function LiveSheet({ page, rev }: { page: ReleasePage; rev: number }) {
  const { t } = useTranslation();
  const { id } = useScenarioSession();
  const step = useReleaseStep(id, rev);
  const act: Act = (one) => step.mutate(one);
  if (page.live === null && !page.planned) return null;
  const problem = step.error ? problemOf(step.error) : undefined;
  return (
    <Sheet title={t('release.live')}>
      {problem && <Alert type="error" showIcon role="alert" title={problem.title} description={problem.detail} />}
      <p className="release-now">
        {page.live !== null && <Chip tone={page.withdrawn ? 'stopped' : 'done'}>{t('studio.live', { version: page.live })}</Chip>}
        {page.trial && <Chip tone="going">{t('release.trial', { ...page.trial })}</Chip>}
        <Planned page={page} />
      </p>
      {page.withdrawn && <p>{t('release.withdrawn', { message: page.withdrawn.message, who: page.withdrawn.by })}</p>}
      <Acts page={page} busy={step.isPending} act={act} />
      {page.live !== null && !page.withdrawn && (
        <details className="release-more">
          <summary>{t('release.address')}</summary>
          <ServiceAddress />
        </details>
      )}
      <Events page={page} />
    </Sheet>
  );
}

function Planned({ page: { planned } }: { page: ReleasePage }) {
  const { t, i18n } = useTranslation();
  if (!planned) return null;
  return <Chip tone="amber">{t('release.planned', { version: planned.version, when: shortDate(planned.at, i18n.language) })}</Chip>;
}

function Acts({ page, busy, act }: { page: ReleasePage; busy: boolean; act: Act }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const [share, setShare] = useState(50);
  const { live, previous, trial, planned, withdrawn } = page;
  const rollBack = () => {
    let reason = t('release.rollBack.usual');
    modal.confirm({
      title: t('release.rollBack.ask', { live, previous }),
      content: (
        <>
          <p>{t('release.rollBack.words', { live, previous })}</p>
          <Entry label={t('release.rollBack.reason')}>
            {(ids) => (
              <Input
                {...ids}
                defaultValue={reason}
                maxLength={500}
                onChange={(event) => {
                  reason = event.target.value;
                }}
              />
            )}
          </Entry>
        </>
      ),
      okText: t('release.rollBack', { previous }),
      cancelText: t('ui.cancel'),
      onOk: () => live !== null && act({ do: 'roll-back', from: live, reason: reason.trim() || t('release.rollBack.usual') }),
    });
  };
  const withdraw = () => {
    let message = t('release.withdraw.usual');
    modal.confirm({
      title: t('release.withdraw.ask'),
      content: (
        <>
          <p>{t('release.withdraw.words')}</p>
          <Entry label={t('release.withdraw.message')}>
            {(ids) => (
              <Input.TextArea
                {...ids}
                defaultValue={message}
                rows={3}
                maxLength={500}
                onChange={(event) => {
                  message = event.target.value;
                }}
              />
            )}
          </Entry>
        </>
      ),
      okText: t('release.withdraw'),
      cancelText: t('ui.cancel'),
      onOk: () => act({ do: 'withdraw', message: message.trim() || t('release.withdraw.usual') }),
    });
  };
  return (
    <div className="page-actions release-acts">
      {trial && (
        <>
          <Button type="primary" loading={busy} onClick={() => act({ do: 'widen', share: 100 })}>
            {t('release.widen.all', { version: trial.version })}
          </Button>
          <InputNumber
            aria-label={t('release.share')}
            min={1}
            max={99}
            value={share}
            suffix="%"
            onChange={(value) => setShare(value ?? trial.share)}
          />
          <Button loading={busy} onClick={() => act({ do: 'widen', share })}>
            {t('release.widen', { share })}
          </Button>
        </>
      )}
      {(trial || planned) && (
        <Button loading={busy} onClick={() => act({ do: 'stop' })}>
          {t(trial ? 'release.stop' : 'release.cancel')}
        </Button>
      )}
      {live !== null && previous !== null && !trial && !planned && (
        <Button loading={busy} onClick={rollBack}>
          {t('release.rollBack', { previous })}
        </Button>
      )}
      {live !== null && !withdrawn && (
        <Button danger loading={busy} onClick={withdraw}>
          {t('release.withdraw')}
        </Button>
      )}
      {withdrawn && (
        <Button type="primary" loading={busy} onClick={() => act({ do: 'offer-again' })}>
          {t('release.offerAgain')}
        </Button>
      )}
    </div>
  );
}

function Events({ page: { events } }: { page: ReleasePage }) {
  const { t, i18n } = useTranslation();
  if (events.length === 0) return null;
  return (
    <details className="release-more">
      <summary>{t('release.events', { count: events.length })}</summary>
      <ol className="release-events">
        {events.map((event, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows at its head, and rows hold no state
          <li key={at}>
            <span className="number">{shortDate(event.at, i18n.language)}</span> {event.by}：
            {t(`release.event.${event.kind}`, { version: event.version, share: event.share })}
            {event.note && event.kind !== 'planned' && `（${event.note}）`}
          </li>
        ))}
      </ol>
    </details>
  );
}
