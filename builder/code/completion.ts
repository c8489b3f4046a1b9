import type * as Monaco from 'monaco-editor/editor';

/** A value a script may read, as it is offered: by Chinese name, key and pinyin. */
export interface ValueCompletion {
  path: string;
  name: string;
  owner: string;
  type: string;
  sensitivity: string;
  /** Pinyin and initials of the name, for typing without an input method. */
  search: string;
}

/** Adds the values of the step to the completion of one document; the language's own completion stays beside it. */
export function registerValueCompletion(
  monaco: typeof Monaco,
  model: Monaco.editor.ITextModel,
  values: () => readonly ValueCompletion[],
): Monaco.IDisposable {
  return monaco.languages.registerCompletionItemProvider('typescript', {
    triggerCharacters: ['.'],
    provideCompletionItems: (asked, position) => {
      if (asked !== model) return { suggestions: [] };
      const word = asked.getWordUntilPosition(position);
      const before = asked.getLineContent(position.lineNumber).slice(0, word.startColumn - 1);
      // After `input.mother.` the language completes by itself; here a value is offered whole, also after `input.`.
      if (/\.\s*$/.test(before) && !/(?:^|[^\w.])input\.\s*$/.test(before)) return { suggestions: [] };
      const bare = /input\.\s*$/.test(before);
      const range = {
        startLineNumber: position.lineNumber,
        endLineNumber: position.lineNumber,
        startColumn: word.startColumn,
        endColumn: word.endColumn,
      };
      return {
        suggestions: values().map((value) => ({
          label: { label: value.name, detail: ` ${value.path}`, description: value.owner },
          kind: monaco.languages.CompletionItemKind.Field,
          detail: `${value.type} · ${value.sensitivity}`,
          filterText: `${value.name} ${value.path} ${value.search}`,
          insertText: bare ? value.path : `input.${value.path}`,
          sortText: `0${value.path}`,
          range,
        })),
      };
    },
  });
}
