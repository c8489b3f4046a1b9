/** What the hash of a line of the read log is over. Beside the keys, because the writer and the checker must agree on it. */
import { createHash } from 'node:crypto';

/** In this order, and only these: a later column of the table changes no hash. */
const hashed = [
  'id',
  'region',
  'caseId',
  'scenario',
  'at',
  'actor',
  'dataUse',
  'resource',
  'contract',
  'purpose',
  'fields',
  'node',
  'key',
  'result',
  'ms',
  'ownerRegion',
  'ownerDepartment',
  'nulls',
  'chain',
  'seq',
] as const;

/** SHA-256 of the hash before it (hex, empty for the first) and the line, hex. */
export function hashOfRead(previous: string, read: Readonly<Partial<Record<(typeof hashed)[number], unknown>>>): string {
  const values = hashed.map((name) => read[name] ?? null);
  return createHash('sha256').update(previous, 'hex').update(JSON.stringify(values)).digest('hex');
}
