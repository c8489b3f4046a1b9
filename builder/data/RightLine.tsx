/** The right to a data use in one line, with the one thing to do about it. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DataUse } from '../../schemas/generated/documents.ts';
import { Chip } from '../ui/chip.tsx';
import './right.css';
import { useRightOf, useRights } from './rights.tsx';
import { ApplicationChip, GrantChip, Turn } from './states.tsx';

export function RightLine({ id, use }: { id: string; use: DataUse }) {
  const { t } = useTranslation();
  const here = useRights();
  const right = useRightOf(use);
  if (!here || !right) return null;
  const { state, application, missing, validTo } = right;
  const stopped = application?.state === 'suspended' || application?.state === 'revoked' || application?.state === 'expired';
  return (
    <div className="right-line" data-right={state}>
      <p className="right-words">
        {state === 'granted' && <Chip tone="done">{t('data.right.granted', { date: validTo ?? '' })}</Chip>}
        {state === 'none' && (application ? <ApplicationChip brief={application} /> : <Chip tone="amber">{t('data.right.none')}</Chip>)}
        {state === 'part' && <Chip tone="amber">{t('data.right.part', { count: missing.length })}</Chip>}
        {state === 'stopped' && (stopped ? <ApplicationChip brief={application} /> : <GrantChip state="suspended" />)}
        {state === 'pending' && application && <ApplicationChip brief={application} />}
        {application && state !== 'granted' && <Turn brief={application} />}
      </p>
      {state === 'pending' && <p className="panel-note">{t('data.right.sample')}</p>}
      <p className="right-words">
        {(state === 'none' || state === 'part') && (
          <Button size="small" type="primary" onClick={() => here.apply(id)}>
            {t('data.apply.title')}
          </Button>
        )}
        {application && state !== 'granted' && <Link to={`/studio/data/requests/${application.id}`}>{t('data.right.open')}</Link>}
      </p>
    </div>
  );
}

/** For a card: only what is not in order. */
export function RightChip({ use }: { use: DataUse }) {
  const { t } = useTranslation();
  const right = useRightOf(use);
  if (!right || right.state === 'granted') return null;
  const { application, state } = right;
  return (
    <span className="right-words">
      {application ? (
        <ApplicationChip brief={application} />
      ) : (
        <Chip tone="amber">{t(state === 'stopped' ? 'data.state.suspended' : 'data.right.none')}</Chip>
      )}
      {application && <Turn brief={application} />}
    </span>
  );
}
