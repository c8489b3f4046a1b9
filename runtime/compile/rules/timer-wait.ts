import { at, en, error, warning, zh } from '../finding.ts';
import type { Model } from '../model.ts';
import type { Finding } from '../plan.ts';
import type { Rule } from './rule.ts';

/** A timer that waits for nothing, or until something that is no date. */
export const timerWait: Rule = (model) => Object.keys(model.pkg.scenario.nodes).flatMap((id) => findingsOf(model, id));

function findingsOf({ pkg, cache }: Model, id: string): Finding[] {
  const node = pkg.scenario.nodes[id]!;
  if (node.kind === 'consent' && node.expires.amount === 0) return [noTime(id, 'expires', node.name)];
  if (node.kind !== 'timer') return [];
  if ('duration' in node.wait) return node.wait.duration.amount === 0 ? [noTime(id, 'wait', node.name)] : [];
  const parsed = cache.expression(node.wait.until);
  if (!parsed.ok || parsed.reads.length > 0) return [];
  // Without names it is always the same value: it can be looked at now.
  const value = parsed.expression({}, { now: '2026-01-01T00:00:00Z' });
  const isDate = value.ok && typeof value.value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value.value);
  return isDate
    ? []
    : [
        error(
          'timer-until',
          at('nodes', id, 'wait', 'until'),
          `${zh(node.name)}等待的不是日期：请写出日期或日期时间，例如 date("2026-03-02")。`,
          `${en(node.name)} does not wait until a date: give a date or a date and time, for example date("2026-03-02").`,
        ),
      ];
}

function noTime(id: string, property: string, name: Parameters<typeof zh>[0]): Finding {
  return warning(
    'timer-without-time',
    at('nodes', id, property),
    `${zh(name)}的等待时间是 0，不会等待：请填写时间，或删除这个环节。`,
    `${en(name)} waits for no time at all: give it a time, or remove the step.`,
  );
}
