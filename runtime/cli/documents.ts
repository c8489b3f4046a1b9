import { documentKind, validateDocument } from '../../schemas/validate.ts';
import type { Finding } from '../compile/plan.ts';
import { both } from './command.ts';

const unknownFormat = both(
  '不知道这是什么文档：请写上 format，例如 lianban.scenario/1。',
  'Unknown kind of document: give it a format, for example lianban.scenario/1.',
);

/** Findings of one document by its `format`; `file` names it when it has none. */
export function checkDocument(file: string, document: unknown): Finding[] {
  const format = typeof document === 'object' && document !== null ? (document as { format?: unknown }).format : undefined;
  const kind = documentKind(format);
  if (!kind) return [{ code: 'document-invalid', severity: 'error', path: file, message: unknownFormat }];
  return validateDocument(kind, document);
}
