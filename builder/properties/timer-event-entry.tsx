import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { TimerEvent } from '../../schemas/generated/documents.ts';
import { useDocument } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { TextEntry } from '../ui/text-entry.tsx';
import { DaysInput } from './desk-entry.tsx';
import { DurationInput } from './duration-input.tsx';

interface Props {
  event: TimerEvent;
  onChange: (event: TimerEvent) => void;
  /** On a step: it may also come when a part of a limit is used up. */
  onStep: boolean;
}
type Way = 'duration' | 'until' | 'cycle' | 'share';
const usual = { amount: 5, unit: 'workingDays' as const };

/** When a time comes: after a while, at an instant, again and again, or when so much of a limit is used up. */
export function TimerEventEntry({ event, onChange, onStep }: Props) {
  const { t } = useTranslation();
  const { scenario } = useDocument();
  const [clock] = Object.keys(scenario.clocks ?? {});
  const way: Way = event.share ? 'share' : event.cycle ? 'cycle' : event.until === undefined ? 'duration' : 'until';
  const offered: Way[] = [
    'duration',
    'until',
    'cycle',
    ...(way === 'share' || (onStep && clock !== undefined) ? (['share'] as const) : []),
  ];
  const begin: Record<Way, () => TimerEvent> = {
    duration: () => ({ type: 'timer', duration: usual }),
    until: () => ({ type: 'timer', until: 'case.submittedDate' }),
    cycle: () => ({ type: 'timer', cycle: { every: { amount: 1, unit: 'workingDays' } } }),
    share: () => ({ type: 'timer', share: { clock: clock ?? '', percent: 80 } }),
  };
  return (
    <>
      <Select
        aria-label={t('events.time.way')}
        value={way}
        onChange={(next) => onChange(begin[next]())}
        options={offered.map((value) => ({ value, label: t(`events.time.${value}`) }))}
      />
      <WayEntry event={event} onChange={onChange} />
    </>
  );
}

function WayEntry({ event, onChange }: Pick<Props, 'event' | 'onChange'>) {
  const { t } = useTranslation();
  const { cycle, share, until } = event;
  if (share) return <ShareEntry share={share} onChange={(next) => onChange({ type: 'timer', share: next })} />;
  if (cycle)
    return (
      <div className="panel-sentence">
        {t('events.every')}
        <DurationInput
          label={t('properties.amount')}
          value={cycle.every}
          onChange={(every) => onChange({ type: 'timer', cycle: { ...cycle, every } })}
        />
        {t('events.times')}
        <DaysInput
          label={t('events.times')}
          min={1}
          max={10_000}
          value={cycle.times}
          onCommit={(times) => onChange({ type: 'timer', cycle: { every: cycle.every, ...(times === undefined ? {} : { times }) } })}
        />
      </div>
    );
  if (until === undefined)
    return (
      <div className="panel-sentence">
        {t('events.after')}
        <DurationInput
          label={t('properties.amount')}
          value={event.duration ?? usual}
          onChange={(duration) => onChange({ type: 'timer', duration })}
        />
      </div>
    );
  return (
    <TextEntry
      code
      label={t('properties.wait.expression')}
      hint={t('properties.feel.hint')}
      value={until}
      onCommit={(next) => next.trim() && onChange({ type: 'timer', until: next.trim() })}
    />
  );
}

type Share = NonNullable<TimerEvent['share']>;

/** 「某时限」用掉 80% 时. */
function ShareEntry({ share, onChange }: { share: Share; onChange: (share: Share) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const clocks = Object.entries(scenario.clocks ?? {});
  return (
    <div className="panel-sentence">
      {t('events.share.when')}
      <Select
        aria-label={t('events.share.clock')}
        placeholder={t('events.choose')}
        value={scenario.clocks?.[share.clock] ? share.clock : undefined}
        onChange={(clock) => onChange({ ...share, clock })}
        options={clocks.map(([value, { name }]) => ({ value, label: text(name) }))}
      />
      {t('events.share.used')}
      <DaysInput
        label={t('events.share.percent')}
        min={1}
        max={100}
        value={share.percent}
        onCommit={(percent) => percent !== undefined && onChange({ ...share, percent })}
      />
      {t('events.share.end')}
    </div>
  );
}
