/** /admin/packages: releases that come as signed files, and whose files are taken. */
import { Alert, Button, Input, Modal } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PackageDesk, PackagePreview, TrustedPublisher } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useImportPackage, useKeyDeed, usePackages, usePreviewPackage } from '../../api/market.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Sheet } from '../../ui/page.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { Entry } from '../../ui/text-entry.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Changes } from '../release/changes.tsx';
import { longDate, shortDate } from '../studio/dates.ts';
import { Refused } from '../upgrade/refused.tsx';
import { fingerprintWords, trustOf } from './package-keys.ts';
import '../gallery/gallery.css';
import '../studio/scenario-list.css';
import '../upgrade/upgrade.css';

export function PackagesPage() {
  const { data, error, refetch } = usePackages();
  if (!data) return error ? <FailedState problem={problemOf(error)} onRetry={() => void refetch()} /> : <Skeleton lines={8} />;
  return (
    <>
      <Take />
      <Keys desk={data} />
      <Imports desk={data} />
    </>
  );
}

/** A file is looked at first; it comes in only by the second press. */
function Take() {
  const { t } = useTranslation();
  const look = usePreviewPackage();
  const take = useImportPackage();
  const [file, setFile] = useState<{ name: string; content: unknown }>();
  const [unreadable, setUnreadable] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const open = async (chosen: File | undefined) => {
    if (!chosen) return;
    look.reset();
    take.reset();
    setUnreadable(false);
    setFile(undefined);
    try {
      const content: unknown = JSON.parse(await chosen.text());
      setFile({ name: chosen.name, content });
      look.mutate(content);
    } catch {
      setUnreadable(true);
    }
    if (input.current) input.current.value = '';
  };
  return (
    <Sheet title={t('package.take')} note={t('package.take.words')}>
      <p className="upgrade-acts">
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          className="visually-hidden"
          tabIndex={-1}
          aria-label={t('package.choose')}
          onChange={(event) => void open(event.target.files?.[0])}
        />
        <Button type="primary" loading={look.isPending} onClick={() => input.current?.click()}>
          {t('package.choose')}
        </Button>
        {file && <span className="hint">{file.name}</span>}
      </p>
      {unreadable && (
        <Alert type="error" showIcon role="alert" title={t('package.unreadable')} description={t('package.unreadable.words')} />
      )}
      <Refused error={look.error} />
      {take.data ? (
        <Alert
          type="success"
          showIcon
          role="status"
          title={t('package.taken', { version: take.data.version, region: take.data.regionName })}
          description={
            <>
              {t('package.taken.clones', { count: take.data.clones })}{' '}
              <Link to={`/studio/gallery/${encodeURIComponent(take.data.key)}`}>{t('package.taken.open')}</Link>
            </>
          }
        />
      ) : (
        look.data &&
        file && (
          <>
            <Preview preview={look.data} onTrusted={() => look.mutate(file.content)} />
            <Refused error={take.error} />
            <p className="upgrade-acts">
              <Button type="primary" disabled={!look.data.mayImport} loading={take.isPending} onClick={() => take.mutate(file.content)}>
                {t('package.import', { version: look.data.version })}
              </Button>
              {!look.data.mayImport && <span className="hint">{t('package.import.not')}</span>}
            </p>
          </>
        )
      )}
    </Sheet>
  );
}

const signerTones = { trusted: 'done', unknown: 'amber', otherRegion: 'red', revoked: 'red' } as const;
const entryTones = { new: 'done', next: 'done', known: 'idle', older: 'amber', conflict: 'red', forked: 'red', own: 'red' } as const;

