import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { officerId } from '../../../../runtime/cases/index.ts';
import type { JsonValue } from '../../../../runtime/compile/plan.ts';
import type { DeskView } from '../../../../runtime/engine/index.ts';
import { useText } from '../../../i18n/use-text.ts';
import { Chip } from '../../../ui/chip.tsx';
import { Entry } from '../../../ui/text-entry.tsx';
import { FieldInput } from './field-input.tsx';
import { problemWords, shownValue } from './field-words.ts';
import { LampChip } from './lamp-chip.tsx';
import { officerOf } from './rehearsal.ts';
import type { Stage } from './running.tsx';

/** A desk in the rehearsal: what is asked of it, what it sees, its own form, and its decisions. */
export function DeskSheet({ stage, view }: { stage: Stage; view: DeskView }) {
  const { t } = useTranslation();
  const text = useText();
  const [opinion, setOpinion] = useState('');
  const [outputs, setOutputs] = useState<Record<string, JsonValue>>(() => ({ ...view.values, ...stage.samples.outputs[view.node] }));
  const [asking, setAsking] = useState('');
  const problems = new Map(stage.rejected?.problems.map((problem) => [problem.path, problem.code]));
  const actor = {
    ...officerOf(view.department ?? ''),
    id: officerId(stage.plan, { id: view.task, node: view.node, department: view.department }),
  };
  const decide = (decision: string, name: DeskView['name']) => {
    const form = Object.keys(view.form?.fields ?? {});
    const values = Object.fromEntries(Object.entries(outputs).filter(([path, value]) => form.includes(path) && value !== null));
    return stage.send(
      {
        type: 'complete',
        taskId: view.task,
        decision,
        ...(opinion.trim() ? { opinion: opinion.trim() } : {}),
        ...(view.form ? { outputs: values } : {}),
      },
      actor,
      { key: 'rehearse.did.decide', name: `${text(view.departmentName)} ${text(view.name)}：${text(name)}` },
    );
  };
  return (
    <article className="desk-sheet">
      <header>
        <h3>{text(view.name)}</h3>
        {view.lamp && <LampChip lamp={view.lamp} left={view.workingDaysLeft} due={view.due} />}
      </header>
      {view.asks && <p className="desk-asks">{text(view.asks)}</p>}
      {stage.rejected && (
        <p className="rehearse-rejected" role="alert">
          ■{' '}
          {stage.rejected.code.includes('opinion')
            ? t('rehearse.rejected.opinion')
            : stage.rejected.problems.length > 0
              ? t('rehearse.rejected.form', { count: stage.rejected.problems.length })
              : t('rehearse.rejected')}
        </p>
      )}
      <details>
        <summary>{t('rehearse.material', { count: view.fields.length })}</summary>
        <ul className="value-list">
          {view.fields.map((field) => (
            <li key={field.path}>
              <span>
                {text(field.subjectName)} {text(field.label)}
              </span>
              <span>
                <b>{shownValue(field.value, field, { t, text })}</b> <small>{text(field.originName)}</small>
                {field.other && (
                  <Chip tone="amber">
                    {t(`rehearse.other.${field.other.by}`, { value: shownValue(field.other.value, field, { t, text }) })}
                  </Chip>
                )}
              </span>
            </li>
          ))}
        </ul>
      </details>
      {view.form && (
        <div className="desk-form">
          {Object.values(view.form.fields)
            .filter((field) => field.supply === 'asked' && field.editable !== false)
            .map((field) => (
              <FieldInput
                key={field.path}
                label={text(field.label)}
                required={field.required === true}
                hint={text(field.hint)}
                type={field.type}
                codes={field.codes}
                value={outputs[field.path] ?? null}
                problem={problems.has(field.path) ? problemWords(t, problems.get(field.path)!, text(field.label)) : undefined}
                onChange={(value) => setOutputs({ ...outputs, [field.path]: value })}
              />
            ))}
        </div>
      )}
      <Entry label={t('rehearse.opinion')}>
        {(ids) => <Input.TextArea {...ids} rows={2} value={opinion} onChange={(event) => setOpinion(event.target.value)} />}
      </Entry>
      <p className="page-actions">
        {view.decisions.map((decision) => (
          <Button
            key={decision.id}
            type={decision.effect === 'agree' ? 'primary' : 'default'}
            danger={decision.effect === 'refuse'}
            loading={stage.busy}
            onClick={() => void decide(decision.id, decision.name)}
          >
            {text(decision.name)}
          </Button>
        ))}
      </p>
      {view.canRequestSupplement && (
        <details>
          <summary>{t('rehearse.supplement')}</summary>
          <div className="desk-form">
            <Entry label={t('rehearse.supplement.words')}>
              {(ids) => <Input {...ids} value={asking} onChange={(event) => setAsking(event.target.value)} />}
            </Entry>
            <Button
              disabled={!asking.trim()}
              onClick={() =>
                void stage.send(
                  { type: 'requestSupplement', taskId: view.task, defects: [{ path: view.supplementable[0], words: asking.trim() }] },
                  actor,
                  { key: 'rehearse.did.requestSupplement', name: view.name },
                )
              }
            >
              {t('rehearse.supplement.send')}
            </Button>
          </div>
        </details>
      )}
    </article>
  );
}
