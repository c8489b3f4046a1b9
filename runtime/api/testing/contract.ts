/** Checks answers against the OpenAPI document the server itself gives out. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { RawAnswer } from './http.ts';

interface Media {
  schema: object;
}
interface Operation {
  responses: Record<string, { content?: Record<string, Media> }>;
}
export interface OpenApiDocument {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

/** An answer that the description does not allow. */
export class ContractError extends Error {}

export interface Contract {
  /** Throws when the status, the media type or any field of the answer is not declared. */
  check(method: string, path: string, answer: RawAnswer): void;
}

export function contractOf(document: OpenApiDocument): Contract {
  // Most validators look at a few answers: working on their speed takes longer than they run.
  const ajv = new Ajv2020({ strict: false, allErrors: true, code: { optimize: false } });
  formats.default(ajv);
  ajv.addSchema({ $id: 'contract', components: document.components });
  /** By the text of the schema: the same refusal is declared by every route. */
  const validators = new Map<string, ValidateFunction>();
  const templates = Object.keys(document.paths).map((template) => ({
    template,
    // A template's parameter is one segment; literal segments win over parameters.
    pattern: new RegExp(`^${template.split('/').map(segmentPattern).join('/')}$`),
    literals: template.split('/').filter((segment) => !segment.startsWith('{')).length,
  }));
  templates.sort((a, b) => b.literals - a.literals);

  function validatorOf(schema: object): ValidateFunction {
    const text = JSON.stringify(schema);
    const known = validators.get(text);
    if (known) return known;
    const validate = ajv.compile(JSON.parse(text.replaceAll('"#/components/', '"contract#/components/')));
    validators.set(text, validate);
    return validate;
  }

  return {
    check(method, path, answer) {
      const where = `${method} ${path} -> ${answer.status}`;
      const bare = path.split('?')[0]!.split('#')[0]!;
      const found = templates.find(({ pattern }) => pattern.test(bare));
      // HEAD answers as GET does, without the body.
      const operation = found && document.paths[found.template]?.[(method === 'HEAD' ? 'GET' : method).toLowerCase()];
      if (!operation) return checkUndeclared(where, answer);
      const response = operation.responses[String(answer.status)];
      if (!response) throw new ContractError(`${where}: the status is not declared. ${answer.body.toString().slice(0, 500)}`);
      if (method === 'HEAD') return;
      checkBody(where, response.content, answer);
    },
  };

  function checkUndeclared(where: string, answer: RawAnswer): void {
    if (answer.status !== 404) throw new ContractError(`${where}: not declared, so it must be 404`);
    checkBody(where, { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }, answer);
  }

  function checkBody(where: string, content: Record<string, Media> | undefined, answer: RawAnswer): void {
    if (!content) {
      if (answer.body.length > 0) throw new ContractError(`${where}: a body where none is declared`);
      return;
    }
    const type = (answer.headers['content-type'] ?? '').split(';')[0] ?? '';
    const media = content[type] ?? content['*/*'];
    if (!media) throw new ContractError(`${where}: the media type ${type} is not declared`);
    // A file may be JSON as well: its content is its own.
    if (!type.endsWith('json') || media === content['*/*']) return;
    const validate = validatorOf(media.schema);
    const value: unknown = JSON.parse(answer.body.toString());
    if (!validate(value))
      throw new ContractError(`${where}: ${ajv.errorsText(validate.errors)} in ${answer.body.toString().slice(0, 800)}`);
  }
}

const segmentPattern = (segment: string) => (segment.startsWith('{') ? '[^/]+' : segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
