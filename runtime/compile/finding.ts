import type { Text } from '../../schemas/generated/documents.ts';
import type { Finding } from './plan.ts';

type Where = Pick<Finding, 'path' | 'element'>;

/** A finding that stops publishing. */
export function error(code: string, where: Where, zh: string, en: string): Finding {
  return { code, severity: 'error', ...where, message: { 'zh-CN': zh, en } };
}

/** A finding to think about; publishing goes on. */
export function warning(code: string, where: Where, zh: string, en: string): Finding {
  return { ...error(code, where, zh, en), severity: 'warning' };
}

/** Where an element of the scenario is: `at('nodes', 'n_ga', 'dueDays')`. */
export function at(map: string, id: string, ...rest: string[]): Where {
  return { path: pathOf('scenario', map, id, ...rest), element: { kind: elementKinds[map] ?? map, id } };
}

/** Where a field of a form is. */
export function atField(form: string, field: string, ...rest: string[]): Where {
  return { path: pathOf('forms', form, 'fields', field, ...rest), element: { kind: 'field', id: field } };
}

/** Joins and escapes the parts of a path (JSON Pointer escapes, so that a document id with a slash stays one part). */
export function pathOf(...parts: string[]): string {
  return parts.map(segment).join('/');
}

/** The zh-CN words of a text, in Chinese quotation marks. */
export function zh(text: Text | undefined, fallback = ''): string {
  return `「${text?.['zh-CN'] ?? fallback}」`;
}

/** The English words of a text, in quotation marks. */
export function en(text: Text | undefined, fallback = ''): string {
  return `“${text?.en ?? text?.['zh-CN'] ?? fallback}”`;
}

/** What an entry of a scenario's map is called in `Finding.element.kind`. */
export const elementKinds: Record<string, string> = {
  nodes: 'node',
  edges: 'edge',
  items: 'item',
  forms: 'form',
  data: 'data',
  tables: 'table',
  scripts: 'script',
  clocks: 'clock',
  papers: 'paper',
  roles: 'role',
  notifications: 'notification',
  outcomes: 'outcome',
  materials: 'material',
  params: 'param',
  subjects: 'subject',
  departments: 'department',
  variables: 'variable',
};

function segment(part: string): string {
  return part.includes('~') || part.includes('/') ? part.replaceAll('~', '~0').replaceAll('/', '~1') : part;
}
