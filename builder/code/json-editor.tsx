import { Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Skeleton } from '../ui/states.tsx';
import { type DocumentKind, loadJson } from './json.ts';
import { type LoadedMonaco, loadMonaco } from './monaco.ts';
import './code.css';

interface Props {
  /** Names the document; a new one starts from `value`. */
  id: string;
  kind: DocumentKind | undefined;
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** One document as JSON, checked by its schema while it is typed; a plain box when the editor does not load. */
export function JsonEditor(props: Props) {
  const { i18n, t } = useTranslation();
  const [loaded, setLoaded] = useState<LoadedMonaco | 'failed'>();
  const { language } = i18n;
  useEffect(() => {
    let gone = false;
    loadMonaco(language)
      .then(async (monaco) => {
        await loadJson(monaco);
        if (!gone) setLoaded(monaco);
      })
      .catch(() => !gone && setLoaded('failed'));
    return () => {
      gone = true;
    };
  }, [language]);
  if (!loaded) return <Skeleton lines={14} label={t('code.loading')} />;
  if (loaded === 'failed')
    return (
      <>
        <p className="code-note">{t('code.plain')}</p>
        <Input.TextArea
          aria-label={props.label}
          className="entry-code"
          rows={24}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
        />
      </>
    );
  return <RichEditor key={props.id} {...props} loaded={loaded} />;
}

function RichEditor({ id, kind, label, value, onChange, loaded }: Props & { loaded: LoadedMonaco }) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef({ value, onChange });
  latest.current = { value, onChange };
  const model = useRef<import('monaco-editor/editor').editor.ITextModel>(undefined);
  const ariaLabel = `${label}，${t('code.leave')}`;
  useEffect(() => {
    const { monaco } = loaded;
    const made = monaco.editor.createModel(
      latest.current.value,
      'json',
      monaco.Uri.parse(`file:///${kind ?? 'other'}/${encodeURIComponent(id)}.json`),
    );
    const editor = monaco.editor.create(place.current!, {
      model: made,
      ariaLabel,
      minimap: { enabled: false },
      fontSize: 13,
      fontFamily: "'Cascadia Mono', 'Source Code Pro', Consolas, 'Courier New', monospace",
      lineHeight: 20,
      tabSize: 2,
      scrollBeyondLastLine: false,
      automaticLayout: true,
      fixedOverflowWidgets: true,
    });
    model.current = made;
    const typed = made.onDidChangeContent(() => latest.current.onChange(made.getValue()));
    // Esc frees the Tab key, so that the editor is no trap for the keyboard.
    const leave = editor.addAction({
      id: 'lianban.leave',
      label: 'leave',
      keybindings: [monaco.KeyCode.Escape],
      precondition: '!suggestWidgetVisible && !findWidgetVisible && !parameterHintsVisible',
      run: () => editor.trigger('keyboard', 'editor.action.toggleTabFocusMode', null),
    });
    return () => {
      for (const thing of [typed, leave, editor, made]) thing.dispose();
    };
  }, [loaded, id, kind, ariaLabel]);
  // Undo, an apply or a colleague changed the document under the editor.
  useEffect(() => {
    if (model.current && model.current.getValue() !== value) model.current.setValue(value);
  }, [value]);
  return <div className="code-place source-place" ref={place} />;
}
