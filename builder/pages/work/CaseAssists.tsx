/** What other departments are asked for this case: 协查中 with who and until when, 催办, and what came back. */
import { Button } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssistOfCase } from '../../../schemas/generated/api.ts';
import { useUrgeAssist } from '../../api/assists.ts';
import { problemOf } from '../../api/client.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { showToast } from '../../ui/toast.tsx';
import { LampChip } from './LampChip.tsx';
import { MaterialFiles } from './MaterialFiles.tsx';
import { problemWords } from './problem-words.ts';
import { localMinute } from './times.ts';

export function CaseAssists({ taskId, assists }: { taskId: string; assists: AssistOfCase[] | undefined }) {
  const { t } = useTranslation();
  if (!assists || assists.length === 0) return null;
  return (
    <section className="case-assists" aria-labelledby="case-assists">
      <h3 id="case-assists">{t('assist.ofCase')}</h3>
      <ul>
        {assists.map((assist) => (
          <li key={assist.id}>
            <Assist taskId={taskId} assist={assist} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Assist({ taskId, assist }: { taskId: string; assist: AssistOfCase }) {
  const { t } = useTranslation();
  const text = useText();
  const urge = useUrgeAssist(taskId);
  const commandId = useRef(crypto.randomUUID());
  const problem = urge.error ? problemOf(urge.error) : undefined;
  const department = text(assist.department);
  const open = assist.status === 'open';
  const last = assist.urges.at(-1);
  const send = async () => {
    await urge.mutateAsync({ id: assist.id, commandId: commandId.current }).then(
      () => showToast(t('assist.urge.said', { department })),
      () => undefined,
    );
  };
  return (
    <>
      <p>
        <b>{assist.fields.map((field) => text(field)).join('、')}</b>
      </p>
      <p>
        <Chip tone={open ? 'going' : assist.status === 'answered' ? 'done' : 'idle'}>
          {open ? t('assist.waiting') : t(`assist.status.${assist.status}`)}
        </Chip>
        {open && assist.lamp !== 'normal' && <LampChip lamp={assist.lamp} workingDaysLeft={assist.workingDaysLeft} />}
        {assist.escalated && open && <Chip tone="red">{t('assist.escalated')}</Chip>}
      </p>
      <p className="source">
        {open && assist.due ? t('assist.waiting.line', { department, due: assist.due }) : t('assist.waiting.noDate', { department })}
        {assist.doneAt && `，${localMinute(assist.doneAt)}`}
      </p>
      {assist.words && <p className="source">{assist.words}</p>}
      {assist.files && <MaterialFiles files={assist.files} label={t('assist.evidence')} />}
      {open && last && <p className="source">{t('assist.urge.last', { by: last.by, at: localMinute(last.at) })}</p>}
      {open && (
        <Button size="small" disabled={!assist.canUrge} loading={urge.isPending} onClick={() => void send()}>
          {assist.canUrge ? t('assist.urge') : t('assist.urge.done')}
          <span className="visually-hidden"> {department}</span>
        </Button>
      )}
      {problem && (
        <p className="field-error" role="alert">
          {problemWords(problem) || t('ui.failed')}
        </p>
      )}
    </>
  );
}
