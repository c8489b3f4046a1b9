import type { Clock } from '../../../schemas/generated/documents.ts';
import { isDesk } from '../desks.ts';
import { at, en, error, warning, zh } from '../finding.ts';
import { entry } from '../maps.ts';
import type { Model } from '../model.ts';
import type { Finding } from '../plan.ts';
import type { Rule } from './rule.ts';

/** A promise may only be shorter than the law; a step may only be shorter than the promise it is part of. */
export const promisedLongerThanStatutory: Rule = (model) => [...items(model), ...clocks(model), ...steps(model)];

function items({ pkg }: Model): Finding[] {
  return Object.entries(pkg.scenario.items).flatMap(([id, item]) =>
    item.statutoryDays !== undefined && item.promisedDays > item.statutoryDays
      ? [
          error(
            'promised-longer-than-statutory',
            at('items', id, 'promisedDays'),
            `${zh(item.name)}承诺 ${item.promisedDays} 个工作日，超过法定的 ${item.statutoryDays} 个：请缩短承诺时限。`,
            `${en(item.name)} promises ${item.promisedDays} working days, more than the ${item.statutoryDays} the law allows: shorten the promise.`,
          ),
        ]
      : [],
  );
}

/** A promised clock of an item against the item's statutory days, and against the statutory clock of the same matter. */
function clocks({ pkg }: Model): Finding[] {
  const all = Object.entries(pkg.scenario.clocks ?? {});
  return all.flatMap(([id, clock]) => {
    if (clock.kind !== 'promised') return [];
    const unit = clock.unit ?? 'workingDays';
    const statutory = all
      .filter(([, other]) => other.kind === 'statutory' && other.item === clock.item && (other.unit ?? 'workingDays') === unit)
      .map(([, other]) => other.days);
    // The days of an item are working days; other units are compared only with their own kind.
    const ofItem = unit === 'workingDays' ? entry(pkg.scenario.items, clock.item)?.statutoryDays : undefined;
    const limits = [ofItem, ...statutory].filter((days) => days !== undefined);
    const limit = Math.min(...limits);
    return limits.length > 0 && clock.days > limit
      ? [
          error(
            'promised-longer-than-statutory',
            at('clocks', id, 'days'),
            `时限${zh(clock.name)}承诺 ${clock.days} ${units[unit].zh}，超过法定的 ${limit} 个：请缩短。`,
            `The limit ${en(clock.name)} promises ${clock.days} ${units[unit].en}, more than the ${limit} the law allows: shorten it.`,
          ),
        ]
      : [];
  });
}

const units: Record<NonNullable<Clock['unit']>, { zh: string; en: string }> = {
  workingDays: { zh: '个工作日', en: 'working days' },
  days: { zh: '日', en: 'days' },
  months: { zh: '个月', en: 'months' },
  workingHours: { zh: '个工作小时', en: 'working hours' },
  hours: { zh: '小时', en: 'hours' },
};

function steps({ pkg }: Model): Finding[] {
  return Object.entries(pkg.scenario.nodes).flatMap(([id, node]) => {
    if (!isDesk(node) && node.kind !== 'joint') return [];
    const item = entry(pkg.scenario.items, node.item);
    if (!item || node.dueDays === undefined || node.dueDays <= item.promisedDays) return [];
    return [
      warning(
        'step-longer-than-promised',
        at('nodes', id, 'dueDays'),
        `环节${zh(node.name)}的时限 ${node.dueDays} 个工作日，超过${zh(item.name)}承诺的 ${item.promisedDays} 个：请缩短环节时限，或调整承诺。`,
        `The step ${en(node.name)} has ${node.dueDays} working days, more than the ${item.promisedDays} promised for ${en(item.name)}: shorten the step, or change the promise.`,
      ),
    ];
  });
}
