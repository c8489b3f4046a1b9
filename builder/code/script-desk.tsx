import { Button } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { checkScript } from '../api/scripts.ts';
import { useRights } from '../data/rights.tsx';
import { useDocument, useExecute, useScenarioSession } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { CodeEditor, type CodeEditorHandle, type Mark } from './code-editor.tsx';
import type { ValueCompletion } from './completion.ts';
import { createScriptChecker, type ScriptProblem } from './script-checker.ts';
import { Trial, type TrialHandle } from './trial.tsx';
import { SensitiveChip, useValueAbout, useValueName } from './value-words.tsx';
import {
  declarationsWhileWriting,
  readsToAdd,
  sensitiveFrom,
  sensitivePlaces,
  type VisibleValue,
  visibleValues,
} from './visible-values.ts';

/** A script with its types, its problems, what it reads, and a trial run that touches nothing outside. */
export function ScriptDesk({ script: id }: { script: string }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const execute = useExecute();
  const rights = useRights()?.rights;
  const script = pkg.scenario.scripts?.[id];
  const values = useMemo(() => visibleValues(pkg, id), [pkg, id]);
  const declarations = useMemo(() => declarationsWhileWriting(pkg, id, values, rights), [pkg, id, values, rights]);
  const completions = useCompletions(values);
  const [typed, setTyped] = useState<string>();
  const source = typed ?? script?.source ?? '';
  const problems = useProblems(source, declarations);
  const sensitive = useSensitive(source, values);
  const marks = useMemo(
    () =>
      (problems === 'offline' ? [] : (problems ?? [])).map(({ line, column, message }): Mark => ({ line, column, words: text(message) })),
    [problems, text],
  );
  const editor = useRef<CodeEditorHandle>(null);
  const trial = useRef<TrialHandle>(null);
  if (!script) return null;
  const commit = (next: string) => {
    setTyped(undefined);
    const more = readsToAdd(next, values);
    execute('script.edit', { script: id, changes: { source: next, ...(more.length > 0 ? { reads: [...script.reads, ...more] } : {}) } });
  };
  return (
    <div className="script-desk">
      <p className="code-note">{t('code.hint')}</p>
      <CodeEditor
        ref={editor}
        id={id}
        label={text(script.name)}
        value={script.source}
        declarations={declarations}
        completions={completions}
        problems={marks}
        sensitive={sensitive}
        onType={setTyped}
        onCommit={commit}
        onTry={() => trial.current?.run()}
      />
      <Problems problems={problems} onGoTo={(line) => editor.current?.goTo(line)} />
      <Reading values={values} sensitive={sensitive} />
      <Trial
        ref={trial}
        script={id}
        pkg={pkg}
        values={values}
        beforeRun={() => editor.current?.commit()}
        onGoTo={(line) => editor.current?.goTo(line)}
      />
    </div>
  );
}

function useCompletions(values: readonly VisibleValue[]): ValueCompletion[] {
  const text = useText();
  const about = useValueAbout();
  const [search, setSearch] = useState<(name: string, path: string) => string>();
  useEffect(() => {
    void import('./completion-text.ts').then(({ filterTextOf }) => setSearch(() => filterTextOf));
  }, []);
  return useMemo(
    () =>
      values.map((value) => ({
        path: value.path,
        name: text(value.name),
        about: about(value),
        search: search?.(value.name['zh-CN'], value.path) ?? `${value.name['zh-CN']} ${value.path}`,
      })),
    [values, search, text, about],
  );
}

/** `undefined` while nothing is known. */
function useProblems(source: string, declarations: string): ScriptProblem[] | undefined | 'offline' {
  const { id } = useScenarioSession();
  const [found, setFound] = useState<ScriptProblem[] | 'offline'>();
  const checker = useMemo(
    () =>
      createScriptChecker({
        ask: (text, types, signal) => checkScript(id, text, types, signal),
        found: (problems) => setFound(problems ?? 'offline'),
      }),
    [id],
  );
  useEffect(() => checker.changed(source, declarations), [checker, source, declarations]);
  useEffect(() => () => checker.stop(), [checker]);
  return found;
}

/** Places that read something sensitive, as marks of the editor. */
function useSensitive(source: string, values: readonly VisibleValue[]): (Mark & { path: string })[] {
  const { t } = useTranslation();
  const nameOf = useValueName();
  return useMemo(
    () =>
      sensitivePlaces(source, values).map(({ at, length, value }) => {
        const before = source.slice(0, at).split('\n');
        const words = t('code.sensitiveHere', { name: nameOf(value), level: value.sensitivity });
        return { path: value.path, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, length, words };
      }),
    [source, values, nameOf, t],
  );
}

function Problems({ problems, onGoTo }: { problems: ScriptProblem[] | undefined | 'offline'; onGoTo: (line: number) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const list = problems === 'offline' ? [] : (problems ?? []);
  return (
    <div className="script-problems">
      <p role="status" className="code-note">
        {problems === undefined
          ? t('code.checking')
          : problems === 'offline'
            ? t('code.unchecked')
            : list.length === 0
              ? t('code.noProblems')
              : t('code.problems', { count: list.length })}
      </p>
      {list.length > 0 && (
        <ul className="panel-problems">
          {list.map(({ line, column, message }) => (
            <li key={`${line} ${column} ${message['zh-CN']}`}>
              <span aria-hidden="true">■ </span>
              <Button type="link" size="small" onClick={() => onGoTo(line)}>
                {t('code.line', { line })}
              </Button>
              {text(message)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What the script says it reads, sensitive values with the lines that read them. */
function Reading({ values, sensitive }: { values: readonly VisibleValue[]; sensitive: readonly (Mark & { path: string })[] }) {
  const { t } = useTranslation();
  const nameOf = useValueName();
  const about = useValueAbout();
  const read = values.filter(({ declared }) => declared);
  const linesOf = (path: string) => [...new Set(sensitive.filter((mark) => mark.path === path).map(({ line }) => line))];
  const isSensitive = read.some(({ sensitivity }) => sensitivity >= sensitiveFrom);
  return (
    <details className="script-reads" open={isSensitive}>
      <summary>{t('code.declared', { count: read.length })}</summary>
      {isSensitive && <p className="code-note">{t('code.sensitive.why')}</p>}
      <ul className="value-list">
        {read.map((value) => (
          <li key={value.path}>
            <span>
              {nameOf(value)} <code>{value.path}</code> <small>{about(value)}</small>
              {linesOf(value.path).length > 0 && <small> · {t('code.lines', { lines: linesOf(value.path).join(t('code.comma')) })}</small>}
            </span>
            {value.sensitivity >= sensitiveFrom && <SensitiveChip level={value.sensitivity} />}
          </li>
        ))}
      </ul>
    </details>
  );
}
