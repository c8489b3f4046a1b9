/** One offer: the changes in sentences, what the county's cases say for them, and the publisher's answer element by element. */
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { EvidenceSide, Proposal, ProposalChange } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useProposal, useProposalDeed } from '../../api/fleet.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Page, Sheet } from '../../ui/page.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { shortDate } from '../studio/dates.ts';
import { Refused } from '../upgrade/refused.tsx';
import '../studio/scenario-list.css';
import '../upgrade/upgrade.css';
import { proposalTones } from './proposals-page.tsx';

export function ProposalPage() {
  const { region = '', proposal = '' } = useParams();
  const { t } = useTranslation();
  const asked = useProposal(region, proposal);
  if (asked.error) return <FailedState problem={problemOf(asked.error)} onRetry={() => void asked.refetch()} />;
  if (!asked.data)
    return (
      <Page title={t('proposal.list')}>
        <Skeleton lines={8} />
      </Page>
    );
  return <Opened page={asked.data} />;
}

function Opened({ page }: { page: Proposal }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const deed = useProposalDeed(page.region, page.id);
  return (
    <Page
      title={page.title}
      titles={[t('proposal.list')]}
      lead={t('proposal.words', {
        region: page.regionName,
        who: page.sentBy,
        when: shortDate(page.sentAt, i18n.language),
        template: text(page.template.name),
        base: page.baseVersion,
      })}
      actions={
        page.mayWithdraw && (
          <Button loading={deed.isPending} onClick={() => deed.mutate({ withdraw: page.rev })}>
            {t('proposal.withdraw')}
          </Button>
        )
      }
    >
      <nav aria-label={t('studio.crumbs')} className="upgrade-crumbs">
        <Link to={`/studio/proposals${page.mayAnswer ? '?side=received' : ''}`}>{t('proposal.back')}</Link>
        {page.mayAnswer && page.draft && <Link to={`/studio/scenes/${page.draft.scenario}`}>{t('proposal.draft')}</Link>}
      </nav>
      <p className="data-chips" role="status">
        <Chip tone={proposalTones[page.status]}>{t(`proposal.status.${page.status}`)}</Chip>
        {page.releasedIn !== undefined && <span>{t('proposal.releasedIn', { version: page.releasedIn })}</span>}
      </p>
      <Sheet title={t('proposal.why')}>
        <p>{page.why}</p>
      </Sheet>
      <EvidenceSheet page={page} />
      <Sheet title={t('proposal.changesCount', { count: page.changes.length })} note={page.noDraft ? t('proposal.noDraft') : undefined}>
        <Refused error={deed.error} />
        <ul className="upgrade-items">
          {page.changes.map((change) => (
            <Change
              key={change.key}
              change={change}
              may={page.mayAnswer && !page.noDraft}
              busy={deed.isPending}
              onAnswer={(take, reason) => deed.mutate({ answer: { rev: page.rev, key: change.key, take, ...(reason ? { reason } : {}) } })}
            />
          ))}
        </ul>
      </Sheet>
    </Page>
  );
}

/** Numbers of the county's own cases, before and after the change. */
function EvidenceSheet({ page }: { page: Proposal }) {
  const { t } = useTranslation();
  const { before, after } = page.evidence;
  const rows: [string, (side: EvidenceSide) => string][] = [
    ['cases', (side) => String(side.cases)],
    ['medianDays', (side) => (side.medianDays === undefined ? t('proposal.unknown') : String(side.medianDays))],
    ['returnShare', (side) => (side.returnShare === undefined ? t('proposal.unknown') : `${Math.round(side.returnShare * 100)} %`)],
    ['stars', (side) => (side.stars === undefined ? t('proposal.unknown') : side.stars.toFixed(1))],
  ];
  return (
    <Sheet title={t('proposal.evidence')} note={t('proposal.evidence.words')}>
      <div className="list-scroll">
        <table className="list list-plain">
          <thead>
            <tr>
              <th scope="col">{t('proposal.figure')}</th>
              <th scope="col">{t('proposal.before')}</th>
              <th scope="col">{t('proposal.after')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{t(`proposal.figure.${name}`)}</th>
                <td>{value(before)}</td>
                <td>{value(after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Sheet>
  );
}

interface ChangeProps {
  change: ProposalChange;
  may: boolean;
  busy: boolean;
  onAnswer: (take: boolean, reason?: string) => void;
}

function Change({ change, may, busy, onAnswer }: ChangeProps) {
  const { t } = useTranslation();
  const text = useText();
  const [declining, setDeclining] = useState(false);
  const [reason, setReason] = useState('');
  const tone = change.answer === 'taken' ? 'done' : change.answer === 'declined' ? 'idle' : 'amber';
  return (
    <li className="upgrade-item">
      <p className="upgrade-sentence">
        <Chip tone={tone}>{t(`proposal.answer.${change.answer}`)}</Chip>
        <span>{text(change.sentence)}</span>
      </p>
      {change.conflict && (
        <p className="hint">{t('proposal.conflict', { now: change.nowWords ? text(change.nowWords) : t('upgrade.present') })}</p>
      )}
      {change.reason && <p className="hint">{t('proposal.reason', { reason: change.reason })}</p>}
      {may && change.answer === 'open' && !declining && (
        <div className="upgrade-choices">
          <Button size="small" type="primary" loading={busy} onClick={() => onAnswer(true)}>
            {t('proposal.take')}
          </Button>
          <Button size="small" onClick={() => setDeclining(true)}>
            {t('proposal.decline')}
          </Button>
        </div>
      )}
      {declining && change.answer === 'open' && (
        <form
          className="upgrade-edit"
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim()) onAnswer(false, reason.trim());
          }}
        >
          <Input
            autoFocus
            value={reason}
            maxLength={300}
            aria-label={t('proposal.declineReason')}
            placeholder={t('proposal.declineReason')}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button size="small" htmlType="submit" loading={busy} disabled={reason.trim() === ''}>
            {t('proposal.decline')}
          </Button>
          <Button size="small" onClick={() => setDeclining(false)}>
            {t('ui.cancel')}
          </Button>
        </form>
      )}
    </li>
  );
}
