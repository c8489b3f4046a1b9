/** Why the task is here besides the flow: asked, sent back, urged, standing still, or for a colleague who is away. */
import { useTranslation } from 'react-i18next';
import type { TaskPage } from '../../../schemas/generated/api.ts';
import { useText } from '../../i18n/use-text.ts';
import { localMinute } from './times.ts';

export function Occasion({ task }: { task: TaskPage }) {
  const { t } = useTranslation();
  const text = useText();
  const name = (one: { by: string; department?: TaskPage['department'] }) => [text(one.department), one.by].filter(Boolean).join(' ');
  const last = task.urges?.at(-1);
  const lines = [
    task.purpose && t(`approval.purpose.${task.purpose}`),
    task.asked?.words && t('approval.askedBy', { by: name(task.asked), words: task.asked.words }),
    task.returned && t('approval.returnedBy', { by: name(task.returned), words: task.returned.words }),
    task.deputyFor && t('approval.deputyFor', { name: task.deputyFor }),
    last && t('approval.urged', { count: task.urges?.length ?? 0, at: localMinute(last.at) }),
    last?.words && t('approval.askedBy', { by: last.by, words: last.words }),
    task.suspended && t('approval.suspended', { basis: task.suspended.basis }),
  ].filter((line): line is string => typeof line === 'string' && line !== '');
  if (lines.length === 0) return null;
  return (
    <ul className="occasion">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
