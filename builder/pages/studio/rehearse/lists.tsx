import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useText } from '../../../i18n/use-text.ts';
import { Sheet } from '../../../ui/page.tsx';
import { shortDate } from '../dates.ts';
import type { Sent } from './rehearsal.ts';
import type { Stage } from './rehearse-page.tsx';

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

function SentLine({ sent, stage: { plan } }: { sent: Sent; stage: Stage }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  if (sent.kind === 'notify')
    return (
      <>
        <b>
          {t('rehearse.sent.notify', {
            who: text(
              plan.scenario.subjects[
                plan.notifications[sent.what]?.to ??
                  Object.keys(plan.scenario.subjects).find((id) => plan.scenario.subjects[id]?.role === 'applicant') ??
                  ''
              ]?.name,
            ),
          })}
        </b>
        <q>{(i18n.language === 'en' ? sent.text?.en : undefined) ?? sent.text?.['zh-CN']}</q>
      </>
    );
  if (sent.kind === 'event')
    return (
      <b>{t('rehearse.sent.event', { name: text((plan.scenario.messages?.[sent.what] ?? plan.scenario.signals?.[sent.what])?.name) })}</b>
    );
  if (sent.kind === 'step') return <b>{t('rehearse.sent.step', { name: text(plan.nodes[sent.what]?.doc.name) })}</b>;
  if (sent.kind === 'issue') return <b>{t('rehearse.sent.issue', { name: text(plan.outcomes[sent.what]?.name) })}</b>;
  return (
    <>
      {t('rehearse.sent.data', { name: text(plan.data[sent.what]?.name) })}
      {sent.fault && <small> {t(`rehearse.fault.${sent.fault}`)}</small>}
    </>
  );
}

/** Every moment of the rehearsal; going back restores it exactly. */
export function HistoryList({ stage }: { stage: Stage }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  return (
    <Sheet title={t('rehearse.history')}>
      <ol className="history-list">
        {stage.moments.map((moment, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: moments are their place in the history
          <li key={i}>
            <span>
              {t(moment.label.key, { name: text(moment.label.name) })}
              <small>{shortDate(moment.at, i18n.language)}</small>
            </span>
            {i < stage.moments.length - 1 && (
              <Button size="small" onClick={() => stage.rewind(i)}>
                {t('rehearse.rewind')}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </Sheet>
  );
}
