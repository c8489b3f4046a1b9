import { useTranslation } from 'react-i18next';
import type { DataTimelineEntry } from '../../../schemas/generated/api.ts';
import { localMinute } from '../../data/times.ts';
import { useText } from '../../i18n/use-text.ts';

/** What happened, newest last: when, who, what, and the reason given. */
export function Timeline({ entries }: { entries: readonly DataTimelineEntry[] }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <ol className="data-timeline">
      {entries.map((entry, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what happened keeps its place
        <li key={i}>
          <span className="hint number">{localMinute(entry.at)}</span>
          <span>
            <b>{entry.who === 'system' ? t('data.system') : entry.who}</b> {text(entry.words)}
            {entry.reason && <q>{entry.reason}</q>}
          </span>
        </li>
      ))}
    </ol>
  );
}
