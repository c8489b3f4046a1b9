/** Documents against their JSON Schemas. The schemas are ours; ajv compiles them once per process, in this tool only. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Text } from '../../schemas/generated/documents.ts';
import type { Finding } from '../compile/plan.ts';
import { both } from './command.ts';

const schemaRoot = path.join(import.meta.dirname, '../../schemas');
const folders = [
  'common',
  'scenario',
  'form',
  'data-element',
  'data-resource',
  'data-contract',
  'connection',
  'calendar',
  'case-test',
  'template',
];
const folderOfFormat: Record<string, string> = {
  'lianban.scenario/1': 'scenario',
  'lianban.form/1': 'form',
  'lianban.data-elements/1': 'data-element',
  'lianban.data-resource/1': 'data-resource',
  'lianban.data-contract/1': 'data-contract',
  'lianban.connection/1': 'connection',
  'lianban.calendar/1': 'calendar',
  'lianban.case-test/1': 'case-test',
  'lianban.template/1': 'template',
};

export interface DocumentChecker {
  /** Findings of one document by its `format`; `file` begins their paths. */
  check(file: string, document: unknown): Finding[];
}

let made: Promise<DocumentChecker> | undefined;
/** The checker of this process; the first call compiles the schemas. */
export function documentChecker(): Promise<DocumentChecker> {
  made ??= createDocumentChecker();
  return made;
}

async function createDocumentChecker(): Promise<DocumentChecker> {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  const validators = new Map<string, ValidateFunction>();
  const ids = new Map<string, string>();
  for (const folder of folders) {
    for (const name of await readdir(path.join(schemaRoot, folder))) {
      if (!name.endsWith('.schema.json')) continue;
      const schema = JSON.parse(await readFile(path.join(schemaRoot, folder, name), 'utf8'));
      ajv.addSchema(schema);
      ids.set(folder, schema.$id);
    }
  }
  const validatorOf = (format: unknown): ValidateFunction | undefined => {
    const folder = typeof format === 'string' && Object.hasOwn(folderOfFormat, format) ? folderOfFormat[format] : undefined;
    if (folder === undefined) return undefined;
    const known = validators.get(folder) ?? ajv.getSchema(ids.get(folder)!);
    if (known) validators.set(folder, known as ValidateFunction);
    return known as ValidateFunction | undefined;
  };
  return {
    check(file, document) {
      const format = typeof document === 'object' && document !== null ? (document as { format?: unknown }).format : undefined;
      const validate = validatorOf(format);
      if (!validate) return [finding(file, unknownFormat)];
      if (validate(document)) return [];
      return relevant(validate.errors ?? []).map((error) => finding(`${file}${error.instancePath}`, wordsOf(error)));
    },
  };
}

const unknownFormat = both(
  '不知道这是什么文档：请写上 format，例如 lianban.scenario/1。',
  'Unknown kind of document: give it a format, for example lianban.scenario/1.',
);

function finding(at: string, message: Text): Finding {
  return { code: 'document-invalid', severity: 'error', path: at, message };
}

/** Of the branches of a oneOf, those of the kind that was meant; the summary lines say nothing more. */
function relevant(errors: ErrorObject[]): ErrorObject[] {
  const told = errors.filter((error) => !['oneOf', 'anyOf', 'if', 'const'].includes(error.keyword));
  const seen = new Set<string>();
  const list = (told.length > 0 ? told : errors).filter((error) => {
    const key = `${error.instancePath} ${error.keyword} ${JSON.stringify(error.params)}`;
    return !seen.has(key) && seen.add(key);
  });
  return list.slice(0, 50);
}

function wordsOf({ keyword, params, message }: ErrorObject): Text {
  switch (keyword) {
    case 'required':
      return both(`缺少「${params.missingProperty}」，请补上。`, `“${params.missingProperty}” is missing: add it.`);
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const name = params.additionalProperty ?? params.unevaluatedProperty;
      return both(`不认识「${name}」，请删去或改名。`, `“${name}” is not known here: remove or rename it.`);
    }
    case 'enum':
      return both(`只能是：${params.allowedValues.join('、')}。`, `Must be one of: ${params.allowedValues.join(', ')}.`);
    case 'type':
      return both(`类型应为 ${params.type}。`, `Must be of type ${params.type}.`);
    case 'pattern':
    case 'format':
      return both('写法不对，请对照文档说明改正。', `Wrong notation: ${message}.`);
    default:
      return both('不符合文档格式，请对照文档说明改正。', `Does not fit the schema: ${message}.`);
  }
}
