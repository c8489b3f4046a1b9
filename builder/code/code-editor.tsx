import { Input } from 'antd';
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../ui/live.tsx';
import { Skeleton } from '../ui/states.tsx';
import { registerValueCompletion, type ValueCompletion } from './completion.ts';
import { type LoadedMonaco, loadMonaco } from './monaco.ts';
import './code.css';

/** A place in the text, from 1. */
export interface Mark {
  line: number;
  column: number;
  length?: number;
  words: string;
}

export interface CodeEditorHandle {
  /** Takes over what was typed at once; true when there was something. */
  commit(): void;
  /** Focuses a line. */
  goTo(line: number): void;
}

export interface CodeEditorProps {
  ref?: Ref<CodeEditorHandle>;
  /** Names the document; a new one starts from `value`. */
  id: string;
  label: string;
  value: string;
  declarations: string;
  completions: readonly ValueCompletion[];
  /** Underlined; F8 goes from one to the next. */
  problems: readonly Mark[];
  /** Marked as sensitive. */
  sensitive: readonly Mark[];
  /** On every change, before it is taken over. */
  onType: (value: string) => void;
  /** Called when typing rests, and when the editor is left. */
  onCommit: (value: string) => void;
  /** Ctrl+Enter. */
  onTry: () => void;
}

/** TypeScript with the values of the step; a plain box with the server's check when the editor does not load. */
export function CodeEditor(props: CodeEditorProps) {
  const { i18n, t } = useTranslation();
  const [loaded, setLoaded] = useState<LoadedMonaco | 'failed'>();
  const { language } = i18n;
  useEffect(() => {
    let gone = false;
    loadMonaco(language).then(
      (monaco) => !gone && setLoaded(monaco),
      () => !gone && setLoaded('failed'),
    );
    return () => {
      gone = true;
    };
  }, [language]);
  if (!loaded) return <Skeleton lines={10} label={t('code.loading')} />;
  return loaded === 'failed' ? <PlainEditor {...props} /> : <RichEditor key={props.id} {...props} loaded={loaded} />;
}

function PlainEditor({ ref, label, value, onType, onCommit, onTry }: CodeEditorProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => setText(value), [value]);
  const commit = () => text !== value && onCommit(text);
  useImperativeHandle(ref, () => ({
    commit,
    goTo: (line) => {
      const at = text
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length;
      box.current?.focus();
      box.current?.setSelectionRange(at, at);
    },
  }));
  return (
    <>
      <p className="code-note">{t('code.plain')}</p>
      <Input.TextArea
        ref={(control) => {
          box.current = control?.resizableTextArea?.textArea ?? null;
        }}
        aria-label={label}
        className="entry-code"
        autoSize={{ minRows: 14, maxRows: 28 }}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          onType(event.target.value);
        }}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          commit();
          onTry();
        }}
      />
    </>
  );
}

/** Chinese typed by an input method begins a completion as letters do. */
const chinese = /\p{Script=Han}$/u;

