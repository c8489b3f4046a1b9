/** What is no mistake but likely an oversight: said while one edits, never in the way of publishing. */
import { at, en, warning, zh } from '../../runtime/compile/finding.ts';
import type { Finding, ScenarioPackage } from '../../runtime/compile/plan.ts';

/** A desk with no limit of any kind: none of its own, no matter that promises days, no limit that begins there. */
export function adviceFor({ scenario }: ScenarioPackage): Finding[] {
  const begun = new Set(Object.values(scenario.clocks ?? {}).map(({ starts }) => starts));
  return Object.entries(scenario.nodes).flatMap(([id, node]) => {
    if (node.kind !== 'task' || node.dueDays !== undefined || node.item !== undefined || begun.has(id)) return [];
    return [
      warning(
        'step-without-limit',
        at('nodes', id, 'dueDays'),
        `步骤${zh(node.name)}没有办理时限：请写几个工作日内办完，或对应一个有承诺时限的事项。`,
        `The step ${en(node.name)} has no limit: say within how many working days it is done, or give it a matter that promises days.`,
      ),
    ];
  });
}
