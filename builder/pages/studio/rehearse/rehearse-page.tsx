import { Alert, Button, Select } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { Plan } from '../../../../runtime/compile/plan.ts';
import { problemOf } from '../../../api/client.ts';
import { runScript } from '../../../api/scenarios.ts';
import { useSession } from '../../../api/session.ts';
import { useRights } from '../../../data/rights.tsx';
import { standIns } from '../../../data/stand-ins.ts';
import { useChecks, useDocument, useScenarioSession } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { announce } from '../../../ui/live.tsx';
import { Page, Sheet } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { workdays } from '../open-editing.ts';
import { ClockBar } from './clock-bar.tsx';
import { DataSamples } from './data-samples.tsx';
import { HistoryList, SentList } from './lists.tsx';
import { Personas } from './personas.tsx';
import {
  casesInOrder,
  type Deed,
  instantOfLocal,
  type Moment,
  morningOf,
  Rehearsal,
  type Rejected,
  type Samples,
  samplesOf,
} from './rehearsal.ts';
import '../../../properties/properties.css';
import './rehearse.css';

/** What the parts of the page share: the case as it stands and the ways to go on. */
export interface Stage {
  plan: Plan;
  samples: Samples;
  moments: readonly Moment[];
  now: Moment;
  busy: boolean;
  rejected: Rejected | undefined;
  send(deed: Deed, actor: Parameters<Rehearsal['send']>[1], label: Moment['label']): Promise<boolean>;
  advance(to: string, label: Moment['label']): Promise<void>;
  rewind(index: number): void;
}

/** 预演: play a case as everybody in it, with a movable clock; nothing is sent, stored or sealed. */
export function RehearsePage() {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { id } = useScenarioSession();
  const { plan, findings } = useChecks();
  const { data: session } = useSession();
  const [params, setParams] = useSearchParams();
  const cases = casesInOrder(pkg.cases);
  const test = pkg.cases[params.get('case') ?? ''] ?? cases[0];
  const rights = useRights()?.rights;
  const [chosen, setSamples] = useState<Samples>(() => samplesOf(test));
  const standing = useMemo(
    () => standIns(pkg, rights, [...Object.keys(chosen.data), ...Object.keys(chosen.faults)]),
    [pkg, rights, chosen],
  );
  const samples = useMemo<Samples>(() => ({ ...chosen, data: { ...standing, ...chosen.data } }), [chosen, standing]);
  const [running, setRunning] = useState<{ rehearsal: Rehearsal; plan: Plan; document: typeof pkg }>();
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  const choose = (next: string) => {
    setParams({ case: next }, { replace: true });
    setSamples(samplesOf(pkg.cases[next]));
    setRunning(undefined);
  };
  const start = async () => {
    if (!plan) return;
    const rehearsal = new Rehearsal({
      plan,
      calendar: workdays,
      region: test?.region ?? session?.grants[0]?.region ?? '330000',
      samples,
      at: test ? instantOfLocal(test.at) : morningOf('2026-03-02'),
      runScript: async (script, input) => {
        try {
          return (await runScript(id, pkg, script, input)).outcome;
        } catch (error) {
          return { ok: false, kind: 'down', message: problemOf(error).code };
        }
      },
    });
    await rehearsal.start({ key: 'rehearse.did.start' });
    setRunning({ rehearsal, plan, document: pkg });
  };
  return (
    <Page
      title={t('studio.rehearse')}
      titles={[text(pkg.scenario.name)]}
      lead={t('rehearse.lead')}
      actions={running && <Button onClick={() => setRunning(undefined)}>{t('rehearse.again')}</Button>}
    >
      <p className="rehearse-banner" role="note">
        {t('rehearse.banner')}
      </p>
      {!plan && (
        <EmptyState
          title={t('rehearse.errors', { count: errors })}
          action={<Link to={`/studio/scenes/${id}/flow`}>{t('rehearse.toFlow')}</Link>}
        >
          {t('rehearse.errors.words')}
        </EmptyState>
      )}
      {plan && !running && (
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
              <Button type="primary" size="large" onClick={() => void start()}>
                {t('rehearse.start')}
              </Button>
            </p>
          </div>
        </Sheet>
      )}
      {running && <Running rehearsal={running.rehearsal} plan={running.plan} samples={samples} outdated={pkg !== running.document} />}
    </Page>
  );
}

interface RunningProps {
  rehearsal: Rehearsal;
  plan: Plan;
  samples: Samples;
  /** The draft was changed since the rehearsal began. */
  outdated: boolean;
}

function Running({ rehearsal, plan, samples, outdated }: RunningProps) {
  const { t } = useTranslation();
  const text = useText();
  const [moments, setMoments] = useState(rehearsal.moments);
  const [rejected, setRejected] = useState<Rejected>();
  const [busy, setBusy] = useState(false);
  const after = useCallback(
    (problem?: Rejected) => {
      setRejected(problem);
      setMoments(rehearsal.moments);
      setBusy(false);
      const last = rehearsal.now?.label;
      if (!problem && last) announce(t(last.key, { name: text(last.name) }));
    },
    [rehearsal, t, text],
  );
  const stage = useMemo<Stage>(
    () => ({
      plan,
      samples,
      moments,
      now: moments.at(-1)!,
      busy,
      rejected,
      send: async (deed, actor, label) => {
        setBusy(true);
        const problem = await rehearsal.send(deed, actor, label);
        after(problem);
        return !problem;
      },
      advance: async (to, label) => {
        setBusy(true);
        await rehearsal.advance(to, label);
        after();
      },
      rewind: (index) => {
        rehearsal.rewind(index);
        after();
      },
    }),
    [plan, samples, moments, busy, rejected, rehearsal, after],
  );
  return (
    <>
      {outdated && <Alert type="info" showIcon className="rehearse-outdated" title={t('rehearse.outdated')} />}
      <div className="rehearse">
        <Personas stage={stage} />
        <div className="rehearse-side">
          <ClockBar stage={stage} />
          <SentList stage={stage} />
          <HistoryList stage={stage} />
        </div>
      </div>
    </>
  );
}
