import { Alert, Button, Input } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { declarationsFor, type JsonValue } from '../../runtime/compile/index.ts';
import type { Outcome } from '../../runtime/engine/types.ts';
import { problemOf } from '../api/client.ts';
import { runScript } from '../api/scenarios.ts';
import { type KnownValue, knownValues } from '../editing/paths.ts';
import { useChecks, useDocument, useExecute, useScenarioSession } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { Entry } from '../ui/text-entry.tsx';
import { CodeEditor } from './code-editor.tsx';
import type { ValueCompletion } from './completion.ts';
import { inputOf, sampleFor } from './samples.ts';

/** A script with its types, its problems, and a trial run that touches nothing outside. */
export function ScriptDesk({ script: id }: { script: string }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const execute = useExecute();
  const { findings } = useChecks();
  const script = pkg.scenario.scripts?.[id];
  const known = useMemo(() => knownValues(pkg), [pkg]);
  const declarations = useMemo(() => declarationsFor(pkg, id), [pkg, id]);
  const completions = useCompletions(script?.reads ?? [], known);
  if (!script) return null;
  const found = findings.filter((finding) => finding.path.startsWith(`scenario/scripts/${id}`));
  return (
    <div className="script-desk">
      <p className="code-note">{t('code.hint')}</p>
      <CodeEditor
        id={id}
        label={text(script.name)}
        value={script.source}
        declarations={declarations}
        completions={completions}
        onCommit={(source) => execute('script.edit', { script: id, changes: { source } })}
      />
      {found.length > 0 && (
        <ul className="panel-problems">
          {found.map((finding) => (
            <li key={finding.path + finding.code}>■ {text(finding.message)}</li>
          ))}
        </ul>
      )}
      <Trial script={id} known={known} />
    </div>
  );
}

function useCompletions(reads: readonly string[], known: ReadonlyMap<string, KnownValue>): ValueCompletion[] {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const [search, setSearch] = useState<Record<string, string>>({});
  useEffect(() => {
    void import('pinyin-pro').then(({ pinyin }) => {
      const of = (name: string) =>
        `${pinyin(name, { toneType: 'none', type: 'array' }).join('')} ${pinyin(name, { pattern: 'first', toneType: 'none', type: 'array' }).join('')}`;
      setSearch(Object.fromEntries(reads.map((path) => [path, of(known.get(path)?.name['zh-CN'] ?? '')])));
    });
  }, [reads, known]);
  return useMemo(
    () =>
      reads.flatMap((path) => {
        const value = known.get(path);
        if (!value) return [];
        const owner = [text(value.subjectName), ...value.departments.map((d) => text(scenario.departments[d]?.name))].join(' · ');
        return [
          {
            path,
            name: text(value.name),
            owner,
            type: t(`form.type.${value.type}`),
            sensitivity: t('code.sensitivity', { level: value.sensitivity }),
            search: search[path] ?? '',
          },
        ];
      }),
    [reads, known, search, scenario.departments, t, text],
  );
}

/** 试算: values in, result and time out. */
function Trial({ script: id, known }: { script: string; known: ReadonlyMap<string, KnownValue> }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const session = useScenarioSession();
  const script = pkg.scenario.scripts![id]!;
  const [values, setValues] = useState<Record<string, string>>({});
  const [answer, setAnswer] = useState<{ outcome: Outcome; cpuMs: number } | { failed: string }>();
  const [running, setRunning] = useState(false);
  const read = (path: string) => values[path] ?? sampleFor(pkg, known.get(path));
  const run = async () => {
    setRunning(true);
    try {
      setAnswer(
        await runScript(
          session.id,
          pkg,
          id,
          inputOf(script.reads.map((path) => [path, read(path), known.get(path)?.type ?? 'string'])) as JsonValue,
        ),
      );
    } catch (error) {
      const problem = problemOf(error);
      setAnswer({
        failed: problem.status === 0 ? t('ui.offline') : problem.traceId ? `${t('ui.failed')} ${problem.traceId}` : t('ui.failed'),
      });
    } finally {
      setRunning(false);
    }
  };
  return (
    <section className="trial">
      <h3>{t('code.trial')}</h3>
      <p className="code-note">{t('code.trial.words')}</p>
      <div className="trial-values">
        {script.reads.map((path) => (
          <Entry
            key={path}
            label={known.get(path) ? `${text(known.get(path)!.subjectName)} ${text(known.get(path)!.name)}` : t('properties.values.gone')}
          >
            {(ids) => <Input {...ids} value={read(path)} onChange={(event) => setValues({ ...values, [path]: event.target.value })} />}
          </Entry>
        ))}
      </div>
      <Button type="primary" loading={running} onClick={() => void run()}>
        {t('code.run')}
      </Button>
      <div role="status">
        {answer && 'failed' in answer && <Alert type="error" showIcon title={answer.failed} />}
        {answer && 'outcome' in answer && <Result answer={answer} known={known} limit={script.limits?.cpuMs} />}
      </div>
    </section>
  );
}

function Result({
  answer,
  known,
  limit,
}: {
  answer: { outcome: Outcome; cpuMs: number };
  known: ReadonlyMap<string, KnownValue>;
  limit: number | undefined;
}) {
  const { t } = useTranslation();
  const text = useText();
  const { outcome, cpuMs } = answer;
  const time = t('code.time', { used: Math.max(1, Math.round(cpuMs)), limit: limit ?? 100 });
  if (!outcome.ok)
    return (
      <Alert
        type="error"
        showIcon
        title={t(`code.failed.${outcome.kind}`, { defaultValue: t('code.failed.error') })}
        description={outcome.message}
      />
    );
  return (
    <div className="trial-result">
      <ul className="value-list">
        {flatten(outcome.value).map(([path, value]) => (
          <li key={path}>
            <span>{known.get(path) ? `${text(known.get(path)!.subjectName)} ${text(known.get(path)!.name)}` : path}</span>
            <b>{value}</b>
          </li>
        ))}
      </ul>
      <p className="code-note">{time}</p>
    </div>
  );
}

/** Subject and name joined to paths, as the results are stored. */
function flatten(value: JsonValue): [string, string][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [['', JSON.stringify(value)]];
  return Object.entries(value).flatMap(([subject, inner]): [string, string][] =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.entries(inner).map(([name, v]): [string, string] => [`${subject}.${name}`, shown(v)])
      : [[subject, shown(inner)]],
  );
}
const shown = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value));
