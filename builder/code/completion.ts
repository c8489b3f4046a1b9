import type * as Monaco from 'monaco-editor/editor';

/** A value a script may read, as it is offered: by Chinese name, key and pinyin. */
export interface ValueCompletion {
  path: string;
  name: string;
  /** Type, where it comes from and how sensitive it is, in one line. */
  about: string;
  /** What it is found by. */
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
      const range = {
        startLineNumber: position.lineNumber,
        endLineNumber: position.lineNumber,
        startColumn: word.startColumn,
        endColumn: word.endColumn,
      };
      return {
        suggestions: values().flatMap((value) => {
          const insertText = textAfter(before, value.path);
          if (insertText === undefined) return [];
          return [
            {
              label: { label: value.name, detail: ` ${value.path}`, description: value.about },
              kind: monaco.languages.CompletionItemKind.Field,
              detail: value.about,
              filterText: value.search,
              insertText,
              sortText: `0${value.path}`,
              range,
            },
          ];
        }),
      };
    },
  });
}

/** What is written for the value behind what stands there already; nothing behind the dot of something else. */
export function textAfter(before: string, path: string): string | undefined {
  const [subject, key] = path.split('.') as [string, string];
  const chain = /([\w$]+(?:\s*\??\.\s*[\w$]+)*)\s*\??\.\s*$/.exec(before)?.[1]?.replace(/[\s?]/g, '');
  if (chain === undefined) return /\.\s*$/.test(before) ? undefined : `input.${path}`;
  if (chain === 'input') return path;
  return chain === `input.${subject}` || chain === subject ? key : undefined;
}
