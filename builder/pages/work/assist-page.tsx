/** /work/assists/:id: what is asked and about whom, the answer, and what has happened. Complete on a phone. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { AssistPage } from '../../../schemas/generated/api.ts';
import { useAssist, useHoldAssist } from '../../api/assists.ts';
import { problemOf } from '../../api/client.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Page, Sheet } from '../../ui/page.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { AssistForm } from './AssistForm.tsx';
import { KeyFact } from './KeyFact.tsx';
import { LampChip } from './LampChip.tsx';
import { MaterialFiles } from './MaterialFiles.tsx';
import { problemWords } from './problem-words.ts';
import { localMinute } from './times.ts';

export function AssistRoute() {
  const { id = '' } = useParams();
  return <AssistScreen key={id} id={id} />;
}

function AssistScreen({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useAssist(id);
  const back = <Link to="/work/assists">{t('assist.back')}</Link>;
  if (error && !data)
    return (
      <Page title={t('assist.title')} actions={back}>
        <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />
      </Page>
    );
  if (!data)
    return (
      <Page title={t('assist.title')}>
        <Skeleton lines={10} />
      </Page>
    );
  return <AssistView page={data} reload={() => void refetch()} />;
}

function AssistView({ page, reload }: { page: AssistPage; reload(): void }) {
  const { t } = useTranslation();
  const text = useText();
  const title = text(page.question);
  return (
    <Page title={title} titles={[t('assist.title')]} actions={<Link to="/work/assists">{t('assist.back')}</Link>}>
      <p className="assist-state">
        {page.status === 'open' ? <LampChip lamp={page.lamp} workingDaysLeft={page.workingDaysLeft} /> : <Status page={page} />}
        {page.urged > 0 && <Chip tone="amber">{t('assist.urged', { count: page.urged })}</Chip>}
        {page.escalated && page.status === 'open' && <Chip tone="red">{t('assist.escalated')}</Chip>}
      </p>
      <div className="assist-columns">
        <Sheet title={t('assist.asked')}>
          <Asked page={page} />
          <Hold page={page} />
        </Sheet>
        {page.form && page.canAnswer ? (
          <Sheet title={t('assist.answer')} className="native">
            <AssistForm page={page} onStale={reload} />
          </Sheet>
        ) : (
          <Sheet title={t('assist.given')}>
            <Given page={page} />
          </Sheet>
        )}
      </div>
      <Sheet title={t('assist.history')}>
        <History page={page} />
      </Sheet>
    </Page>
  );
}

function Status({ page }: { page: AssistPage }) {
  const { t } = useTranslation();
  return <Chip tone={page.status === 'answered' ? 'done' : 'idle'}>{t(`assist.status.${page.status}`)}</Chip>;
}

function Asked({ page }: { page: AssistPage }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <dl className="facts">
      <Fact name={t('assist.column.resource')} words={text(page.resourceName)} />
      {page.keys.map((key) => (
        <KeyFact key={text(key.label)} value={key} name={`${t('assist.about')}：${text(key.label)}`} />
      ))}
      {page.due && <Fact name={t('assist.due')} words={page.due} strong />}
      <Fact name={t('assist.why')} words={text(page.why)} />
      <Fact name={t('assist.asker')} words={page.askedBy} />
      <Fact name={t('assist.scenario')} words={text(page.scenarioName)} />
      {page.caseNo && <Fact name={t('assist.case')} words={page.caseNo} />}
      {page.purpose && <Fact name={t('assist.purpose')} words={text(page.purpose)} />}
      {page.legalBasis && <Fact name={t('assist.basis')} words={text(page.legalBasis)} />}
    </dl>
  );
}

function Fact({ name, words, strong = false }: { name: string; words: string; strong?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{strong ? <b>{words}</b> : words}</dd>
    </div>
  );
}

function Hold({ page }: { page: AssistPage }) {
  const { t } = useTranslation();
  const hold = useHoldAssist(page.id);
  const problem = hold.error ? problemOf(hold.error) : undefined;
  if (page.status !== 'open') return null;
  const mine = page.holder?.me;
  return (
    <>
      {page.holder && !mine && <p className="source">{t('assist.heldBy', { name: page.holder.name })}</p>}
      {page.canAnswer && (
        <Button loading={hold.isPending} onClick={() => hold.mutate(mine ? 'release' : 'claim')}>
          {mine ? t('work.release') : t('work.claim')}
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

function Given({ page }: { page: AssistPage }) {
  const { t } = useTranslation();
  const text = useText();
  const { given } = page;
  if (page.status === 'open') return <p>{page.holder ? t('assist.heldBy', { name: page.holder.name }) : t('assist.watching')}</p>;
  if (!given) return <p>{t(`assist.status.${page.status}`)}</p>;
  return (
    <>
      {given.values.length === 0 && <p>{t(page.status === 'answered' ? 'assist.given.forgotten' : 'assist.given.nothing')}</p>}
      <dl className="facts">
        {given.values.map((value) => (
          <Fact key={text(value.label)} name={text(value.label)} words={value.shown} />
        ))}
        {given.words && <Fact name={t(page.status === 'refused' ? 'assist.words.refuse' : 'assist.words')} words={given.words} />}
        {given.documents.length > 0 && <Fact name={t('assist.given.documents')} words={given.documents.join(' ')} />}
        {given.validTo && <Fact name={t('assist.given.validTo')} words={given.validTo} />}
        {given.checkCode && <Fact name={t('assist.given.check')} words={given.checkCode} />}
      </dl>
      {given.files && <MaterialFiles files={given.files} label={t('assist.evidence')} />}
      {given.sealed && <p className="source">{t('assist.given.sealed')}</p>}
      {given.together && <p className="source">{t('assist.given.together')}</p>}
    </>
  );
}

function History({ page }: { page: AssistPage }) {
  const text = useText();
  return (
    <ol className="assist-history">
      {page.history.map((event) => (
        <li key={`${event.at}${text(event.text)}`}>
          <time dateTime={event.at} className="number">
            {localMinute(event.at)}
          </time>
          <span>
            {text(event.text)}
            {event.by && `（${event.by}）`}
            {event.words && `：${event.words}`}
          </span>
        </li>
      ))}
    </ol>
  );
}
