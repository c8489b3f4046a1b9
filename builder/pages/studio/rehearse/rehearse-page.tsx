import { Alert, Button, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { PlayablePlan } from '../../../../runtime/cases/index.ts';
import type { CaseTest, Text } from '../../../../schemas/generated/documents.ts';
import { useSession } from '../../../api/session.ts';
import { useRights } from '../../../data/rights.tsx';
import { standIns } from '../../../data/stand-ins.ts';
import { useChecks, useDocument, useScenarioSession } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { Page, Sheet } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { workdays } from '../open-editing.ts';
import { CasesView } from './cases-view.tsx';
import { DataSamples } from './data-samples.tsx';
import { RealCases } from './real-cases.tsx';
import { casesInOrder, instantOfLocal, morningOf, Rehearsal, type Samples, samplesOf } from './rehearsal.ts';
import { Running } from './running.tsx';
import { labelOfStep } from './step-words.ts';
import { usePlayable } from './use-playable.ts';
import { useRunScript } from './use-run-script.ts';
import '../../../properties/properties.css';
import '../scenario-list.css';
import './rehearse.css';
import './cases.css';

interface Begun {
  rehearsal: Rehearsal;
  playable: PlayablePlan;
  document: unknown;
  /** The case could not be followed any further: which step, and why. */
  stopped?: { step: number; message: Text };
  /** What the case said of the step it was opened at. */
  opened?: { name: Text; step?: number; problems: readonly Text[] };
}

const views = ['play', 'cases', 'real'] as const;

/** 预演: play a case as everybody in it, keep it, play all that were kept; nothing is sent, stored or sealed. */
export function RehearsePage() {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { id } = useScenarioSession();
  const { findings } = useChecks();
  const playable = usePlayable();
  const { data: session } = useSession();
  const runScript = useRunScript();
  const [params, setParams] = useSearchParams();
  const view = views.find((one) => one === params.get('view')) ?? 'play';
  const cases = casesInOrder(pkg.cases);
  const test = pkg.cases[params.get('case') ?? ''] ?? cases[0];
  const rights = useRights()?.rights;
  const [chosen, setSamples] = useState<Samples>(() => samplesOf(test));
  const standing = useMemo(
    () => standIns(pkg, rights, [...Object.keys(chosen.data), ...Object.keys(chosen.faults)]),
    [pkg, rights, chosen],
  );
  const samples = useMemo<Samples>(() => ({ ...chosen, data: { ...standing, ...chosen.data } }), [chosen, standing]);
  const [running, setRunning] = useState<Begun>();
  const errors = findings.filter((finding) => finding.severity === 'error' && finding.blocks === undefined).length;
  const begin = async (from: CaseTest | undefined, answers: Samples, upTo?: number, problems: readonly Text[] = []) => {
    if (!playable) return;
    const { plan } = playable;
    const rehearsal = new Rehearsal({
      plan,
      calendar: workdays,
      region: from?.region ?? session?.grants[0]?.region ?? '330000',
      samples: answers,
      at: from ? instantOfLocal(from.at) : morningOf('2026-03-02'),
      like: from,
      runScript,
    });
    await rehearsal.start({ key: 'rehearse.did.start' });
    const stopped =
      upTo === undefined || !from ? undefined : await rehearsal.follow(from.steps.slice(0, upTo), (step) => labelOfStep(plan, step, text));
    setRunning({
      rehearsal,
      playable,
      document: pkg,
      stopped,
      ...(upTo === undefined || !from ? {} : { opened: { name: from.name, step: upTo, problems } }),
    });
  };
  /** Opens a case where it stopped: everything before is done, the step itself is there to be looked at. */
  const openCase = async (from: CaseTest, step?: number, problems?: readonly Text[]) => {
    const answers = samplesOf(from);
    setSamples(answers);
    setParams({ case: from.id });
    await begin(from, answers, step ?? from.steps.length, problems);
  };
  const choose = (next: string) => {
    setParams({ case: next }, { replace: true });
    setSamples(samplesOf(pkg.cases[next]));
    setRunning(undefined);
  };
  return (
    <Page
      title={t('studio.rehearse')}
      titles={[text(pkg.scenario.name)]}
      lead={t('rehearse.lead')}
      actions={running && view === 'play' && <Button onClick={() => setRunning(undefined)}>{t('rehearse.again')}</Button>}
    >
      <p className="rehearse-banner" role="note">
        {t('rehearse.banner')}
      </p>
      <nav className="rehearse-views" aria-label={t('cases.views')}>
        {views.map((one) => (
          <Button
            key={one}
            type={one === view ? 'primary' : 'default'}
            aria-current={one === view ? 'page' : undefined}
            onClick={() => setParams(one === 'play' ? {} : { view: one })}
          >
            {t(`cases.view.${one}`, { count: cases.length })}
          </Button>
        ))}
      </nav>
      {!playable && (
        <EmptyState
          title={t('rehearse.errors', { count: errors })}
          action={<Link to={`/studio/scenes/${id}/flow`}>{t('rehearse.toFlow')}</Link>}
        >
          {t('rehearse.errors.words')}
        </EmptyState>
      )}
      {playable && errors > 0 && <Alert type="info" showIcon className="rehearse-outdated" title={t('cases.despite', { count: errors })} />}
      {playable && view === 'cases' && (
        <CasesView
          playable={playable}
          onOpen={(from, step, problems) => void openCase(from, step, problems)}
          onRehearse={() => setParams({})}
        />
      )}
      {view === 'real' && <RealCases />}
      {playable && view === 'play' && !running && (
        <Sheet title={t('rehearse.prepare')} note={t('rehearse.prepare.words')}>
          <div className="form-stack">
            {cases.length > 0 && (
              <Select
                aria-label={t('rehearse.case')}
                style={{ width: '100%', maxWidth: 560 }}
                value={test?.id}
                onChange={choose}
                options={cases.map((one) => ({ value: one.id, label: text(one.name) }))}
                showSearch={{ optionFilterProp: 'label' }}
              />
            )}
            <DataSamples samples={chosen} standIns={standing} onChange={setSamples} />
            <p>
              <Button type="primary" size="large" onClick={() => void begin(test, samples)}>
                {t('rehearse.start')}
              </Button>
            </p>
          </div>
        </Sheet>
      )}
      {playable && view === 'play' && running && (
        <Running
          key={running.rehearsal.id}
          rehearsal={running.rehearsal}
          playable={running.playable}
          samples={samples}
          standIns={standing}
          onSamples={setSamples}
          outdated={pkg !== running.document}
          stopped={running.stopped}
          opened={running.opened}
        />
      )}
    </Page>
  );
}
