/** Which of the eight groups of the desk an address belongs to (MG3). */

import type { Path } from './tree.ts';
import type { ChangeGroup } from './types.ts';

const ofDocument: Record<string, ChangeGroup> = {
  forms: 'form',
  elements: 'data',
  resources: 'data',
  contracts: 'data',
  cases: 'case',
  template: 'text',
};
const ofMap: Record<string, ChangeGroup> = {
  subjects: 'people',
  departments: 'people',
  roles: 'people',
  owner: 'people',
  items: 'flow',
  forms: 'form',
  materials: 'form',
  situation: 'form',
  variables: 'data',
  data: 'data',
  tables: 'rule',
  scripts: 'rule',
  clocks: 'rule',
  params: 'rule',
  locks: 'rule',
  papers: 'text',
  notifications: 'text',
  outcomes: 'data',
  audience: 'text',
  layout: 'layout',
};
/** Members that say what an element's other members do not: by name, wherever they stand. */
const ofMember: Record<string, ChangeGroup> = {
  ...each(
    'text',
    'name summary description hint label title question statement note legalBasis why asks words fee purpose answers en zh-CN',
  ),
  ...each('people', 'department departments departmentBy role party participants separate retain weight mode onRefuse order'),
  ...each('rule', 'dueDays promisedDays statutoryDays when on default applicable decisions suspends extension days activate'),
  ...each('data', 'reads prefill data provides keys'),
  ...each('form', 'form forms'),
  ...each('layout', 'lineage version hue format'),
};

function each(group: ChangeGroup, names: string): Record<string, ChangeGroup> {
  return Object.fromEntries(names.split(' ').map((name) => [name, group]));
}

/** The group of a property or an element. */
export function groupOf(path: Path): ChangeGroup {
  const [document = '', map = ''] = path;
  if (document !== 'scenario') {
    if (path.length > 2 && path.at(-1) === 'lineage') return 'layout';
    return document === 'forms' && path.length === 3 ? (entry(ofMember, path[2]!) ?? 'form') : (entry(ofDocument, document) ?? 'flow');
  }
  const own = entry(ofMap, map);
  if (own === 'layout' || own === 'people' || own === 'rule') return path.length > 3 && path.at(-1) === 'hue' ? 'layout' : own;
  if (path.length > 3) return entry(ofMember, path[3]!) ?? own ?? 'flow';
  return own ?? (path.length === 2 ? (entry(ofMember, map) ?? 'flow') : 'flow');
}

const entry = (map: Record<string, ChangeGroup>, name: string): ChangeGroup | undefined =>
  Object.hasOwn(map, name) ? map[name] : undefined;
