import { Button, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { UpgradeOffer, UpgradeRelease } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useBeginUpgrade, useOfferDeed } from '../../api/upgrades.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { DateEntry } from '../../ui/date-entry.tsx';
import { Sheet } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { shortDate } from '../studio/dates.ts';
import { Refused } from './refused.tsx';

/** No upgrade is open: what is new upstream, and what was done before. */
export function Offer({ id, offer }: { id: string; offer: UpgradeOffer }) {
  const { t } = useTranslation();
  const begin = useBeginUpgrade(id);
  const [newest, ...older] = offer.releases;
  return (
    <>
      <Refused error={begin.error} />
      {newest ? (
        <Sheet title={t('upgrade.new', { version: newest.version, base: offer.base?.version ?? 0 })}>
          <ul className="upgrade-releases">
            {[newest, ...older].map((release) => (
              <Release key={release.version} id={id} release={release} />
            ))}
          </ul>
          <p className="upgrade-acts">
            <Button type="primary" loading={begin.isPending} onClick={() => begin.mutate(undefined)}>
              {t('upgrade.begin')}
            </Button>
            <span className="hint">{t('upgrade.begin.safe')}</span>
          </p>
        </Sheet>
      ) : (
        <EmptyState title={t('upgrade.newestAlready', { version: offer.base?.version ?? 0 })}>
          {offer.waiting?.length
            ? t('upgrade.waiting', { versions: offer.waiting.map((one) => `v${one}`).join(t('flow.listComma')) })
            : t('upgrade.newestAlready.words')}
        </EmptyState>
      )}
      <Before id={id} offer={offer} />
      <Running id={id} offer={offer} />
    </>
  );
}

/** One release in its author's words. */
export function Release({ id, release }: { id?: string; release: UpgradeRelease }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const [later, setLater] = useState(false);
  return (
    <li>
      <p className="upgrade-release">
        <b>{`v${release.version}`}</b>
        {release.must ? <Chip tone="amber">{t('upgrade.must')}</Chip> : <Chip tone="idle">{t('upgrade.may')}</Chip>}
        {release.latestDate && <Chip tone={release.overdue ? 'red' : 'plain'}>{t('upgrade.latest', { date: release.latestDate })}</Chip>}
        <span className="hint">{t('upgrade.releasedBy', { who: release.author, when: shortDate(release.at, i18n.language) })}</span>
        {id && !release.answer && (
          <Button type="link" size="small" onClick={() => setLater(true)}>
            {t(release.must ? 'upgrade.postpone' : 'upgrade.notNow')}
          </Button>
        )}
      </p>
      <p>{t('upgrade.why', { why: text(release.why) })}</p>
      {release.answer && (
        <p className="hint">
          {t(`upgrade.answer.${release.answer.answer}`, { reason: release.answer.reason, until: release.answer.until ?? '' })}
        </p>
      )}
      {id && later && <LaterDialog id={id} release={release} onClose={() => setLater(false)} />}
    </li>
  );
}

function LaterDialog({ id, release, onClose }: { id: string; release: UpgradeRelease; onClose: () => void }) {
  const { t } = useTranslation();
  const deed = useOfferDeed(id);
  const [answer, setAnswer] = useState<'postponed' | 'declined'>('postponed');
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const problems = deed.error ? problemOf(deed.error) : undefined;
  return (
    <Modal
      open
      title={t('upgrade.later.title', { version: release.version })}
      okText={t('upgrade.later.send')}
      cancelText={t('ui.cancel')}
      confirmLoading={deed.isPending}
      okButtonProps={{ disabled: reason.trim() === '' }}
      onCancel={onClose}
      onOk={() =>
        deed.mutate(
          { later: { version: release.version, answer, reason: reason.trim(), ...(answer === 'postponed' && until ? { until } : {}) } },
          { onSuccess: onClose },
        )
      }
    >
      <Form layout="vertical">
        {!release.must && (
          <Radio.Group
            value={answer}
            onChange={(event) => setAnswer(event.target.value as typeof answer)}
            aria-label={t('upgrade.later.how')}
          >
            <Radio value="postponed">{t('upgrade.later.postponed')}</Radio>
            <Radio value="declined">{t('upgrade.later.declined')}</Radio>
          </Radio.Group>
        )}
        {release.must && <p>{t('upgrade.later.must')}</p>}
        <Form.Item label={t('upgrade.later.reason')} required>
          <Input.TextArea value={reason} rows={3} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Form.Item>
        {answer === 'postponed' && (
          <Form.Item label={t('upgrade.later.until')}>
            <DateEntry value={until} onChange={setUntil} label={t('upgrade.later.until')} />
          </Form.Item>
        )}
      </Form>
      {problems && <Refused error={deed.error} />}
    </Modal>
  );
}

/** Upgrades that were made; the last one can be undone while nothing was changed after it. */
function Before({ id, offer }: { id: string; offer: UpgradeOffer }) {
  const { t, i18n } = useTranslation();
  const deed = useOfferDeed(id);
  const [asked, setAsked] = useState(false);
  if (offer.upgrades.length === 0) return null;
  return (
    <Sheet title={t('upgrade.before')}>
      <Refused error={deed.error} />
      <ul className="upgrade-releases">
        {offer.upgrades.map((one) => (
          <li key={one.id}>
            <p className="upgrade-release">
              <b>{t('upgrade.fromTo', { from: one.from, to: one.to })}</b>
              <Chip tone={one.status === 'finished' ? 'done' : 'idle'}>{t(`upgrade.status.${one.status}`)}</Chip>
              <span className="hint">
                {t('upgrade.releasedBy', { who: one.endedBy ?? one.begunBy, when: shortDate(one.endedAt ?? one.begunAt, i18n.language) })}
              </span>
              {offer.undoable?.id === one.id && (
                <Button size="small" onClick={() => setAsked(true)}>
                  {t('upgrade.undo')}
                </Button>
              )}
            </p>
          </li>
        ))}
      </ul>
      <Modal
        open={asked}
        title={t('upgrade.undo.title')}
        okText={t('upgrade.undo')}
        cancelText={t('ui.cancel')}
        confirmLoading={deed.isPending}
        onCancel={() => setAsked(false)}
        onOk={() => deed.mutate({ undo: true }, { onSettled: () => setAsked(false) })}
      >
        <p>{t('upgrade.undo.words')}</p>
      </Modal>
    </Sheet>
  );
}

function Running({ id, offer }: { id: string; offer: UpgradeOffer }) {
  const { t } = useTranslation();
  const cases = offer.running.filter((row) => row.cases > 0);
  if (cases.length === 0) return null;
  return (
    <Sheet title={t('upgrade.running')} note={t('upgrade.running.words')}>
      <ul className="upgrade-releases">
        {cases.map((row) => (
          <li key={row.version}>
            {t('upgrade.running.row', { version: row.version, base: row.baseVersion ?? 0, count: row.cases })}{' '}
            {row.live && <Chip tone="done">{t('upgrade.live')}</Chip>}
          </li>
        ))}
      </ul>
      <p>
        <Link to={`/studio/scenes/${id}/release`}>{t('upgrade.toRelease')}</Link>
      </p>
    </Sheet>
  );
}
