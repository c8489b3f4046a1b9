/** /work/t/:task: left what is asked of me, middle material beside data, right opinion and decision. */
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import type { TaskPage } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useHoldTask, useTask } from '../../api/tasks.ts';
import { useText } from '../../i18n/use-text.ts';
import { announce } from '../../ui/live.tsx';
import { Page } from '../../ui/page.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { DocumentList, Timeline } from './history.tsx';
import { LampChip } from './LampChip.tsx';
import { TaskDecision } from './TaskDecision.tsx';
import { TaskMaterial } from './TaskMaterial.tsx';
import { localMinute } from './times.ts';
import './work.css';

export function TaskRoute() {
  const { task = '' } = useParams();
  return <TaskScreen key={task} id={task} />;
}

function TaskScreen({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data: task, error, refetch } = useTask(id);
  const [stale, setStale] = useState<string>();
  const navigate = useNavigate();
  if (error && !task) return <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />;
  if (!task) {
    return (
      <Page title={t('work.inbox')}>
        <Skeleton lines={10} />
      </Page>
    );
  }
  const done = (words: string, next: string | undefined) => {
    const more = next ? t('work.openNext') : t('work.noMore');
    showToast(`${words} ${more}`);
    announce(`${words} ${more}`);
    navigate(next ? `/work/t/${next}` : '/work');
  };
  const onStale = (detail: string) => {
    setStale(detail);
    announce(t('work.stale'));
    void refetch();
  };
  return <TaskView task={task} stale={stale} onDone={done} onStale={onStale} />;
}

function TaskView({
  task,
  stale,
  onDone,
  onStale,
}: {
  task: TaskPage;
  stale: string | undefined;
  onDone(words: string, next: string | undefined): void;
  onStale(detail: string): void;
}) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <Page
      width="full"
      title={text(task.step)}
      titles={[task.applicant]}
      lead={
        <>
          {text(task.scenarioName)} · {task.applicant} · <Link to={`/work/cases/${task.caseNo}`}>{task.caseNo}</Link>
        </>
      }
      actions={<Link to="/work">{t('work.back')}</Link>}
    >
      {stale !== undefined && (
        <Alert className="stale" type="warning" showIcon title={t('work.stale')} description={t('work.stale.words', { detail: stale })} />
      )}
      <div className="task-columns">
        <section className="sheet asked" aria-labelledby="asked">
          <h2 id="asked">{t('work.asks')}</h2>
          <Asked task={task} />
        </section>
        <section className="sheet material" aria-labelledby="material">
          <h2 id="material">{t('work.material')}</h2>
          <TaskMaterial groups={task.groups} />
          <DocumentList documents={task.documents} />
          <Timeline entries={task.timeline} />
        </section>
        <section className="sheet deciding" aria-labelledby="deciding">
          <h2 id="deciding" className="visually-hidden">
            {t('work.decide')}
          </h2>
          {task.canDecide ? <TaskDecision key={task.rev} task={task} onDone={onDone} onStale={onStale} /> : <Closed task={task} />}
        </section>
      </div>
    </Page>
  );
}

function Asked({ task }: { task: TaskPage }) {
  const { t } = useTranslation();
  const text = useText();
  const hold = useHoldTask(task.id);
  return (
    <>
      {task.asks && <p className="asks">{text(task.asks)}</p>}
      <p>
        <LampChip lamp={task.lamp} workingDaysLeft={task.workingDaysLeft} />
      </p>
      <dl className="facts">
        {task.due && <Fact name={t('work.due')}>{task.due}</Fact>}
        {task.item && <Fact name={t('work.item')}>{text(task.item.name)}</Fact>}
        {task.item?.promisedDays !== undefined && <Fact name={t('work.promised')}>{t('work.days', { days: task.item.promisedDays })}</Fact>}
        {task.item?.statutoryDays !== undefined && (
          <Fact name={t('work.statutory')}>{t('work.days', { days: task.item.statutoryDays })}</Fact>
        )}
        {task.item?.legalBasis && <Fact name={t('work.legalBasis')}>{text(task.item.legalBasis)}</Fact>}
      </dl>
      {task.holder && !task.holder.me && (
        <p className="source">{t('work.heldBy', { name: task.holder.name, at: localMinute(task.holder.since) })}</p>
      )}
      {task.status === 'open' && (
        <Button
          size="small"
          loading={hold.isPending}
          onClick={() => hold.mutate(task.holder?.me ? 'release' : 'claim')}
          disabled={task.holder !== undefined && !task.holder.me}
        >
          {task.holder?.me ? t('work.release') : t('work.claim')}
        </Button>
      )}
      {hold.error && <p className="field-error">{problemOf(hold.error).detail}</p>}
    </>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Closed({ task }: { task: TaskPage }) {
  const { t } = useTranslation();
  const text = useText();
  if (task.status === 'supplement') {
    return (
      <>
        <h3>{t('work.supplementing')}</h3>
        <ul className="defects">
          {task.defects?.map((defect) => (
            <li key={`${defect.path}${defect.words}`}>
              {defect.label && <b>{text(defect.label)}：</b>}
              {defect.words}
            </li>
          ))}
        </ul>
      </>
    );
  }
  return (
    <>
      <h3>{t('work.closed')}</h3>
      {task.decision && (
        <p>{t('work.closedBy', { name: task.decision.by, at: localMinute(task.decision.at), decision: text(task.decision.name) })}</p>
      )}
      {task.decision?.opinion && <blockquote>{task.decision.opinion}</blockquote>}
    </>
  );
}
