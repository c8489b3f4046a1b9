/** /work/reports: what desks found out about our data. We check, and answer in words the applicant reads. */
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { DisputeReport, DisputeVerdict } from '../../../schemas/generated/api.ts';
import { useAnswerReport, useReports } from '../../api/assists.ts';
import { problemOf } from '../../api/client.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Page, Sheet } from '../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { AssistTabs } from './AssistTabs.tsx';
import { KeyFact } from './KeyFact.tsx';
import { Pager } from './Pager.tsx';
import { problemWords } from './problem-words.ts';
import { localMinute } from './times.ts';
import { WorkTabs } from './WorkTabs.tsx';

export function ReportsPage() {
  const { t } = useTranslation();
  const [address, setAddress] = useSearchParams();
  const state = address.get('state') === 'done' ? 'done' : 'open';
  const page = address.get('page') ?? '1';
  const { data, error, refetch } = useReports(new URLSearchParams({ state, page }).toString());
  return (
    <Page title={t('report.title')} titles={[t(`report.tab.${state}`)]} lead={t('report.lead')}>
      <WorkTabs current="assists" />
      <AssistTabs current="reports" />
      <nav className="work-tabs" aria-label={t('report.title')}>
        {(['open', 'done'] as const).map((tab) => (
          <Link key={tab} to={`/work/reports?state=${tab}`} aria-current={state === tab ? 'page' : undefined}>
            {t(`report.tab.${tab}`)}
            {data && <span className="count">{data.counts[tab]}</span>}
          </Link>
        ))}
      </nav>
      {error && !data ? (
        <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton lines={6} />
      ) : data.rows.length === 0 ? (
        <EmptyState title={t(`report.empty.${state}`)}>{t('report.empty.words')}</EmptyState>
      ) : (
        <>
          {data.rows.map((report) => (
            <Report key={report.id} report={report} />
          ))}
          <Pager
            page={data.page}
            pages={Math.ceil(data.total / data.pageSize)}
            onPage={(next) => setAddress(new URLSearchParams({ state, page: String(next) }), { replace: true })}
          />
        </>
      )}
    </Page>
  );
}

function Report({ report }: { report: DisputeReport }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <Sheet
      title={`${text(report.resourceName)}：${text(report.fieldName)}`}
      note={t('report.reported', { at: localMinute(report.reportedAt) })}
    >
      <p className="assist-state">
        <Chip tone={report.status === 'open' ? 'amber' : 'idle'}>{t(`report.status.${report.status}`)}</Chip>
        <span className="source">
          {report.regionName}
          {report.department && ` ${text(report.department)}`} · {text(report.scenarioName)} {report.caseNo ?? ''}
        </span>
      </p>
      <dl className="facts report-facts">
        {report.keys.map((key) => (
          <KeyFact key={text(key.label)} value={key} />
        ))}
        <Fact name={t('report.register')} words={report.register} />
        <Fact name={t('report.applicant')} words={report.applicant} />
        {report.applicantReason && <Fact name={t('report.applicantReason')} words={report.applicantReason} />}
        <Fact name={t('report.reason')} words={report.reason} />
        {report.words && (
          <Fact name={t('report.words')} words={`${report.words}（${report.answeredBy ?? ''}，${localMinute(report.answeredAt ?? '')}）`} />
        )}
      </dl>
      {report.status === 'open' && <AnswerForm report={report} />}
    </Sheet>
  );
}

function Fact({ name, words }: { name: string; words: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{words}</dd>
    </div>
  );
}

function AnswerForm({ report }: { report: DisputeReport }) {
  const { t } = useTranslation();
  const answer = useAnswerReport(report.id);
  const commandId = useRef(crypto.randomUUID());
  const [verdict, setVerdict] = useState<DisputeVerdict>();
  const [words, setWords] = useState('');
  const [message, setMessage] = useState<string>();
  const id = `report-${report.id.replace('.', '-')}`;
  const send = async () => {
    if (!verdict) return setMessage(t('report.verdict.needed'));
    if (words.trim() === '') return setMessage(t('report.words.needed'));
    try {
      await answer.mutateAsync({ verdict, words: words.trim(), commandId: commandId.current });
      showToast(t('report.sent'));
    } catch (cause) {
      const problem = problemOf(cause);
      setMessage(problemWords(problem) || t(problem.status === 0 ? 'work.offline' : 'ui.failed'));
    }
  };
  return (
    <div className="native report-answer">
      {message && (
        <p className="field-error" role="alert">
          {message}
        </p>
      )}
      <fieldset>
        <legend className="officer-label">{t('report.verdict')}</legend>
        {(['corrected', 'confirmed', 'rejected'] as const).map((one) => (
          <label key={one} className="assist-seal">
            <input type="radio" name={id} checked={verdict === one} onChange={() => setVerdict(one)} />
            {t(`report.verdict.${one}`)}
          </label>
        ))}
      </fieldset>
      <label className="officer-label" htmlFor={`${id}-words`}>
        {t('report.words')}
      </label>
      <p id={`${id}-hint`} className="source">
        {t('report.words.hint')}
      </p>
      <textarea
        id={`${id}-words`}
        aria-describedby={`${id}-hint`}
        rows={2}
        maxLength={2000}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <Button type="primary" loading={answer.isPending} onClick={() => void send()}>
        {t('report.send')}
      </Button>
    </div>
  );
}
