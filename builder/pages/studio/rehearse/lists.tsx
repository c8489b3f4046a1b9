import { Button } from 'antd';
import { Fragment, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { clockViews } from '../../../../runtime/engine/index.ts';
import { useText } from '../../../i18n/use-text.ts';
import { Chip } from '../../../ui/chip.tsx';
import { Sheet } from '../../../ui/page.tsx';
import { shortDate } from '../dates.ts';
import { shownValue } from './field-words.ts';
import type { Sent } from './rehearsal.ts';
import type { Stage } from './running.tsx';

/** What would have left the house, newest first. */
export function SentList({ stage }: { stage: Stage }) {
  const { t } = useTranslation();
  const { sent } = stage.now;
  return (
    <Sheet title={t('rehearse.sent')}>
      {sent.length === 0 && <p className="persona-none">{t('rehearse.sent.none')}</p>}
      <ol className="sent-list">
        {[...sent].reverse().map((one, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows at its front and is drawn anew
          <li key={sent.length - i}>
            <SentLine sent={one} stage={stage} />
          </li>
        ))}
      </ol>
    </Sheet>
  );
}

const kinds: Partial<Record<Sent['kind'], string>> = {
  message: 'event',
  signal: 'event',
  call: 'step',
  archive: 'step',
  transfer: 'step',
  assist: 'assist',
};

function SentLine({ sent, stage: { plan } }: { sent: Sent; stage: Stage }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const node = text(plan.nodes[sent.node ?? '']?.doc.name);
  const subjects = plan.scenario.subjects;
  const to = plan.notifications[sent.of]?.to ?? Object.keys(subjects).find((id) => subjects[id]?.role === 'applicant') ?? '';
  const names: Partial<Record<Sent['kind'], string>> = {
    notify: text(subjects[to]?.name),
    issue: text(plan.outcomes[sent.of]?.name),
    data: text(plan.data[sent.of]?.name),
    assist: text(plan.data[sent.of]?.name),
    report: text(plan.data[sent.of]?.name),
    message: text(plan.scenario.messages?.[sent.of]?.name),
    signal: text(plan.scenario.signals?.[sent.of]?.name),
    paper: node,
  };
  const words = sent.kind === 'notify' ? ((i18n.language === 'en' ? sent.text?.en : undefined) ?? sent.text?.['zh-CN']) : undefined;
  return (
    <>
      <b>{t(`rehearse.sent.${kinds[sent.kind] ?? sent.kind}`, { name: names[sent.kind] ?? node, who: names.notify })}</b>
      {sent.answer && sent.answer !== 'ok' && (
        <small> {t(`rehearse.fault.${sent.answer === 'invalid' ? 'wrongData' : sent.answer}`)}</small>
      )}
      {words && <q>{words}</q>}
      {sent.lines && sent.lines.length > 0 && (
        <details>
          <summary>{t('rehearse.sent.content')}</summary>
          <dl className="sent-lines">
            {sent.lines.map(({ label, value, path }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of one message never change
              <Fragment key={index}>
                <dt>{text(label)}</dt>
                <dd>{shownValue(value, (path === undefined ? undefined : plan.types[path]) ?? { type: 'string' }, { t, text })}</dd>
              </Fragment>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}

/** Limits that came near their end, or went over it, at a moment. */
function lampsTurned({ plan, moments }: Stage, index: number) {
  const lampsAt = (moment: Stage['now'] | undefined) => (moment ? clockViews(plan, moment.state, moment.at) : []);
  const before = new Map(lampsAt(moments[index - 1]).map(({ id, lamp }) => [id, lamp]));
  return lampsAt(moments[index]).filter(({ id, lamp }) => (lamp === 'amber' || lamp === 'overdue') && before.get(id) !== lamp);
}

/** Every moment of the rehearsal; going back restores it exactly. Arrow keys walk the list, Enter goes back. */
export function HistoryList({ stage }: { stage: Stage }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const last = stage.moments.length - 1;
  const walk = (event: KeyboardEvent<HTMLOListElement>) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const next = buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + (event.key === 'ArrowUp' ? -1 : 1)];
    if (next) next.focus();
    event.preventDefault();
  };
  return (
    <Sheet
      title={t('rehearse.history')}
      actions={
        <Button size="small" disabled={last < 1 || stage.busy} onClick={() => stage.rewind(last - 1)}>
          {t('rehearse.back')}
        </Button>
      }
    >
      <ol className="history-list" onKeyDown={walk}>
        {stage.moments.map((moment, i) => {
          const name = t(moment.label.key, { name: text(moment.label.name) });
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: moments are their place in the history
            <li key={i} aria-current={i === last ? 'step' : undefined}>
              <span>
                {name}
                <small>{shortDate(moment.at, i18n.language)}</small>
                {lampsTurned(stage, i).map(({ id, name: clock, lamp }) => (
                  <Chip key={id} tone={lamp === 'overdue' ? 'red' : 'amber'}>
                    {t(`rehearse.turned.${lamp}`, { name: text(clock) })}
                  </Chip>
                ))}
              </span>
              {i < last && (
                <Button size="small" disabled={stage.busy} aria-label={t('rehearse.rewind.of', { name })} onClick={() => stage.rewind(i)}>
                  {t('rehearse.rewind')}
                </Button>
              )}
            </li>
          );
        })}
      </ol>
    </Sheet>
  );
}