function Preview({ preview, onTrusted }: { preview: PackagePreview; onTrusted: () => void }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const [trusting, setTrusting] = useState(false);
  const { notes } = preview;
  return (
    <section className="package-preview" aria-label={t('package.preview')}>
      <h3>{`${text(preview.name)} ${preview.label} · v${preview.version}`}</h3>
      <dl className="package-facts">
        <dt>{t('package.publisher')}</dt>
        <dd>
          {preview.regionName}{' '}
          <span className="hint">
            {t('package.published', { who: preview.author.name, when: longDate(preview.at, i18n.language) })}
            {preview.author.reviewer && ` · ${t('market.reviewer', { who: preview.author.reviewer })}`}
          </span>
        </dd>
        <dt>{t('package.signature')}</dt>
        <dd>
          <Chip tone="done">{t('package.signature.holds')}</Chip>{' '}
          <Chip tone={signerTones[preview.signer]}>{t(`package.signer.${preview.signer}`)}</Chip>
          <p className="hint">
            {t('package.fingerprint')} <code>{fingerprintWords(preview.fingerprint)}</code>
          </p>
          {preview.signer !== 'trusted' && <p>{t(`package.signer.${preview.signer}.words`)}</p>}
          {preview.signer === 'unknown' && (
            <Button size="small" onClick={() => setTrusting(true)}>
              {t('package.trust.this')}
            </Button>
          )}
        </dd>
        <dt>{t('package.fits')}</dt>
        <dd>
          <Chip tone={entryTones[preview.entry]}>{t(`package.entry.${preview.entry}`)}</Chip>
          <p className="hint">
            {preview.known.length > 0
              ? t('package.known', { versions: preview.known.map((version) => `v${version}`).join(t('flow.listComma')) })
              : t('package.known.none')}
          </p>
        </dd>
        <dt>{t('package.reasons')}</dt>
        <dd>
          <Chip tone={notes.must ? 'amber' : 'idle'}>{t(notes.must ? 'upgrade.must' : 'upgrade.may')}</Chip>{' '}
          {notes.latestDate && <Chip>{t('upgrade.latest', { date: notes.latestDate })}</Chip>}
          <p>{text(notes.why)}</p>
        </dd>
        <dt>{t('package.reach')}</dt>
        <dd>{t('package.clones', { count: preview.clones })}</dd>
      </dl>
      {preview.against !== undefined && preview.entry !== 'known' && (
        <details className="gallery-demands" open={preview.changes.length <= 20}>
          <summary>{t('package.changes', { count: preview.changes.length, version: preview.against })}</summary>
          <Changes changes={preview.changes} />
        </details>
      )}
      {trusting && (
        <Trust
          known={{ region: preview.region, regionName: preview.regionName, publicKey: preview.publicKey }}
          onClose={() => setTrusting(false)}
          onTrusted={onTrusted}
        />
      )}
    </section>
  );
}

interface TrustProps {
  /** From a file that was opened; the fingerprint always comes from somewhere else. */
  known?: { region: string; regionName: string; publicKey: string };
  onClose: () => void;
  onTrusted?: () => void;
}

/** Trust needs the fingerprint as it was told on another way: it is typed or pasted, never filled in. */
function Trust({ known, onClose, onTrusted }: TrustProps) {
  const { t } = useTranslation();
  const deed = useKeyDeed();
  const [region, setRegion] = useState(known?.region ?? '');
  const [regionName, setRegionName] = useState(known?.regionName ?? '');
  const [publicKey, setPublicKey] = useState(known?.publicKey ?? '');
  const [fingerprint, setFingerprint] = useState('');
  const asked = trustOf({ region, regionName, publicKey, fingerprint });
  return (
    <Modal
      open
      title={t('package.trust')}
      okText={t('package.trust.go')}
      okButtonProps={{ disabled: !asked }}
      cancelText={t('ui.cancel')}
      confirmLoading={deed.isPending}
      onCancel={onClose}
      onOk={() =>
        asked &&
        deed.mutate(
          { trust: asked },
          {
            onSuccess: () => {
              showToast(t('package.trusted', { region: regionName }));
              onTrusted?.();
              onClose();
            },
          },
        )
      }
    >
      <div className="form-stack">
        <p>{t('package.trust.words')}</p>
        <Entry label={t('package.trust.name')}>
          {(ids) => <Input {...ids} maxLength={100} value={regionName} onChange={(event) => setRegionName(event.target.value)} />}
        </Entry>
        <Entry label={t('package.trust.region')} hint={t('package.trust.region.hint')}>
          {(ids) => (
            <Input
              {...ids}
              inputMode="numeric"
              maxLength={6}
              disabled={known !== undefined}
              value={region}
              onChange={(event) => setRegion(event.target.value)}
            />
          )}
        </Entry>
        <Entry label={t('package.publicKey')}>
          {(ids) => (
            <Input
              {...ids}
              disabled={known !== undefined}
              maxLength={200}
              value={publicKey}
              onChange={(event) => setPublicKey(event.target.value)}
            />
          )}
        </Entry>
        <Entry label={t('package.trust.fingerprint')} hint={t('package.trust.fingerprint.hint')}>
          {(ids) => (
            <Input.TextArea {...ids} rows={2} autoFocus value={fingerprint} onChange={(event) => setFingerprint(event.target.value)} />
          )}
        </Entry>
        <Refused error={deed.error} />
      </div>
    </Modal>
  );
}

