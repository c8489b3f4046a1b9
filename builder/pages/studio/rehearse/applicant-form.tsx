import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonValue } from '../../../../runtime/compile/plan.ts';
import { type OpenQuestions, openQuestionsOf, type Question } from '../../../../runtime/engine/index.ts';
import { useText } from '../../../i18n/use-text.ts';
import { FieldInput } from './field-input.tsx';
import { problemWords, shownValue } from './field-words.ts';
import { inventedFor } from './invented.ts';
import { applicant, formValues } from './rehearsal.ts';
import type { Stage } from './running.tsx';

/** The merged form, plainly: consents first, then what is asked; what data gave is shown with its source. */
export function ApplicantForm({ stage, open: opened }: { stage: Stage; open: OpenQuestions }) {
  const { t } = useTranslation();
  const text = useText();
  const [values, setValues] = useState<Record<string, JsonValue>>(() => formValues(opened, {}));
  // What is asked depends on what is typed: the engine answers that for the values as they stand, before anything is sent.
  const { plan, now } = stage;
  const open = openQuestionsOf(plan, { ...now.state, draft: { ...now.state.draft, ...values } }, now.at, opened.task) ?? opened;
  const [grants, setGrants] = useState<Record<string, boolean>>(() =>
    Object.fromEntries(opened.data.filter((use) => use.consent).map((use) => [use.use, stage.samples.consents[use.use] ?? true])),
  );
  const invented = () => inventedFor(open, { now: now.at, region: now.state.region });
  const waiting = open.data.filter((use) => use.consent === 'needed');
  const problems = new Map(stage.rejected?.problems.map((problem) => [problem.path, problem.code]));
  const decide = () => stage.send({ type: 'consentData', grants }, applicant, { key: 'rehearse.did.consentData' });
  const submit = () => {
    const asked = (path: string) => ['ask', 'check'].includes(open.questions[path]?.state ?? 'hidden');
    const answer = { values: Object.fromEntries(Object.entries(values).filter(([path]) => asked(path))) };
    return open.kind === 'supplement'
      ? stage.send({ type: 'answerSupplement', ...answer }, applicant, { key: 'rehearse.did.supplement' })
      : stage.send({ type: 'submit', taskId: open.task, ...answer }, applicant, { key: 'rehearse.did.submit' });
  };
  if (open.kind === 'fill' && waiting.length > 0)
    return (
      <fieldset className="panel-set">
        <legend>{t('rehearse.consents')}</legend>
        {waiting.map((use) => (
          <Checkbox
            key={use.use}
            checked={grants[use.use] ?? false}
            onChange={(event) => setGrants({ ...grants, [use.use]: event.target.checked })}
          >
            {text(use.name)}
          </Checkbox>
        ))}
        <p>
          <Button type="primary" loading={stage.busy} onClick={() => void decide()}>
            {t('rehearse.consents.go')}
          </Button>
        </p>
      </fieldset>
    );
  return (
    <form
      className="applicant-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {open.defects.length > 0 && (
        <ul className="panel-problems">
          {open.defects.map((defect) => (
            <li key={defect.words}>{defect.words}</li>
          ))}
        </ul>
      )}
      {stage.rejected && (
        <p className="rehearse-rejected" role="alert">
          ■{' '}
          {stage.rejected.problems.length > 0
            ? t('rehearse.rejected.form', { count: stage.rejected.problems.length })
            : t('rehearse.rejected')}
        </p>
      )}
      <p>
        <Button size="small" onClick={() => setValues(formValues(open, { ...invented(), ...stage.samples.values }))}>
          {t('rehearse.fillSamples')}
        </Button>
      </p>
      {open.sections.map((section) => (
        <section key={section.id} className="applicant-section">
          <h3>{text(section.title)}</h3>
          {section.fields.map((path) => {
            const question = open.questions[path];
            return (
              question && (
                <Row
                  key={path}
                  question={question}
                  value={values[path] ?? null}
                  problem={problems.get(path)}
                  onChange={(value) => setValues({ ...values, [path]: value })}
                />
              )
            );
          })}
        </section>
      ))}
      <Button type="primary" size="large" htmlType="submit" loading={stage.busy}>
        {t(open.kind === 'supplement' ? 'rehearse.supplement.go' : 'rehearse.submit')}
      </Button>
    </form>
  );
}

function Row({
  question,
  value,
  problem,
  onChange,
}: {
  question: Question;
  value: JsonValue;
  problem: string | undefined;
  onChange: (value: JsonValue) => void;
}) {
  const { t } = useTranslation();
  const text = useText();
  const { field, state } = question;
  const label = text(field.label);
  if (state === 'ask' || state === 'check')
    return (
      <div className="applicant-row">
        <FieldInput
          label={label}
          required={question.required}
          hint={text(field.hint)}
          type={field.type}
          codes={field.codes}
          value={value}
          problem={problem ? problemWords(t, problem, label) : undefined}
          onChange={onChange}
        />
        {question.defect && <p className="rehearse-rejected">{question.defect}</p>}
      </div>
    );
  return (
    <p className="applicant-row applicant-given">
      <span>{label}</span>
      <b>{shownValue(question.value, field, { t, text })}</b>
      <small>{question.originName ? t('rehearse.from', { source: text(question.originName) }) : t(`rehearse.state.${state}`)}</small>
    </p>
  );
}
