import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { addWorkingDays, localDate } from '../../../../runtime/calendar/index.ts';
import { clockViews, trackingOf, waitsOf } from '../../../../runtime/engine/index.ts';
import { useText } from '../../../i18n/use-text.ts';
import { Sheet } from '../../../ui/page.tsx';
import { shortDate } from '../dates.ts';
import { workdays } from '../open-editing.ts';
import { LampChip } from './lamp-chip.tsx';
import { awaitedEvents, morningOf, nextWorkingDay, outside } from './rehearsal.ts';
import type { Stage } from './running.tsx';

/** The movable clock with the limits of the case, and what the case waits for. */
export function ClockBar({ stage }: { stage: Stage }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const { plan, now } = stage;
  const clocks = clockViews(plan, now.state, now.at).filter((clock) => clock.status === 'running' || clock.status === 'suspended');
  const due = trackingOf(plan, now.state, now.at).due ?? clocks.map((clock) => clock.due).sort()[0];
  const timers = Object.values(now.state.timers)
    .map((timer) => timer.dueAt)
    .sort();
  const [timer] = timers;
  const [deadline] = [
    ...clocks.map((clock) => clock.due),
    ...Object.values(now.state.tasks).flatMap((task) => (task.status === 'open' ? [task.due] : [])),
  ]
    .flatMap((date) => (date !== undefined && morningOf(date) > now.at ? [date] : []))
    .sort();
  const over = due ? addWorkingDays(workdays, due, 1).due : undefined;
  const waiting = waitsOf(now.state).filter((wait) => wait.reason === 'incident');
  const go = (to: string, key: string) => void stage.advance(to, { key, name: localDate(to) });
  return (
    <Sheet title={shortDate(now.at, i18n.language)} note={t('rehearse.clock.words')}>
      <div className="clock-buttons">
        <Button disabled={stage.busy} onClick={() => go(nextWorkingDay(workdays, now.at), 'rehearse.did.day')}>
          {t('rehearse.clock.day')}
        </Button>
        {deadline && deadline !== due && (
          <Button disabled={stage.busy} onClick={() => go(morningOf(deadline), 'rehearse.did.next')}>
            {t('rehearse.clock.next')}
          </Button>
        )}
        {due && morningOf(due) > now.at && (
          <Button disabled={stage.busy} onClick={() => go(morningOf(due), 'rehearse.did.due')}>
            {t('rehearse.clock.due')}
          </Button>
        )}
        {over && morningOf(over) > now.at && (
          <Button disabled={stage.busy} onClick={() => go(morningOf(over), 'rehearse.did.over')}>
            {t('rehearse.clock.over')}
          </Button>
        )}
        {timer && timer > now.at && (
          <Button disabled={stage.busy} onClick={() => go(timer, 'rehearse.did.timer')}>
            {t('rehearse.clock.timer')}
          </Button>
        )}
      </div>
      {awaitedEvents(plan, now.state, stage.samples).map(({ deed, name }) => (
        <Button
          key={JSON.stringify(deed)}
          disabled={stage.busy}
          onClick={() => void stage.send(deed, outside, { key: 'rehearse.did.event', name })}
        >
          {t('rehearse.event', { name: text(name) })}
        </Button>
      ))}
      {clocks.length > 0 && (
        <ul className="value-list">
          {clocks.map((clock) => (
            <li key={clock.id}>
              <span>
                {text(clock.name)} <small>{clock.due}</small>
              </span>
              <LampChip lamp={clock.lamp} left={clock.workingDaysLeft} due={clock.due} />
            </li>
          ))}
        </ul>
      )}
      {waiting.map((wait) => (
        <p key={wait.token} className="rehearse-rejected">
          ■ {t('rehearse.incident', { name: text(plan.nodes[wait.node]?.doc.name) })}
        </p>
      ))}
    </Sheet>
  );
}
