/** /work/cases/:no: the case as this department may see it. */
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { CasePage, TrackedItem } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useCase } from '../../api/tasks.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip, type Tone } from '../../ui/chip.tsx';
import { Page, Sheet } from '../../ui/page.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { CaseClocks } from './CaseClocks.tsx';
import { CaseLicences } from './CaseLicences.tsx';
import { CaseOperations } from './CaseOperations.tsx';
import { CasePapers } from './CasePapers.tsx';
import { CaseRecord } from './CaseRecord.tsx';
import { CaseSteps } from './CaseSteps.tsx';
import { DocumentList, Timeline } from './history.tsx';
import { LampChip } from './LampChip.tsx';
import { TaskMaterial } from './TaskMaterial.tsx';
import { localMinute } from './times.ts';

const tones: Record<TrackedItem['state'], Tone> = { waiting: 'idle', doing: 'going', done: 'plain', refused: 'red', stopped: 'stopped' };

export function CaseRoute() {
  const { t } = useTranslation();
  const { no = '' } = useParams();
  const { data, error, refetch } = useCase(no);
  if (data) return <CaseView page={data} />;
  return (
    <Page title={t('work.tab.cases')} actions={<Link to="/work/cases">{t('work.tab.cases')}</Link>}>
      {error ? <FailedState problem={problemOf(error)} onRetry={() => void refetch()} /> : <Skeleton lines={8} />}
    </Page>
  );
}

function CaseView({ page }: { page: CasePage }) {
  const { t } = useTranslation();
  const text = useText();
  const regions = page.regionName ? { [page.region]: page.regionName } : {};
  return (
    <Page
      width="full"
      title={`${text(page.scenarioName)} · ${page.applicant}`}
      titles={[page.caseNo]}
      lead={
        <span className="case-lead">
          <LampChip lamp={page.lamp} />
          <span>{text(page.line)}</span>
          <span className="number">{page.caseNo}</span>
        </span>
      }
      actions={<Link to="/work/cases">{t('work.tab.cases')}</Link>}
    >
      <div className="case-columns">
        <div>
          <Sheet title={t('work.case.state')}>
            <Facts page={page} />
            <OwnTasks tasks={page.tasks} />
            {page.mayBegin && <CaseSteps caseNo={page.caseNo} />}
            <CaseClocks caseNo={page.caseNo} clocks={page.clocks ?? []} />
            <CasePapers caseNo={page.caseNo} papers={page.papers ?? []} />
            <DocumentList caseNo={page.caseNo} documents={page.documents} />
            {page.documents.length > 0 && <CaseLicences caseNo={page.caseNo} />}
          </Sheet>
          {page.mayOperate && <CaseOperations caseNo={page.caseNo} />}
          <Sheet title={t('work.case.departments')}>
            <Departments items={page.departments} />
          </Sheet>
          <Sheet>
            <Timeline entries={page.timeline} open />
            <CaseRecord caseNo={page.caseNo} />
          </Sheet>
        </div>
        <Sheet title={t('work.material')} className="material">
          <TaskMaterial groups={page.groups} regions={regions} />
        </Sheet>
      </div>
    </Page>
  );
}

function Facts({ page }: { page: CasePage }) {
  const { t } = useTranslation();
  const text = useText();
  const facts = [
    [t('work.submitted'), page.submittedAt && localMinute(page.submittedAt)],
    [t('work.due'), page.due],
    [t('work.lamp.provisional'), page.provisional && text(page.provisional)],
    [t('work.ended'), page.endedAt && localMinute(page.endedAt)],
  ].filter(([, value]) => value);
  return (
    <dl className="facts facts-row">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="number">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function OwnTasks({ tasks }: { tasks: CasePage['tasks'] }) {
  const { t } = useTranslation();
  const text = useText();
  if (tasks.length === 0) return null;
  return (
    <section className="own-tasks">
      <h3>{t('work.case.tasks')}</h3>
      <ul>
        {tasks.map((task) => (
          <li key={task.id}>
            {task.mine ? <Link to={`/work/t/${task.id}`}>{text(task.step)}</Link> : <span>{text(task.step)}</span>}
            <span className="source">{t(`work.task.${task.status}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Departments({ items }: { items: TrackedItem[] }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <div className="table-place plain">
      <table className="tasks departments">
        <thead>
          <tr>
            <th scope="col">{t('work.case.matter')}</th>
            <th scope="col">{t('work.case.department')}</th>
            <th scope="col">{t('work.column.state')}</th>
            <th scope="col">{t('work.case.doneAt')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={`${text(item.department)}${text(item.item)}`}>
              <td className="main">{text(item.item)}</td>
              <td data-label={t('work.case.department')}>{text(item.department)}</td>
              <td data-label={t('work.column.state')}>
                <Chip tone={tones[item.state]}>{t(`work.state.${item.state}`)}</Chip>
              </td>
              <td data-label={t('work.case.doneAt')} className="number">
                {item.doneAt ? localMinute(item.doneAt) : item.due && t('work.case.dueOn', { date: item.due })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
