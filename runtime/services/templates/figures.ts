/** What a card and a detail page say in numbers. Pure: the same release always gives the same figures. */
import type { TemplateFigures } from '../../../schemas/generated/api.ts';
import type { Node } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';

const withPeople: ReadonlySet<Node['kind']> = new Set(['fill', 'task', 'joint', 'assist', 'window', 'pay', 'seal', 'consent']);

/** Steps that somebody does. */
export const stepsOf = ({ scenario }: ScenarioPackage): number =>
  Object.values(scenario.nodes).filter(({ kind }) => withPeople.has(kind)).length;

/**
 * Before: each item for itself, one after the other, at its department's counter, with its own form and all its materials;
 * where the publisher measured it, what was measured. After: what this scenario asks, always computed.
 */
export function figuresOf(pkg: ScenarioPackage): TemplateFigures {
  const { scenario, template } = pkg;
  const items = Object.values(scenario.items);
  const materials = items.flatMap((item) => item.materials ?? []);
  const whole = Object.values(scenario.clocks ?? {}).find(
    (clock) => clock.item === undefined && (clock.unit ?? 'workingDays') === 'workingDays',
  );
  const fills = Object.values(scenario.nodes).filter(({ kind }) => kind === 'fill').length;
  const windows = Object.values(scenario.nodes).filter(({ kind }) => kind === 'window').length;
  const after = {
    trips: windows,
    materials: new Set(materials.filter(({ source }) => source === 'upload' || source === 'counter').map(({ name }) => name['zh-CN'])).size,
    days: whole?.days ?? Math.max(0, ...items.map(({ promisedDays }) => promisedDays)),
    forms: Math.min(1, fills),
  };
  const before = {
    trips: new Set(items.map(({ department }) => department)).size,
    materials: materials.length,
    days: items.reduce((sum, { statutoryDays, promisedDays }) => sum + (statutoryDays ?? promisedDays), 0),
    forms: Object.values(scenario.forms).filter(({ item }) => item !== undefined).length,
  };
  const figure = (name: keyof TemplateFigures) => {
    const measured = template?.figures?.[name]?.before;
    const computed = Math.max(before[name], after[name]);
    return {
      before: measured ?? computed,
      after: after[name],
      source: measured === undefined ? ('computed' as const) : ('measured' as const),
    };
  };
  return { trips: figure('trips'), materials: figure('materials'), days: figure('days'), forms: figure('forms') };
}