function Keys({ desk }: { desk: PackageDesk }) {
  const { t, i18n } = useTranslation();
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<TrustedPublisher>();
  return (
    <>
      <Sheet title={t('package.own')} note={t('package.own.words')}>
        <dl className="package-facts">
          <dt>{t('package.publicKey')}</dt>
          <dd>
            <code>{desk.own.publicKey}</code>
          </dd>
          <dt>{t('package.fingerprint')}</dt>
          <dd>
            <code>{fingerprintWords(desk.own.fingerprint)}</code>
          </dd>
        </dl>
        <Button
          onClick={() =>
            void navigator.clipboard
              .writeText(`${desk.own.publicKey}\n${desk.own.fingerprint}`)
              .then(() => showToast(t('package.copied')))
              .catch(() => showToast(t('package.copy.failed')))
          }
        >
          {t('package.copy')}
        </Button>
      </Sheet>
      <Sheet
        title={t('package.keys', { count: desk.keys.length })}
        note={t('package.keys.words')}
        actions={<Button onClick={() => setAdding(true)}>{t('package.trust')}</Button>}
      >
        {desk.keys.length === 0 && <p className="hint">{t('package.keys.none')}</p>}
        <ul className="gallery-rows">
          {desk.keys.map((key) => (
            <li key={`${key.region} ${key.fingerprint}`}>
              <p className="upgrade-release">
                <b>{key.regionName}</b>
                {key.revoked ? <Chip tone="red">{t('package.revoked')}</Chip> : <Chip tone="done">{t('package.signer.trusted')}</Chip>}
                {!key.revoked && (
                  <Button
                    type="link"
                    size="small"
                    aria-label={t('package.revoke.of', { region: key.regionName })}
                    onClick={() => setLeaving(key)}
                  >
                    {t('package.revoke')}
                  </Button>
                )}
              </p>
              <p className="hint">
                {t('package.added', { who: key.addedBy, when: longDate(key.addedAt, i18n.language) })} ·{' '}
                <code>{fingerprintWords(key.fingerprint)}</code>
              </p>
              {key.revoked && (
                <p className="hint">
                  {t('package.revoked.why', {
                    who: key.revoked.byName,
                    when: longDate(key.revoked.at, i18n.language),
                    reason: key.revoked.reason,
                  })}
                </p>
              )}
            </li>
          ))}
        </ul>
      </Sheet>
      {adding && <Trust onClose={() => setAdding(false)} />}
      {leaving && <Revoke publisher={leaving} onClose={() => setLeaving(undefined)} />}
    </>
  );
}

function Revoke({ publisher, onClose }: { publisher: TrustedPublisher; onClose: () => void }) {
  const { t } = useTranslation();
  const deed = useKeyDeed();
  const [reason, setReason] = useState('');
  return (
    <Modal
      open
      title={t('package.revoke.of', { region: publisher.regionName })}
      okText={t('package.revoke')}
      okButtonProps={{ danger: true, disabled: reason.trim().length < 2 }}
      cancelText={t('ui.cancel')}
      confirmLoading={deed.isPending}
      onCancel={onClose}
      onOk={() => deed.mutate({ revoke: { fingerprint: publisher.fingerprint, reason: reason.trim() } }, { onSuccess: onClose })}
    >
      <p>{t('package.revoke.words')}</p>
      <Entry label={t('package.revoke.reason')}>
        {(ids) => <Input.TextArea {...ids} rows={2} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Entry>
      <Refused error={deed.error} />
    </Modal>
  );
}

function Imports({ desk }: { desk: PackageDesk }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  return (
    <Sheet title={t('package.imports')}>
      {desk.imports.length === 0 && <p className="hint">{t('package.imports.none')}</p>}
      <ul className="gallery-rows">
        {desk.imports.map((row) => (
          <li key={`${row.key} ${row.version}`}>
            <Link to={`/studio/gallery/${encodeURIComponent(row.key)}`}>{`${text(row.name)} v${row.version}`}</Link>{' '}
            <span className="hint">{t('package.imported', { who: row.byName, when: shortDate(row.at, i18n.language) })}</span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
