/** Pools and lanes to departments; which department a step lies in. */
import type { Scenario } from '../../../schemas/generated/documents.ts';
import { attr, childOf, childrenOf, idOf, localRef, type Model } from '../model.ts';
import type { XmlElement } from '../xml.ts';
import { both, Ids, rankAt, textOf } from './names.ts';
import type { Report } from './report.ts';

export interface Departments {
  departments: Scenario['departments'];
  /** Where steps lie that are in no lane. */
  fallback: string;
  byNode: ReadonlyMap<string, string>;
}

export function departmentsOf(model: Model, process: XmlElement, report: Report): Departments {
  const ids = new Ids();
  const departments: Scenario['departments'] = {};
  const byNode = new Map<string, string>();
  const add = (words: string | undefined, wanted: string): string => {
    const id = ids.makeDocument(wanted, 'department').slice(0, 32).replace(/-+$/, '');
    departments[id] = {
      name: textOf(words, both('办理部门', 'Department')),
      rank: rankAt(Object.keys(departments).length),
      hue: Object.keys(departments).length % 8,
    };
    return id;
  };
  const walk = (set: XmlElement): undefined => {
    report.mapped(set, 'departments');
    for (const lane of childrenOf(set, 'lane')) {
      const inner = childOf(lane, 'childLaneSet');
      const department = add(attr(lane, 'name'), latin(attr(lane, 'name')) ?? idOf(lane));
      report.mapped(lane, `departments/${department}`);
      for (const reference of childrenOf(lane, 'flowNodeRef')) {
        byNode.set(localRef(reference.text) ?? '', department);
        report.mapped(reference, `departments/${department}`);
      }
      // A lane in a lane is the department; what only holds others stays one as well.
      if (inner) walk(inner);
    }
  };
  for (const set of childrenOf(process, 'laneSet')) walk(set);
  const pool = model.poolOf(process);
  const lanes = Object.keys(departments);
  const fallback = lanes[0] ?? add(pool && attr(pool, 'name'), latin(pool && attr(pool, 'name')) ?? 'department');
  if (pool) report.mapped(pool, lanes.length === 0 ? `departments/${fallback}` : 'scenario');
  return { departments, fallback, byNode };
}

/** A name that makes an id people recognise. */
const latin = (words: string | undefined): string | undefined =>
  words && /^[A-Za-z][\x20-\x7e]*$/.test(words.trim()) ? words.trim() : undefined;
