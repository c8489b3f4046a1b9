import { elementKinds, pathOf, warning } from '../finding.ts';
import type { Finding } from '../plan.ts';
import type { Rule } from './rule.ts';

/** A text without its English: shown in Chinese until somebody translates it. */
export const missingText: Rule = ({ pkg }) => {
  const findings: Finding[] = [];
  for (const part of ['scenario', 'forms', 'elements', 'resources', 'contracts', 'template'] as const) collect(pkg[part], [part], findings);
  return findings;
};

/** `path` is one array for the whole walk: most texts have nothing to report. */
function collect(value: unknown, path: string[], findings: Finding[]): void {
  if (value === null || typeof value !== 'object') return;
  const text = (value as { 'zh-CN'?: unknown })['zh-CN'];
  if (typeof text === 'string') {
    if ((value as { en?: unknown }).en === undefined) findings.push(untranslated(path, text));
    return;
  }
  for (const key of Object.keys(value)) {
    path.push(key);
    collect((value as Record<string, unknown>)[key], path, findings);
    path.pop();
  }
}

function untranslated(path: string[], text: string): Finding {
  const shown = text.length > 30 ? `${text.slice(0, 30)}…` : text;
  return warning(
    'missing-text',
    { path: pathOf(...path, 'en'), element: elementAt(path) },
    `「${shown}」没有英文：请补上英文文字。`,
    `“${shown}” has no English text: add one.`,
  );
}

function elementAt([part, map, id]: string[]): Finding['element'] {
  const kind = part === 'scenario' && map !== undefined && Object.hasOwn(elementKinds, map) ? elementKinds[map] : undefined;
  return kind !== undefined && id !== undefined ? { kind, id } : undefined;
}
