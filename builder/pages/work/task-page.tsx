/** /work/t/:task: left what is asked of me, middle material beside data, right opinion and decision. One screen on a desk. */
import { Button } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import type { TaskPage } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useHoldTask, useTask } from '../../api/tasks.ts';
import { useText } from '../../i18n/use-text.ts';
import { Page, usePageTitle } from '../../ui/page.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { AskedList } from './AskedList.tsx';
import { CaseAssists } from './CaseAssists.tsx';
import { ClosedTask } from './ClosedTask.tsx';
import { DocumentList, Timeline } from './history.tsx';
import { inboxPath } from './inbox-address.ts';
import { LampChip } from './LampChip.tsx';
import { Occasion } from './Occasion.tsx';
import { problemWords } from './problem-words.ts';
import { TaskDecision } from './TaskDecision.tsx';
import { TaskMaterial } from './TaskMaterial.tsx';
import { TaskOperations } from './TaskOperations.tsx';
import { localMinute } from './times.ts';

export function TaskRoute() {
  const { task = '' } = useParams();
  return <TaskScreen key={task} id={task} />;
}

function TaskScreen({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data: task, error, refetch } = useTask(id);
  const [stale, setStale] = useState<string>();
  const navigate = useNavigate();
  if (error && !task) {
    return (
      <Page title={t('work.inbox')} actions={<Link to={inboxPath()}>{t('work.back')}</Link>}>
        <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (!task) {
    return (
      <Page title={t('work.inbox')}>
        <Skeleton lines={10} />
      </Page>
    );
  }
  const done = (words: string, next: string | undefined) => {
    showToast(`${words} ${next ? t('work.openNext') : t('work.noMore')}`);
    navigate(next ? `/work/t/${next}` : inboxPath());
  };
  const returned = (words: string) => {
    showToast(words);
    navigate(inboxPath());
  };
  const onStale = (words: string) => {
    setStale(words);
    void refetch();
  };
  const look = async () => (await refetch()).data;
  return <TaskView task={task} stale={stale} look={look} onDone={done} onReturned={returned} onStale={onStale} />;
}

interface ViewProps {
  task: TaskPage;
  stale: string | undefined;
  look(): Promise<TaskPage | undefined>;
  onDone(words: string, next: string | undefined): void;
  onReturned(words: string): void;
  onStale(words: string): void;
}

function TaskView({ task, stale, look, onDone, onReturned, onStale }: ViewProps) {
  const { t } = useTranslation();
  const regions = task.regionName ? { [task.region]: task.regionName } : {};
  return (
    <div className="task-page">
      <TaskHead task={task} />
      {stale !== undefined && (
        <div className="task-stale" role="alert">
          <b>{t('work.stale')}</b>
          <p>{`${stale} ${t('work.stale.words')}`}</p>
        </div>
      )}
      <TaskOperations task={task} onLeft={onReturned} />
      <div className="task-columns">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a column that scrolls by itself must be scrollable by keyboard */}
        <section className="sheet asked" aria-labelledby="asked" tabIndex={0}>
          <h2 id="asked">{t('work.asks')}</h2>
          <Occasion task={task} />
          <Asked task={task} />
          <CaseAssists taskId={task.id} assists={task.assists} />
          <AskedList taskId={task.id} />
          <DocumentList caseNo={task.caseNo} documents={task.documents} />
          <Timeline entries={task.timeline} />
        </section>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: as above */}
        <section className="sheet material" aria-labelledby="material" tabIndex={0}>
          <h2 id="material">{t('work.material')}</h2>
          <TaskMaterial groups={task.groups} regions={regions} taskId={task.id} />
        </section>
        <section className="sheet deciding native" id="deciding" aria-labelledby="deciding-title">
          <h2 id="deciding-title" className="visually-hidden">
            {t('work.decide')}
          </h2>
          {task.canDecide ? (
            <TaskDecision task={task} look={look} onDone={onDone} onReturned={onReturned} onStale={onStale} />
          ) : (
            <ClosedTask task={task} />
          )}
        </section>
      </div>
      {task.canDecide && (
        <a className="to-decision" href="#deciding">
          {t('work.toDecision')}
        </a>
      )}
    </div>
  );
}

/** Takes the focus, so that after a decision the next task is read out and walked from its top. */
function TaskHead({ task }: { task: TaskPage }) {
  const { t } = useTranslation();
  const text = useText();
  const title = useRef<HTMLHeadingElement>(null);
  usePageTitle([text(task.step), task.applicant]);
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  return (
    <header className="task-head">
      <h1 ref={title} tabIndex={-1}>
        {text(task.step)}
      </h1>
      <LampChip lamp={task.lamp} workingDaysLeft={task.workingDaysLeft} />
      <p className="task-facts">
        <span>{task.applicant}</span>
        <span>{text(task.scenarioName)}</span>
        <Link to={`/work/cases/${task.caseNo}`} className="number">
          {task.caseNo}
        </Link>
      </p>
      <Link to={inboxPath()} className="task-back">
        {t('work.back')}
      </Link>
    </header>
  );
}

function Asked({ task }: { task: TaskPage }) {
  const { t } = useTranslation();
  const text = useText();
  const hold = useHoldTask(task.id);
  const problem = hold.error ? problemOf(hold.error) : undefined;
  return (
    <>
      {task.asks && <p className="asks">{text(task.asks)}</p>}
      <dl className="facts">
        {task.due && (
          <Fact name={t('work.due')}>
            <b>{task.due}</b>
          </Fact>
        )}
        {task.item && <Fact name={t('work.item')}>{text(task.item.name)}</Fact>}
        {task.item?.promisedDays !== undefined && (
          <Fact name={t('work.promised')}>{t('work.days', { count: task.item.promisedDays })}</Fact>
        )}
        {task.item?.statutoryDays !== undefined && (
          <Fact name={t('work.statutory')}>{t('work.days', { count: task.item.statutoryDays })}</Fact>
        )}
        {task.item?.legalBasis && <Fact name={t('work.legalBasis')}>{text(task.item.legalBasis)}</Fact>}
      </dl>
      {task.holder && (
        <p className="source">
          {task.holder.me
            ? t('work.heldByMeSince', { at: localMinute(task.holder.since) })
            : t('work.heldBy', { name: task.holder.name, at: localMinute(task.holder.since) })}
        </p>
      )}
      {task.status === 'open' && task.purpose !== 'copy' && !task.suspended && (!task.holder || task.holder.me) && (
        <Button loading={hold.isPending} onClick={() => hold.mutate(task.holder?.me ? 'release' : 'claim')}>
          {task.holder?.me ? t('work.release') : t('work.claim')}
        </Button>
      )}
      {problem && (
        <p className="field-error" role="alert">
          {problemWords(problem) || t('ui.failed')}
        </p>
      )}
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
