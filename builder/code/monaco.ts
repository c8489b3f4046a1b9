/** The code editor, loaded on demand: TypeScript only, its worker and the editor's own, words in the language of the screen. */
import type * as Monaco from 'monaco-editor/editor';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import TypeScriptWorker from 'monaco-editor/language/typescript/ts.worker?worker';

export interface LoadedMonaco {
  monaco: typeof Monaco;
  /** Types every script sees; replaces what was set before. */
  setTypes(declarations: string): void;
}

let loading: Promise<LoadedMonaco> | undefined;

/** Loads once; a failed load may be tried again. */
export function loadMonaco(language: string): Promise<LoadedMonaco> {
  loading ??= load(language).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(language: string): Promise<LoadedMonaco> {
  if (language !== 'en') await import('monaco-editor/nls/lang/zh-cn');
  window.MonacoEnvironment = {
    getWorker: (_id: string, label: string) =>
      label === 'typescript' || label === 'javascript' ? new TypeScriptWorker() : new EditorWorker(),
  };
  const [monaco, ts] = await Promise.all([
    import('monaco-editor/editor'),
    import('monaco-editor/languages/features/typescript/register'),
    import('monaco-editor/languages/definitions/typescript/register'),
    import('monaco-editor/features/register.all'),
  ]);
  // Scripts run without a browser or Node: only the language itself is known, and the values of the step.
  ts.typescriptDefaults.setCompilerOptions({
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    lib: ['es2023'],
    strict: true,
    noEmit: true,
    allowNonTsExtensions: true,
  });
  ts.typescriptDefaults.setEagerModelSync(true);
  // Errors come from the server's checker alone: in Chinese, and the very ones a publication is stopped by.
  ts.typescriptDefaults.setDiagnosticsOptions({ noSemanticValidation: true, noSyntaxValidation: true, noSuggestionDiagnostics: true });
  ts.typescriptDefaults.addExtraLib('declare const console: { log(...values: unknown[]): void };', 'file:///notes.d.ts');
  let types: { dispose(): void } | undefined;
  return {
    monaco,
    setTypes: (declarations) => {
      types?.dispose();
      types = ts.typescriptDefaults.addExtraLib(declarations, 'file:///values.d.ts');
    },
  };
}
