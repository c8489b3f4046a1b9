/** Checks one document against its schema and words every problem for its author. */
import type { Text } from './generated/documents.ts';
import {
  isCalendar,
  isCaseTest,
  isConnection,
  isDataContract,
  isDataElements,
  isDataResource,
  isForm,
  isScenario,
  isTemplate,
  type Validate,
  type ValidationError,
} from './generated/validators.js';
import { sentence } from './words.ts';

/** The same shape as a finding of the compiler, so that both lists show as one. */
export interface DocumentFinding {
  code: 'document-invalid';
  severity: 'error';
  path: string;
  message: Text;
}
interface DocumentKind {
  validate: Validate;
  /** First parts of a finding's path: where the document stands in its package. */
  root(id: string): string[];
}

const kinds = {
  scenario: { validate: isScenario, root: () => ['scenario'] },
  form: { validate: isForm, root: (id) => ['forms', id] },
  'data-elements': { validate: isDataElements, root: () => [] },
  'data-resource': { validate: isDataResource, root: (id) => ['resources', id] },
  'data-contract': { validate: isDataContract, root: (id) => ['contracts', id] },
  connection: { validate: isConnection, root: (id) => ['connections', id] },
  calendar: { validate: isCalendar, root: (id) => ['calendars', id] },
  'case-test': { validate: isCaseTest, root: (id) => ['cases', id] },
  template: { validate: isTemplate, root: () => ['template'] },
} satisfies Record<string, DocumentKind>;

export type DocumentName = keyof typeof kinds;

/** A document with thousands of mistakes is another document: the first ones tell it. */
const mostFindings = 200;

/** Everything in a document that does not fit its schema; empty when it fits. */
export function validateDocument(kind: DocumentName, value: unknown): DocumentFinding[] {
  const { validate, root }: DocumentKind = kinds[kind];
  if (validate(value)) return [];
  const prefix = root(idOf(value));
  const errors = withoutBranches(validate.errors ?? []).slice(0, mostFindings);
  const seen = new Set<string>();
  return errors.flatMap((error): DocumentFinding[] => {
    const path = pathOf(prefix, error.instancePath);
    const message = sentence(error);
    const key = `${path} ${message['zh-CN']}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ code: 'document-invalid', severity: 'error', path, message }];
  });
}

/** Name of the kind a `format` stands for, for example 'lianban.scenario/1' -> 'scenario'. */
export function documentKind(format: unknown): DocumentName | undefined {
  const name = typeof format === 'string' ? /^lianban\.([a-z-]+)\/1$/.exec(format)?.[1] : undefined;
  return name !== undefined && Object.hasOwn(kinds, name) ? (name as DocumentName) : undefined;
}

/** Keywords that speak of a text; at the path of a map they speak of one of its keys. */
const textKeywords = new Set(['pattern', 'minLength', 'maxLength', 'format']);

/**
 * Where a value fits none of several forms, ajv also reports why it fits each of them not: one sentence is enough, or
 * those of the form it was meant to be. A refused key comes as two errors as well; the pattern it misses joins the
 * sentence about the key.
 */
function withoutBranches(errors: readonly ValidationError[]): ValidationError[] {
  const choices = errors.filter((error) => error.keyword === 'oneOf').map((choice) => ({ choice, meant: meantBranch(choice, errors) }));
  const isShown = (error: ValidationError) =>
    choices.every(({ choice, meant }) => {
      if (error === choice) return meant === undefined;
      return branchOf(choice, error) === undefined || branchOf(choice, error) === meant;
    });
  const maps = new Set(errors.filter((error) => error.keyword === 'propertyNames').map((error) => error.instancePath));
  const aboutKey = (error: ValidationError) => textKeywords.has(error.keyword) && maps.has(error.instancePath);
  const patternAt = (path: string) => errors.find((error) => error.keyword === 'pattern' && error.instancePath === path)?.params.pattern;
  return errors
    .filter((error) => isShown(error) && !aboutKey(error))
    .map((error) =>
      error.keyword === 'propertyNames' ? { ...error, params: { ...error.params, pattern: patternAt(error.instancePath) } } : error,
    );
}

/** Number of the form an error belongs to, when it belongs to this choice at all. */
function branchOf(choice: ValidationError, error: ValidationError): string | undefined {
  const within = error.instancePath === choice.instancePath || error.instancePath.startsWith(`${choice.instancePath}/`);
  const start = `${choice.schemaPath}/`;
  if (within && error.schemaPath.startsWith(start)) return error.schemaPath.slice(start.length).split('/')[0];
  // What a form takes from elsewhere has the path of that place: it counts as no form we could choose.
  return within && error !== choice && error.keyword !== 'oneOf' ? '?' : undefined;
}

/** The one form whose tag (a constant) the value has, while every other form misses its own. */
function meantBranch(choice: ValidationError, errors: readonly ValidationError[]): string | undefined {
  const branches = Map.groupBy(
    errors.filter((error) => branchOf(choice, error) !== undefined),
    (error) => branchOf(choice, error),
  );
  const tagged = [...branches].filter(([, list]) => !list.some((error) => error.keyword === 'const'));
  return branches.size > 1 && tagged.length === 1 && tagged[0]![0] !== '?' ? tagged[0]![0] : undefined;
}

function idOf(value: unknown): string {
  const id = value !== null && typeof value === 'object' ? (value as { id?: unknown }).id : undefined;
  return typeof id === 'string' ? id : '?';
}

/** The pointer of ajv is kept as it is: its escapes are the ones findings use. */
function pathOf(prefix: string[], pointer: string): string {
  const start = prefix.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
  return start === '' ? pointer.slice(1) : `${start}${pointer}`;
}
