/** /work/cases/:no: the case as this department may see it. */
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { CasePage } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useCase } from '../../api/tasks.ts';
import { useText } from '../../i18n/use-text.ts';
import { Page, Sheet } from '../../ui/page.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { DocumentList, Timeline } from './history.tsx';
import { LampChip } from './LampChip.tsx';
import { TaskMaterial } from './TaskMaterial.tsx';
import { localMinute } from './times.ts';
import './work.css';

export function CaseRoute() {
  const { t } = useTranslation();
  const { no = '' } = useParams();
  const { data, error, refetch } = useCase(no);
  if (error) return <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <Page title={t('work.tab.cases')}>
        <Skeleton lines={8} />
      </Page>
    );
  }
  return <CaseView page={data} />;
}

function CaseView({ page }: { page: CasePage }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <Page
      title={`${text(page.scenarioName)} · ${page.applicant}`}
      titles={[page.caseNo]}
      lead={<span className="number">{page.caseNo}</span>}
      actions={<Link to="/work">{t('work.back')}</Link>}
    >
      <Sheet>
        <p>
          <LampChip lamp={page.lamp} /> {text(page.line)}
        </p>
        <dl className="facts">
          {page.submittedAt && (
            <div>
              <dt>{t('work.submitted')}</dt>
              <dd>{localMinute(page.submittedAt)}</dd>
            </div>
          )}
          {page.due && (
            <div>
              <dt>{t('work.due')}</dt>
              <dd>{page.due}</dd>
            </div>
          )}
          {page.endedAt && (
            <div>
              <dt>{t('work.ended')}</dt>
              <dd>{localMinute(page.endedAt)}</dd>
            </div>
          )}
        </dl>
        <Timeline entries={page.timeline} />
      </Sheet>
      {page.tasks.length > 0 && (
        <Sheet title={t('work.case.tasks')}>
          <ul>
            {page.tasks.map((task) => (
              <li key={task.id}>
                {task.mine ? <Link to={`/work/t/${task.id}`}>{text(task.step)}</Link> : text(task.step)}{' '}
                <span className="source">{t(`work.task.${task.status}`)}</span>
              </li>
            ))}
          </ul>
        </Sheet>
      )}
      <Sheet title={t('work.case.departments')}>
        <ul>
          {page.departments.map((item) => (
            <li key={`${text(item.department)}${text(item.item)}`}>
              {text(item.item)} <span className="source">{text(item.department)}</span> {t(`work.state.${item.state}`)}
            </li>
          ))}
        </ul>
        <DocumentList documents={page.documents} />
      </Sheet>
      <Sheet title={t('work.material')}>
        <TaskMaterial groups={page.groups} />
      </Sheet>
    </Page>
  );
}
