/** Checks of parameters, queries and bodies. The code was generated at build: nothing is compiled while the server runs. */
import type { ErrorObject } from 'ajv';
import type { Api } from '../../schemas/generated/api.ts';
import bodies from '../../schemas/generated/api-body-validators.cjs';
import texts from '../../schemas/generated/api-text-validators.cjs';

export type SchemaName = keyof Api;
export type Validate = (value: unknown) => { path: string; code: string; data: Record<string, string> } | undefined;

interface Generated {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
}
const all = { ...bodies, ...texts } as Record<string, Generated | undefined>;

/** The check of one named schema: the first thing that is wrong, or undefined. Queries and keys are read from text in place. */
export function validatorOf(name: SchemaName): Validate {
  const validate = all[name];
  if (!validate) throw new Error(`schemas/api has no ${name}; run \`npm run generate\`.`);
  return (value) => {
    if (validate(value)) return undefined;
    const error = validate.errors?.[0];
    if (!error) return { path: '', code: 'request.value', data: {} };
    return { path: pathOf(error), code: codes[error.keyword] ?? 'request.value', data: {} };
  };
}

const codes: Record<string, string> = {
  required: 'request.missing',
  additionalProperties: 'request.unknown',
  propertyNames: 'request.unknown',
  type: 'request.type',
  enum: 'request.value',
  const: 'request.value',
  maxLength: 'request.too_long',
  maxItems: 'request.too_long',
  maxProperties: 'request.too_long',
};

/** `values/mother.idNumber`: the place of the problem without a leading slash, with the missing or unknown name added. */
function pathOf({ instancePath, params }: ErrorObject): string {
  const name = params.missingProperty ?? params.additionalProperty ?? params.propertyName;
  const path = instancePath.slice(1).replace(/~1/g, '/').replace(/~0/g, '~');
  return [path, name]
    .filter((part) => typeof part === 'string' && part !== '')
    .join('/')
    .slice(0, 300);
}
