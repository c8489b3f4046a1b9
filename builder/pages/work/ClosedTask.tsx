/** In place of the decision when there is none to take: what became of the task, and what this officer had written meanwhile. */
import { useTranslation } from 'react-i18next';
import type { TaskPage } from '../../../schemas/generated/api.ts';
import { useText } from '../../i18n/use-text.ts';
import { readTaskDraft } from './task-draft.ts';
import { localMinute } from './times.ts';

export function ClosedTask({ task }: { task: TaskPage }) {
  const { t } = useTranslation();
  return (
    <div className="deciding-body">
      {task.status === 'supplement' ? (
        <Supplementing task={task} />
      ) : task.status === 'waiting' ? (
        <h3>{t('approval.waitsForOthers')}</h3>
      ) : task.status === 'open' && task.suspended ? (
        <h3>{t('approval.suspended', { basis: task.suspended.basis })}</h3>
      ) : task.status === 'open' && (task.purpose === 'delegate' || task.purpose === 'ask' || task.purpose === 'copy') ? (
        <h3>{t(`approval.purpose.${task.purpose}`)}</h3>
      ) : task.status === 'open' ? (
        <NotMine task={task} />
      ) : (
        <Decided task={task} />
      )}
      <Unsent task={task} />
    </div>
  );
}

function Supplementing({ task }: { task: TaskPage }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <>
      <h3>{t('work.supplementing')}</h3>
      <ul className="defects">
        {task.defects?.map((defect) => (
          <li key={`${defect.path}${defect.words}`}>
            {defect.label && <b>{text(defect.label)}</b>}
            <span>{defect.words}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function NotMine({ task }: { task: TaskPage }) {
  const { t } = useTranslation();
  return (
    <>
      <h3>{t('work.notMine')}</h3>
      <p>{task.holder ? t('work.heldBy', { name: task.holder.name, at: localMinute(task.holder.since) }) : t('work.notMine.words')}</p>
    </>
  );
}

function Decided({ task }: { task: TaskPage }) {
  const { t } = useTranslation();
  const text = useText();
  if (!task.decision) return <h3>{t(task.status === 'cancelled' ? 'work.cancelled' : 'work.closed')}</h3>;
  const { name, by, at, opinion } = task.decision;
  return (
    <>
      <h3>{t('work.closed')}</h3>
      <p>{t('work.closedBy', { name: by, at: localMinute(at), decision: text(name) })}</p>
      {opinion && <blockquote>{opinion}</blockquote>}
    </>
  );
}

function Unsent({ task }: { task: TaskPage }) {
  const { t } = useTranslation();
  const { opinion } = readTaskDraft(sessionStorage, task.id);
  if (!opinion) return null;
  return (
    <>
      <h3>{t('work.unsent')}</h3>
      <blockquote>{opinion}</blockquote>
    </>
  );
}
