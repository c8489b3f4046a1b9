/** Which of two values counts: decided here with a reason, told to the owner of the data. */
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldView } from '../../../schemas/generated/api.ts';
import { useDecideDispute } from '../../api/assists.ts';
import { problemOf } from '../../api/client.ts';
import { useText } from '../../i18n/use-text.ts';
import { showToast } from '../../ui/toast.tsx';
import { problemWords } from './problem-words.ts';
import { localMinute } from './times.ts';

export function SettleDispute({ taskId, field }: { taskId: string; field: FieldView }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <div className="settle">
      <Settled field={field} />
      {field.canSettle && !open && (
        <Button size="small" onClick={() => setOpen(true)}>
          {t(field.settled ? 'dispute.again' : 'dispute.decide')}
        </Button>
      )}
      {field.canSettle && open && <SettleForm taskId={taskId} field={field} onClose={() => setOpen(false)} />}
    </div>
  );
}

/** What was decided and why, and what the owner of the data said to it. */
export function Settled({ field: { settled } }: { field: Pick<FieldView, 'settled'> }) {
  const { t } = useTranslation();
  if (!settled) return null;
  const { use, reason, by, at, owner } = settled;
  return (
    <>
      <p>
        {t(`dispute.settled.${use}`, { reason })}
        <span className="source"> {t('dispute.settled.by', { by, at: localMinute(at) })}</span>
      </p>
      {owner && <p>{t(`dispute.owner.${owner.verdict}`, { words: owner.words })}</p>}
    </>
  );
}

function SettleForm({ taskId, field, onClose }: { taskId: string; field: FieldView; onClose(): void }) {
  const { t } = useTranslation();
  const text = useText();
  const decide = useDecideDispute(taskId);
  const commandId = useRef(crypto.randomUUID());
  const [reason, setReason] = useState('');
  const [message, setMessage] = useState<string>();
  const id = `settle-${field.path.replace('.', '-')}`;
  const send = async (use: 'applicant' | 'register') => {
    if (reason.trim() === '') {
      setMessage(t('dispute.reason.needed'));
      document.getElementById(id)?.focus();
      return;
    }
    try {
      await decide.mutateAsync({ path: field.path, use, reason: reason.trim(), commandId: commandId.current });
      showToast(t('dispute.saved'));
      onClose();
    } catch (cause) {
      const problem = problemOf(cause);
      commandId.current = crypto.randomUUID();
      setMessage(problemWords(problem) || t(problem.status === 0 ? 'work.offline' : 'ui.failed'));
    }
  };
  const uses = (['applicant', 'register'] as const).filter((use) => use !== field.settled?.use);
  return (
    <div className="native" role="group" aria-label={`${t('dispute.decide')}：${text(field.label)}`}>
      {message && (
        <p className="field-error" role="alert">
          {message}
        </p>
      )}
      <label className="officer-label" htmlFor={id}>
        {t('dispute.reason')}
      </label>
      <textarea
        id={id}
        rows={2}
        maxLength={1000}
        value={reason}
        onChange={(event) => {
          setReason(event.target.value);
          setMessage(undefined);
        }}
      />
      <p className="source">{t('dispute.note')}</p>
      <div className="settle-actions">
        {uses.map((use) => (
          <Button key={use} size="small" loading={decide.isPending && decide.variables?.use === use} onClick={() => void send(use)}>
            {t(`dispute.use.${use}`)}
          </Button>
        ))}
        <Button size="small" type="text" onClick={onClose}>
          {t('dispute.cancel')}
        </Button>
      </div>
    </div>
  );
}
