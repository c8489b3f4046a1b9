import { Button, Radio, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CaseRepair, type PlayablePlan, repaired, repairsOf } from '../../../../runtime/cases/index.ts';
import type { JsonValue } from '../../../../runtime/compile/plan.ts';
import type { CaseTest } from '../../../../schemas/generated/documents.ts';
import type { CaseBench } from '../../../api/bench.ts';
import { useDocument, useExecute, useHistory } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { announce } from '../../../ui/live.tsx';
import { Sheet } from '../../../ui/page.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { FieldInput } from './field-input.tsx';

/** What one press mends in the cases that failed; nothing is shown while there is nothing to mend. */
export function Mending({ playable, results }: { playable: PlayablePlan; results: CaseBench['cases'] }) {
  const { t } = useTranslation();
  const { cases } = useDocument();
  const repairs = useMemo(
    () =>
      repairsOf(
        playable.plan,
        cases,
        results.filter(({ passed }) => !passed).map(({ id, problems }) => ({ id, problems: problems as never })),
      ),
    [playable, cases, results],
  );
  if (repairs.length === 0) return null;
  return (
    <Sheet title={t('cases.mend')} note={t('cases.mend.words')}>
      <ul className="mending">
        {repairs.map((repair) => (
          <li key={repair.key}>
            <Mend repair={repair} plan={playable.plan} />
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

/** Said the same on the button, in the history and when it is done. */
function useSentence(repair: CaseRepair): string {
  const { t } = useTranslation();
  const text = useText();
  const count = new Set(repair.places.map((place) => place.case)).size;
  return t(`cases.mend.${repair.kind}`, { count, name: text(repair.name) });
}

function Mend({ repair, plan }: { repair: CaseRepair; plan: PlayablePlan['plan'] }) {
  const { t } = useTranslation();
  const text = useText();
  const { cases } = useDocument();
  const execute = useExecute();
  const { undo } = useHistory();
  const sentence = useSentence(repair);
  const [answer, setAnswer] = useState<JsonValue>('suggestion' in repair ? repair.suggestion : null);
  const [own, setOwn] = useState<Readonly<Record<string, JsonValue>>>();
  const concerned = [...new Set(repair.places.map((place) => place.case))].flatMap((id) => cases[id] ?? []);
  const blank = (value: JsonValue | undefined) => value === undefined || value === null || value === '';
  const missing = repair.kind === 'fill' && (own ? concerned.some(({ id }) => blank(own[id])) : blank(answer));
  const mend = () => {
    const tests = concerned.map((test) => repaired(test, repair, own ? (own[test.id] ?? null) : answer));
    if (!execute('cases.mend', { tests, what: sentence })) return;
    announce(t('cases.mend.done', { what: sentence }));
    showToast(t('cases.mend.done', { what: sentence }), { label: t('editing.undo'), run: undo });
  };
  return (
    <article className="mend" aria-label={sentence}>
      <p>
        <b>{sentence}</b>
      </p>
      {repair.kind === 'fill' && (
        <Radio.Group
          aria-label={t('cases.mend.how')}
          value={own ? 'own' : 'one'}
          onChange={(event) => setOwn(event.target.value === 'own' ? ownOf(concerned, answer) : undefined)}
          options={[
            { value: 'one', label: t('cases.mend.one') },
            { value: 'own', label: t('cases.mend.own') },
          ]}
        />
      )}
      {repair.kind === 'fill' && !own && (
        <Answer repair={repair} plan={plan} label={text(repair.name)} value={answer} onChange={setAnswer} />
      )}
      {repair.kind === 'fill' && own && (
        <div className="mend-own">
          {concerned.map(({ id, name }) => (
            <Answer
              key={id}
              repair={repair}
              plan={plan}
              label={text(name)}
              value={own[id] ?? null}
              onChange={(value) => setOwn({ ...own, [id]: value })}
            />
          ))}
        </div>
      )}
      {'choices' in repair && (
        <Select
          aria-label={t('cases.mend.choice')}
          className="mend-choice"
          value={typeof answer === 'string' ? answer : ''}
          onChange={setAnswer}
          options={repair.choices.map(({ value, name }) => ({ value, label: text(name) }))}
        />
      )}
      {!own && (
        <details>
          <summary>{t('cases.mend.which')}</summary>
          <ul>
            {concerned.map(({ id, name }) => (
              <li key={id}>{text(name)}</li>
            ))}
          </ul>
        </details>
      )}
      <Button type="primary" disabled={missing} onClick={mend} aria-label={sentence}>
        {t('cases.mend.go')}
      </Button>
    </article>
  );
}

const ownOf = (cases: readonly CaseTest[], value: JsonValue) => Object.fromEntries(cases.map(({ id }) => [id, value]));

interface AnswerProps {
  repair: Extract<CaseRepair, { kind: 'fill' }>;
  plan: PlayablePlan['plan'];
  label: string;
  value: JsonValue;
  onChange(value: JsonValue): void;
}

/** The value as it would be typed; whether it passes the checks of its question is said at once. */
function Answer({ repair: { field, path }, plan, label, value, onChange }: AnswerProps) {
  const { t } = useTranslation();
  const text = useText();
  const fits = value === null || value === '' || plan.checkValue(path, value, { now: '2026-01-01T00:00:00.000Z' }).ok;
  return (
    <FieldInput
      label={label}
      required
      hint={text(field.hint)}
      type={field.type}
      codes={field.codes}
      value={value}
      problem={fits ? undefined : t('rehearse.problem.format', { name: text(field.label) })}
      onChange={onChange}
    />
  );
}
