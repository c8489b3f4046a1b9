/** 试算: values of a sample or typed ones in; result, notes, time and what was read out. Runs in the server's sandbox; nothing is kept. */
import { Alert, Button, Input, Select } from 'antd';
import { type Ref, useImperativeHandle, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonValue, ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { ScriptRunAnswer } from '../../schemas/generated/api.ts';
import { problemOf } from '../api/client.ts';
import { tryScript } from '../api/scripts.ts';
import { ranked } from '../editing/rank.ts';
import { useScenarioSession } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { announce } from '../ui/live.tsx';
import { Entry } from '../ui/text-entry.tsx';
import { inputOf, sampleFor, typedValue } from './samples.ts';
import { TrialAnswer } from './trial-answer.tsx';
import { casesFor, structured, typedText, valuesOfCase } from './trial-values.ts';
import { SensitiveChip, useValueName } from './value-words.tsx';
import { sensitiveFrom, type VisibleValue } from './visible-values.ts';

export interface TrialHandle {
  run(): void;
}

interface TrialProps {
  ref?: Ref<TrialHandle>;
  script: string;
  pkg: ScenarioPackage;
  values: readonly VisibleValue[];
  /** Takes over what is being typed in the script. */
  beforeRun: () => void;
  onGoTo: (line: number) => void;
}

export type Tried = { answer: ScriptRunAnswer; given: { value: VisibleValue; json: JsonValue }[] } | { failed: string };

export function Trial({ ref, script: id, pkg, values, beforeRun, onGoTo }: TrialProps) {
  const { t } = useTranslation();
  const text = useText();
  const session = useScenarioSession();
  const read = values.filter(({ declared }) => declared);
  const paths = read.map(({ path }) => path).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the paths say all that matters of the values
  const cases = useMemo(
    () =>
      casesFor(
        pkg,
        read.map(({ path }) => path),
      ),
    [pkg, paths],
  );
  const [chosen, setChosen] = useState<string>();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [tried, setTried] = useState<Tried>();
  const [running, setRunning] = useState(false);
  const sample = chosen === '' ? undefined : (cases.find((test) => test.id === chosen) ?? cases[0]);
  const brought = useMemo(() => (sample ? valuesOfCase(pkg, sample) : undefined), [pkg, sample]);
  const wordsOf = (value: VisibleValue) =>
    typed[value.path] ?? (brought?.has(value.path) ? typedText(brought.get(value.path), value.type) : sampleFor(pkg, value));
  const run = async () => {
    beforeRun();
    // What was typed a moment ago is in the document by now, and may read more than was drawn.
    const { document } = session.editor.state();
    const reads = document.scenario.scripts?.[id]?.reads ?? [];
    const given = values.filter(({ path }) => reads.includes(path)).map((value) => ({ value, words: wordsOf(value) }));
    setRunning(true);
    try {
      const input = inputOf(given.map(({ value, words }) => [value.path, words, value.type]));
      const answer = await tryScript(session.id, document, id, input as JsonValue);
      setTried({ answer, given: given.map(({ value, words }) => ({ value, json: typedValue(words, value.type) })) });
      announce(answer.outcome.ok ? t('code.done') : t('code.failed.error'));
    } catch (error) {
      const problem = problemOf(error);
      setTried({
        failed: problem.status === 0 ? t('ui.offline') : problem.traceId ? `${t('ui.failed')} ${problem.traceId}` : t('ui.failed'),
      });
    } finally {
      setRunning(false);
    }
  };
  useImperativeHandle(ref, () => ({ run: () => void run() }));
  return (
    <section className="trial" aria-label={t('code.trial')}>
      <h3>{t('code.trial')}</h3>
      <p className="code-note">{t('code.trial.words')}</p>
      {cases.length > 0 && (
        <Entry label={t('code.sample')}>
          {(ids) => (
            <Select
              {...ids}
              className="trial-sample"
              value={sample?.id ?? ''}
              onChange={(next) => {
                setChosen(next);
                setTyped({});
              }}
              options={[...cases.map((test) => ({ value: test.id, label: text(test.name) })), { value: '', label: t('code.sample.none') }]}
            />
          )}
        </Entry>
      )}
      {read.length === 0 && <p className="code-note">{t('code.trial.noReads')}</p>}
      <div className="trial-values">
        {read.map((value) => (
          <TrialInput
            key={value.path}
            value={value}
            words={wordsOf(value)}
            onChange={(words) => setTyped((before) => ({ ...before, [value.path]: words }))}
          />
        ))}
      </div>
      <Button type="primary" loading={running} onClick={() => void run()}>
        {t('code.run')}
      </Button>
      <div className="trial-answer" role="status">
        {tried && 'failed' in tried && <Alert type="error" showIcon title={tried.failed} />}
        {tried && 'answer' in tried && <TrialAnswer {...tried} limit={pkg.scenario.scripts?.[id]?.limits?.cpuMs ?? 100} onGoTo={onGoTo} />}
      </div>
    </section>
  );
}

function TrialInput({ value, words, onChange }: { value: VisibleValue; words: string; onChange: (words: string) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const nameOf = useValueName();
  const options =
    value.type === 'boolean'
      ? ['true', 'false'].map((one) => ({ value: one, label: t(one === 'true' ? 'ui.yes' : 'ui.no') }))
      : value.type === 'code' && value.codes
        ? ranked(value.codes).map(([code, { name }]) => ({ value: code, label: text(name) }))
        : undefined;
  return (
    <Entry label={nameOf(value)} extra={value.sensitivity >= sensitiveFrom && <SensitiveChip level={value.sensitivity} />}>
      {(ids) =>
        options ? (
          <Select {...ids} allowClear value={words || undefined} options={options} onChange={(next) => onChange(next ?? '')} />
        ) : structured.includes(value.type) ? (
          <Input.TextArea
            {...ids}
            className="entry-code"
            autoSize={{ minRows: 2, maxRows: 6 }}
            value={words}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <Input {...ids} value={words} placeholder={t('code.missing')} onChange={(event) => onChange(event.target.value)} />
        )
      }
    </Entry>
  );
}
