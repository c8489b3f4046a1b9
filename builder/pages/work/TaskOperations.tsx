/** 操作: everything a desk can do with a task besides deciding it. A button opens its form below; Escape closes it. */
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskOptions, TaskPage } from '../../../schemas/generated/api.ts';
import { type TaskDeed, useOperateTask, useTaskOptions } from '../../api/approvals.ts';
import { problemOf } from '../../api/client.ts';
import { useText } from '../../i18n/use-text.ts';
import { showToast } from '../../ui/toast.tsx';
import { OperationForm } from './OperationForm.tsx';
import { forms, type OperationName } from './operation-forms.ts';
import { problemWords } from './problem-words.ts';

interface Props {
  task: TaskPage;
  /** The task is not this officer's any more. */
  onLeft(words: string): void;
}

/** Handed away or moved on: the page has nothing left to do. */
const leaves = new Set<TaskDeed['type']>(['transfer', 'return', 'reply', 'acknowledge']);

export function TaskOperations({ task, onLeft }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const { data: options } = useTaskOptions(task.id);
  const operate = useOperateTask(task.id);
  const [open, setOpen] = useState<OperationName>();
  const [problem, setProblem] = useState<string>();
  const menu = useRef<HTMLUListElement>(null);
  const names = options ? shown(options) : [];
  if (!options || names.length === 0) return null;

  const send = async (deed: TaskDeed) => {
    setProblem(undefined);
    try {
      const { done } = await operate.mutateAsync(deed);
      setOpen(undefined);
      if (leaves.has(deed.type)) return onLeft(text(done));
      showToast(text(done));
      menu.current?.querySelector('button')?.focus();
    } catch (cause) {
      const refused = problemOf(cause);
      setProblem(problemWords(refused) || t(refused.status === 0 ? 'work.offline' : 'ui.failed'));
    }
  };
  const close = () => {
    const name = open;
    setOpen(undefined);
    setProblem(undefined);
    requestAnimationFrame(() => menu.current?.querySelector<HTMLElement>(`[data-operation="${name}"]`)?.focus());
  };
  return (
    <section className="operations" aria-labelledby="operations">
      <h2 id="operations">{t('approval.operations')}</h2>
      <ul ref={menu} className="operation-menu">
        {names.map((name) => (
          <li key={name}>
            <Button
              size="small"
              data-operation={name}
              aria-expanded={forms[name] ? open === name : undefined}
              loading={operate.isPending && operate.variables?.type === name}
              onClick={() => {
                setProblem(undefined);
                if (forms[name]) setOpen(open === name ? undefined : name);
                else void send({ type: name } as TaskDeed);
              }}
            >
              {t(`approval.op.${name}`)}
            </Button>
          </li>
        ))}
      </ul>
      {problem && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      {open && (
        <OperationForm
          key={open}
          name={open}
          taskId={task.id}
          options={options}
          pending={operate.isPending}
          onSend={(deed) => void send(deed)}
          onCancel={close}
        />
      )}
    </section>
  );
}

/** Claiming has its own button, and signers are taken away where they are listed. */
function shown({ can }: TaskOptions): OperationName[] {
  const apart = new Set<string>(['claim', 'release', 'removeSigner']);
  return can.filter((name): name is OperationName => !apart.has(name));
}
