/** Who was asked to sign, to work on it, to answer or to know, and what they said. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AskedEntry } from '../../../schemas/generated/api.ts';
import { useOperateTask, useTaskOptions } from '../../api/approvals.ts';
import { problemOf } from '../../api/client.ts';
import { useText } from '../../i18n/use-text.ts';
import { problemWords } from './problem-words.ts';
import { localMinute } from './times.ts';

export function AskedList({ taskId }: { taskId: string }) {
  const { t } = useTranslation();
  const text = useText();
  const { data } = useTaskOptions(taskId);
  const operate = useOperateTask(taskId);
  const problem = operate.error ? problemOf(operate.error) : undefined;
  const asked: AskedEntry[] = data?.asked ?? [];
  if (asked.length === 0) return null;
  return (
    <>
      <h3>{t('approval.asked')}</h3>
      {problem && (
        <p className="field-error" role="alert">
          {problemWords(problem) || t('ui.failed')}
        </p>
      )}
      <ul className="asked-list">
        {asked.map((one) => (
          <li key={one.task} className="hand-row">
            <p>
              <b>{t(`approval.kind.${one.kind}`)}</b> <span>{[text(one.department), one.name].filter(Boolean).join(' ')}</span>{' '}
              <span className="source">
                {one.decision ? t(`approval.said.${one.decision}`) : t(`approval.status.${one.status}`)} {one.at && localMinute(one.at)}
              </span>
            </p>
            {one.words && <p className="source">{one.words}</p>}
            {one.answer && <blockquote>{one.answer}</blockquote>}
            {one.removable && (
              <Button size="small" disabled={operate.isPending} onClick={() => operate.mutate({ type: 'removeSigner', signer: one.task })}>
                {t('approval.op.removeSigner')}
                <span className="visually-hidden">
                  {' '}
                  {text(one.department)} {one.name}
                </span>
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
