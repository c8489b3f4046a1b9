/** 和上游的差别: what a county does differently now, why, and what it offers upward. */
import { Button, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { DriftPage as Drift, DriftChange } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useDrift, useDriftReason, usePropose } from '../../api/upgrades.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Page, Sheet } from '../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx';
import { Entry, TextEntry } from '../../ui/text-entry.tsx';
import { showToast, ToastPlace } from '../../ui/toast.tsx';
import { GroupedChanges } from './grouped-changes.tsx';
import { Refused } from './refused.tsx';
import './upgrade.css';

export function DriftPage() {
  const { t } = useTranslation();
  const text = useText();
  const { id = '' } = useParams();
  const { data, error, isPending, refetch } = useDrift(id);
  return (
    <Page
      title={t('drift.title')}
      titles={[data ? text(data.name) : '']}
      lead={
        data?.template &&
        t('drift.lead', { region: data.template.regionName, template: text(data.template.name), base: data.base?.version ?? 0 })
      }
    >
      <nav aria-label={t('studio.crumbs')} className="upgrade-crumbs">
        <Link to={`/studio/scenes/${id}`}>{t('upgrade.back')}</Link>
        <Link to={`/studio/scenes/${id}/upgrade`}>{t('upgrade.title')}</Link>
        <Link to="/studio/proposals">{t('proposal.list')}</Link>
        <Link to={`/studio/scenes/${id}/remembered`}>{t('remembered')}</Link>
      </nav>
      {isPending && <Skeleton lines={8} />}
      {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data && <Changes key={id} id={id} page={data} />}
      <ToastPlace />
    </Page>
  );
}

function Changes({ id, page }: { id: string; page: Drift }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [offering, setOffering] = useState(false);
  const shown = page.changes.filter(({ group }) => group !== 'layout');
  const choose = (key: string, on: boolean) =>
    setChosen((before) => new Set(on ? [...before, key] : [...before].filter((one) => one !== key)));
  if (shown.length === 0) return <EmptyState title={t('drift.none')}>{t('drift.none.words')}</EmptyState>;
  return (
    <Sheet
      title={t('drift.count', { count: shown.length })}
      note={page.withoutReason > 0 ? t('drift.withoutReason', { count: page.withoutReason }) : t('drift.allReasons')}
      actions={
        <Button type="primary" disabled={chosen.size === 0} onClick={() => setOffering(true)}>
          {t('drift.offer', { count: chosen.size })}
        </Button>
      }
    >
      <GroupedChanges
        changes={shown}
        row={(change) => (
          <DriftRow
            key={change.key}
            id={id}
            region={page.region}
            change={change}
            chosen={chosen.has(change.key)}
            onChoose={(on) => choose(change.key, on)}
          />
        )}
      />
      {offering && (
        <OfferDialog
          id={id}
          region={page.region}
          changes={shown.filter(({ key }) => chosen.has(key))}
          onClose={() => setOffering(false)}
          onSent={() => setChosen(new Set())}
        />
      )}
    </Sheet>
  );
}

interface RowProps {
  id: string;
  region: string;
  change: DriftChange;
  chosen: boolean;
  onChoose: (on: boolean) => void;
}

function DriftRow({ id, region, change, chosen, onChoose }: RowProps) {
  const { t } = useTranslation();
  const text = useText();
  const save = useDriftReason(id);
  const sentence = text(change.sentence);
  return (
    <li className="upgrade-item">
      <p className="upgrade-sentence">
        <Checkbox checked={chosen} disabled={change.offered} onChange={(event) => onChoose(event.target.checked)} aria-label={sentence}>
          {sentence}
        </Checkbox>
        {change.proposal && (
          <Link to={`/studio/proposals/${region}/${change.proposal.id}`}>
            <Chip tone="going">{t(`proposal.status.${change.proposal.status}`)}</Chip>
          </Link>
        )}
        {change.remembered && <Chip tone="idle">{t('drift.remembered')}</Chip>}
      </p>
      {change.lockedWords && <p className="hint">{text(change.lockedWords)}</p>}
      <TextEntry
        label={t('drift.reason')}
        value={change.reasonOld ? '' : (change.reason ?? '')}
        status={save.error ? 'error' : undefined}
        placeholder={change.reasonOld ? t('drift.reasonOld', { reason: change.reason ?? '' }) : t('drift.reason.hint')}
        onCommit={(next) => save.mutate({ key: change.key, ...(next.trim() === '' ? {} : { reason: next.trim() }) })}
      />
      <Refused error={save.error} />
    </li>
  );
}

interface OfferProps {
  id: string;
  region: string;
  changes: DriftChange[];
  onClose: () => void;
  onSent: () => void;
}

/** 向省级推荐这处修改. */
function OfferDialog({ id, region, changes, onClose, onSent }: OfferProps) {
  const { t } = useTranslation();
  const text = useText();
  const send = usePropose(id);
  const [commandId] = useState(() => crypto.randomUUID());
  const [title, setTitle] = useState('');
  const [why, setWhy] = useState('');
  return (
    <Modal
      open
      width={600}
      title={t('drift.offer.title')}
      okText={t('drift.offer.send')}
      cancelText={t('ui.cancel')}
      confirmLoading={send.isPending}
      okButtonProps={{ disabled: title.trim() === '' || why.trim() === '' }}
      onCancel={onClose}
      onOk={() =>
        send.mutate(
          { region, keys: changes.map(({ key }) => key), title: title.trim(), why: why.trim(), commandId },
          {
            onSuccess: () => {
              showToast(t('drift.offer.sent'));
              onSent();
              onClose();
            },
          },
        )
      }
    >
      <ul className="upgrade-releases">
        {changes.map((change) => (
          <li key={change.key}>{text(change.sentence)}</li>
        ))}
      </ul>
      <Entry label={t('drift.offer.name')}>
        {(ids) => <Input {...ids} value={title} maxLength={120} onChange={(event) => setTitle(event.target.value)} />}
      </Entry>
      <Entry label={t('drift.offer.why')}>
        {(ids) => <Input.TextArea {...ids} value={why} rows={3} maxLength={1000} onChange={(event) => setWhy(event.target.value)} />}
      </Entry>
      <p className="hint">{t('drift.offer.evidence')}</p>
      <Refused error={send.error} />
    </Modal>
  );
}
