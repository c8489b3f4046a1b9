/** 试办一次: a whole sample case in the browser, by the product's own engine; nothing is cloned, stored or sent. */
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CaseRun, runCase } from '../../../runtime/cases/index.ts';
import { compile, type ScenarioPackage } from '../../../runtime/compile/index.ts';
import type { CaseTest } from '../../../schemas/generated/documents.ts';
import { problemOf } from '../../api/client.ts';
import { runScript } from '../../api/scenarios.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Sheet } from '../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx';
import { shortDate } from '../studio/dates.ts';
import { workdays } from '../studio/open-editing.ts';
import { casesInOrder } from '../studio/rehearse/rehearsal.ts';
import { desksOf, typedOf } from './trial-rows.ts';

export function Trial({ pkg }: { pkg: ScenarioPackage }) {
  const { t } = useTranslation();
  const text = useText();
  const cases = useMemo(() => casesInOrder(pkg.cases), [pkg]);
  const [chosen, setChosen] = useState(cases[0]?.id);
  const test = cases.find(({ id }) => id === chosen);
  const run = useQuery({
    queryKey: ['trial', pkg.scenario.id, chosen],
    enabled: test !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: () => play(pkg, test!),
  });
  if (!test) return <EmptyState title={t('gallery.try.none')} />;
  return (
    <Sheet title={t('gallery.try')} note={t('gallery.try.words')} className="gallery-trial">
      <Select
        aria-label={t('rehearse.case')}
        style={{ width: '100%', maxWidth: 560 }}
        value={chosen}
        onChange={setChosen}
        options={cases.map((one) => ({ value: one.id, label: text(one.name) }))}
      />
      {run.isPending && <Skeleton lines={6} label={t('gallery.try.running')} />}
      {run.error && <FailedState problem={problemOf(run.error)} onRetry={() => void run.refetch()} />}
      {run.data && <Played pkg={pkg} test={test} run={run.data} />}
    </Sheet>
  );
}

/** Grants belong to a region and never come with a template: a trial reads samples, and needs none. */
async function play(pkg: ScenarioPackage, test: CaseTest): Promise<CaseRun> {
  const { plan } = compile(pkg, { calendar: workdays, rights: 'atRead' });
  if (!plan) throw new Error('the template does not compile');
  return runCase(plan, test, async (call) => (await runScript(pkg.scenario.id, pkg, call.script, call.input)).outcome);
}

function Played({ pkg, test, run }: { pkg: ScenarioPackage; test: CaseTest; run: CaseRun }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const typed = typedOf(pkg, test, run);
  const desks = desksOf(pkg, test, run);
  return (
    <>
      <p className="data-chips" role="status">
        <Chip tone={run.passed ? 'done' : 'red'}>{t(`gallery.try.${run.state.status === 'completed' ? 'completed' : 'ended'}`)}</Chip>
        <span>{t('gallery.try.facts', { asked: run.asked.length, desks: desks.length, sent: run.sent.length })}</span>
      </p>
      <div className="gallery-played">
        <section className="gallery-phone" aria-label={t('gallery.try.phone')}>
          <h3>{t('gallery.try.phone')}</h3>
          <dl>
            {typed.map(({ path, label, value }) => (
              <div key={path}>
                <dt>{text(label)}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <h4>{t('gallery.try.told')}</h4>
          <ul>
            {run.sent
              .filter(({ kind }) => kind === 'notify')
              .map((sent) => (
                <li key={`${sent.at} ${sent.of} ${sent.node}`}>
                  {text({ 'zh-CN': sent.text?.['zh-CN'] ?? '', ...(sent.text?.en ? { en: sent.text.en } : {}) })}
                </li>
              ))}
          </ul>
        </section>
        <section>
          <h3>{t('gallery.try.desks')}</h3>
          <ol className="gallery-rows">
            {desks.map((desk) => (
              <li key={`${desk.at} ${desk.node}`}>
                <b>{text(desk.department)}</b> {text(desk.step)} <Chip tone="done">{text(desk.decision)}</Chip>
                <p className="hint">{shortDate(desk.at, i18n.language)}</p>
              </li>
            ))}
          </ol>
          <h3>{t('gallery.try.issued')}</h3>
          <ul className="gallery-rows">
            {run.sent
              .filter(({ kind }) => kind === 'issue')
              .map((sent) => (
                <li key={`${sent.at} ${sent.of}`}>{text(pkg.scenario.outcomes?.[sent.of]?.name ?? { 'zh-CN': sent.number ?? '' })}</li>
              ))}
          </ul>
        </section>
      </div>
      {run.problems.map((problem) => (
        <p key={`${problem.code} ${problem.about}`} role="alert">
          {text(problem.message)}
        </p>
      ))}
    </>
  );
}
