import { Alert } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { PlayablePlan } from '../../../../runtime/cases/index.ts';
import type { Plan } from '../../../../runtime/compile/plan.ts';
import type { Text } from '../../../../schemas/generated/documents.ts';
import { useText } from '../../../i18n/use-text.ts';
import { announce } from '../../../ui/live.tsx';
import { Sheet } from '../../../ui/page.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { ClockBar } from './clock-bar.tsx';
import { DataSamples } from './data-samples.tsx';
import { HistoryList, SentList } from './lists.tsx';
import { Personas } from './personas.tsx';
import type { Deed, Moment, MomentLabel, Rehearsal, Rejected, Samples } from './rehearsal.ts';
import { SaveCase } from './save-case.tsx';

/** What the parts of the page share: the case as it stands and the ways to go on. */
export interface Stage {
  plan: Plan;
  samples: Samples;
  moments: readonly Moment[];
  now: Moment;
  busy: boolean;
  rejected: Rejected | undefined;
  send(deed: Deed, actor: Parameters<Rehearsal['send']>[1], label: MomentLabel): Promise<boolean>;
  pay(node: string, result: 'paid' | 'unpaid', label: MomentLabel): Promise<void>;
  advance(to: string, label: MomentLabel): Promise<void>;
  rewind(index: number): void;
}

interface RunningProps {
  rehearsal: Rehearsal;
  playable: PlayablePlan;
  samples: Samples;
  standIns: Readonly<Record<string, unknown>>;
  onSamples(samples: Samples): void;
  /** The draft was changed since the rehearsal began. */
  outdated: boolean;
  stopped: { step: number; message: Text } | undefined;
  /** The case it was opened from, and the step it was opened at. */
  opened: { name: Text; step?: number; problems: readonly Text[] } | undefined;
}

/** What the case should come to here and what it comes to, sentence by sentence. */
function Told({ list }: { list: readonly Text[] }) {
  const text = useText();
  if (list.length === 0) return null;
  return (
    <ul className="opened-problems">
      {list.map((message) => (
        <li key={message['zh-CN']}>{text(message)}</li>
      ))}
    </ul>
  );
}

/** A rehearsal under way: everybody in the case, the clock, what would have been sent, every moment, and keeping it. */
export function Running({ rehearsal, playable, samples, standIns, onSamples, outdated, stopped, opened }: RunningProps) {
  const { t } = useTranslation();
  const text = useText();
  const { plan, broken } = playable;
  const [, setParams] = useSearchParams();
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
      pay: async (node, result, label) => {
        setBusy(true);
        after(await rehearsal.pay(node, result, label));
      },
      advance: async (to, label) => {
        setBusy(true);
        after(await rehearsal.advance(to, label));
      },
      rewind: (index) => {
        rehearsal.rewind(index);
        after();
      },
    }),
    [plan, samples, moments, busy, rejected, rehearsal, after],
  );
  const change = (next: Samples) => {
    onSamples(next);
    rehearsal.answerWith({ ...next, data: { ...(standIns as Samples['data']), ...next.data } });
  };
  const here = Object.values(stage.now.state.tokens).flatMap(({ node }) => (broken[node] ? [broken[node]] : []));
  return (
    <>
      {outdated && <Alert type="info" showIcon className="rehearse-outdated" title={t('rehearse.outdated')} />}
      {opened && (
        <Alert
          type={stopped || opened.problems.length > 0 ? 'error' : 'info'}
          showIcon
          className="rehearse-outdated"
          title={
            opened.step === undefined
              ? t('cases.opened', { name: text(opened.name) })
              : t('cases.openedAt', { name: text(opened.name), number: (stopped?.step ?? opened.step) + 1 })
          }
          description={<Told list={stopped ? [stopped.message] : opened.problems} />}
        />
      )}
      {here.map((finding) => (
        <Alert key={finding.path} type="warning" showIcon className="rehearse-outdated" title={text(finding.message)} />
      ))}
      <div className="rehearse">
        <Personas stage={stage} />
        <div className="rehearse-side">
          <ClockBar stage={stage} />
          <SentList stage={stage} />
          <HistoryList stage={stage} />
          <Sheet title={t('cases.save.title')}>
            <SaveCase
              rehearsal={rehearsal}
              busy={busy}
              onSaved={(id) =>
                showToast(t('cases.saved.toast'), { label: t('cases.saved.show'), run: () => setParams({ view: 'cases', open: id }) })
              }
            />
          </Sheet>
          <Sheet title={t('cases.answers')} note={t('cases.answers.words')}>
            <DataSamples samples={samples} standIns={standIns} onChange={change} />
          </Sheet>
        </div>
      </div>
    </>
  );
}