function RichEditor({
  ref,
  id,
  label,
  value,
  declarations,
  completions,
  problems,
  sensitive,
  onType,
  onCommit,
  onTry,
  loaded,
}: CodeEditorProps & { loaded: LoadedMonaco }) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef({ value, onType, onCommit, onTry, completions, left: t('code.mayLeave') });
  latest.current = { value, onType, onCommit, onTry, completions, left: t('code.mayLeave') };
  // The title of what F8 opens: the name of the script, not its id.
  const shown = useRef(label);
  const editor = useRef<import('monaco-editor/editor').editor.IStandaloneCodeEditor>(undefined);
  const committing = useRef<() => void>(undefined);
  const ariaLabel = `${label}，${t('code.leave')}`;
  useEffect(() => loaded.setTypes(declarations), [loaded, declarations]);
  useEffect(() => {
    const { monaco } = loaded;
    const model = monaco.editor.createModel(latest.current.value, 'typescript', monaco.Uri.file(`/${id}/${shown.current}.ts`));
    const created = monaco.editor.create(place.current!, {
      model,
      ariaLabel,
      minimap: { enabled: false },
      fontSize: 13,
      fontFamily: "'Cascadia Mono', 'Source Code Pro', Consolas, 'Courier New', monospace",
      lineHeight: 21,
      tabSize: 2,
      scrollBeyondLastLine: false,
      automaticLayout: true,
      renderLineHighlight: 'line',
      fixedOverflowWidgets: true,
      lineNumbersMinChars: 3,
      wordWrap: 'on',
      // Otherwise the number of an empty last line is too faint to read.
      renderFinalNewline: 'on',
    });
    editor.current = created;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const commit = () => {
      clearTimeout(timer);
      if (model.getValue() !== latest.current.value) latest.current.onCommit(model.getValue());
    };
    committing.current = commit;
    // One burst of typing is one undo step of the scenario; inside the box the editor has its own undo.
    const typed = model.onDidChangeContent(({ changes }) => {
      clearTimeout(timer);
      timer = setTimeout(commit, 800);
      latest.current.onType(model.getValue());
      created.updateOptions({ tabFocusMode: false });
      if (created.hasTextFocus() && changes.some(({ text }) => chinese.test(text)))
        created.trigger('lianban', 'editor.action.triggerSuggest', {});
    });
    const left = created.onDidBlurEditorText(() => {
      created.updateOptions({ tabFocusMode: false });
      commit();
    });
    const provider = registerValueCompletion(monaco, model, () => latest.current.completions);
    // Esc frees the Tab key, so that the editor is no trap for the keyboard.
    const leave = created.addAction({
      id: 'lianban.leave',
      label: 'leave',
      keybindings: [monaco.KeyCode.Escape],
      precondition: '!suggestWidgetVisible && !findWidgetVisible && !parameterHintsVisible && !markersNavigationVisible',
      run: () => {
        created.updateOptions({ tabFocusMode: true });
        announce(latest.current.left);
      },
    });
    const attempt = created.addAction({
      id: 'lianban.try',
      label: 'try',
      keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter],
      run: () => {
        commit();
        latest.current.onTry();
      },
    });
    return () => {
      commit();
      for (const thing of [typed, left, provider, leave, attempt, created, model]) thing.dispose();
    };
  }, [loaded, id, ariaLabel]);
  // Undo of the scenario, or a rename elsewhere, changed the text under the editor.
  useEffect(() => {
    const model = editor.current?.getModel();
    if (model && model.getValue() !== value && !editor.current?.hasTextFocus()) model.setValue(value);
  }, [value]);
  useEffect(() => {
    const { monaco } = loaded;
    const model = editor.current?.getModel();
    if (!model) return;
    const markers = problems.map(({ line, column, words }) => {
      const row = Math.min(line, model.getLineCount());
      const word = model.getWordAtPosition({ lineNumber: row, column });
      return {
        severity: monaco.MarkerSeverity.Error,
        message: words,
        startLineNumber: row,
        endLineNumber: row,
        startColumn: column,
        endColumn: word?.endColumn ?? column + 1,
      };
    });
    monaco.editor.setModelMarkers(model, 'lianban', markers);
  }, [loaded, problems]);
  useEffect(() => {
    const { monaco } = loaded;
    const marks = editor.current?.createDecorationsCollection(
      sensitive.map(({ line, column, length = 1, words }) => ({
        range: new monaco.Range(line, column, line, column + length),
        options: { inlineClassName: 'code-sensitive', hoverMessage: { value: words }, description: 'sensitive' },
      })),
    );
    return () => marks?.clear();
  }, [loaded, sensitive]);
  useImperativeHandle(ref, () => ({
    commit: () => committing.current?.(),
    goTo: (line) => {
      editor.current?.revealLineInCenter(line);
      editor.current?.setPosition({ lineNumber: line, column: 1 });
      editor.current?.focus();
    },
  }));
  return (
    <>
      <div ref={place} className="code-place" />
      <p className="code-note">{t('code.leave')}</p>
    </>
  );
}
