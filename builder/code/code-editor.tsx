import { Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Skeleton } from '../ui/states.tsx';
import { registerValueCompletion, type ValueCompletion } from './completion.ts';
import { type LoadedMonaco, loadMonaco } from './monaco.ts';
import './code.css';

export interface CodeEditorProps {
  /** Names the document; a new one starts from `value`. */
  id: string;
  label: string;
  value: string;
  declarations: string;
  completions: readonly ValueCompletion[];
  /** Called when typing rests, and when the editor is left. */
  onCommit: (value: string) => void;
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

function PlainEditor({ label, value, onCommit }: CodeEditorProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  return (
    <>
      <p className="code-note">{t('code.plain')}</p>
      <Input.TextArea
        aria-label={label}
        className="entry-code"
        autoSize={{ minRows: 14, maxRows: 28 }}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => text !== value && onCommit(text)}
      />
    </>
  );
}

function RichEditor({ id, label, value, declarations, completions, onCommit, loaded }: CodeEditorProps & { loaded: LoadedMonaco }) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef({ value, onCommit, completions });
  latest.current = { value, onCommit, completions };
  const editor = useRef<import('monaco-editor/editor').editor.IStandaloneCodeEditor>(undefined);
  const ariaLabel = `${label}，${t('code.leave')}`;
  useEffect(() => loaded.setTypes(declarations), [loaded, declarations]);
  useEffect(() => {
    const { monaco } = loaded;
    const model = monaco.editor.createModel(latest.current.value, 'typescript', monaco.Uri.parse(`file:///${id}.ts`));
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
    });
    editor.current = created;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const commit = () => {
      clearTimeout(timer);
      if (model.getValue() !== latest.current.value) latest.current.onCommit(model.getValue());
    };
    // One burst of typing is one undo step of the scenario; inside the box the editor has its own undo.
    const typed = model.onDidChangeContent(() => {
      clearTimeout(timer);
      timer = setTimeout(commit, 800);
    });
    const left = created.onDidBlurEditorText(commit);
    const provider = registerValueCompletion(monaco, model, () => latest.current.completions);
    // Esc frees the Tab key, so that the editor is no trap for the keyboard.
    const leave = created.addAction({
      id: 'lianban.leave',
      label: 'leave',
      keybindings: [monaco.KeyCode.Escape],
      precondition: '!suggestWidgetVisible && !findWidgetVisible && !parameterHintsVisible',
      run: () => created.trigger('keyboard', 'editor.action.toggleTabFocusMode', null),
    });
    return () => {
      commit();
      for (const thing of [typed, left, provider, leave, created, model]) thing.dispose();
    };
  }, [loaded, id, ariaLabel]);
  // Undo of the scenario, or a rename elsewhere, changed the text under the editor.
  useEffect(() => {
    const model = editor.current?.getModel();
    if (model && model.getValue() !== value && !editor.current?.hasTextFocus()) model.setValue(value);
  }, [value]);
  return (
    <>
      <div ref={place} className="code-place" />
      <p className="code-note">{t('code.leave')}</p>
    </>
  );
}
