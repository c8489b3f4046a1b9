/** JSON with the schemas of our documents: completion, errors as one types. Loaded on top of the editor, by the source page alone. */
import JsonWorker from 'monaco-editor/language/json/json.worker?worker';
import type { LoadedMonaco } from './monaco.ts';

/** The documents of a package and the schema of each. */
export const schemaOf = {
  scenario: 'https://lianban.dev/schemas/scenario/scenario.schema.json',
  form: 'https://lianban.dev/schemas/form/form.schema.json',
  case: 'https://lianban.dev/schemas/case-test/case-test.schema.json',
} as const;
export type DocumentKind = keyof typeof schemaOf;

const files = import.meta.glob<{ default: { $id: string } }>([
  '../../schemas/{common,scenario,form,case-test,data-element,calendar,template}/*.schema.json',
]);

let loading: Promise<void> | undefined;

/** Once: the language, its worker, and which model is checked by which schema (`/scenario/x.json` by the scenario's). */
export function loadJson({ monaco }: LoadedMonaco): Promise<void> {
  loading ??= load(monaco).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(monaco: LoadedMonaco['monaco']): Promise<void> {
  const usual = window.MonacoEnvironment?.getWorker;
  window.MonacoEnvironment = {
    ...window.MonacoEnvironment,
    getWorker: (id: string, label: string) => (label === 'json' ? new JsonWorker() : usual!(id, label)),
  };
  const [json, ...schemas] = await Promise.all([
    import('monaco-editor/languages/features/json/register'),
    ...Object.values(files).map((read) => read()),
  ]);
  const kinds = Object.entries(schemaOf);
  json.jsonDefaults.setDiagnosticsOptions({
    validate: true,
    enableSchemaRequest: false,
    schemas: schemas.map(({ default: schema }) => ({
      uri: schema.$id,
      schema,
      fileMatch: kinds.filter(([, id]) => id === schema.$id).map(([kind]) => `/${kind}/*`),
    })),
  });
  // The language is known by its models from now on.
  monaco.languages.getLanguages();
}
