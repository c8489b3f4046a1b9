import type { Node } from '../../../schemas/generated/documents.ts';
import { at, atField, error, pathOf } from '../finding.ts';
import { entry } from '../maps.ts';
import type { Model } from '../model.ts';
import { nearest, resolveName, suggestionWords } from '../names.ts';
import type { Finding } from '../plan.ts';
import type { Rule } from './rule.ts';

type Where = Pick<Finding, 'path' | 'element'>;
/** What a reference names, worded. */
const things = {
  node: ['环节', 'step'],
  block: ['分组', 'block'],
  form: ['表单', 'form'],
  formDocument: ['表单文档', 'form document'],
  item: ['事项', 'item'],
  data: ['数据使用', 'data use'],
  resource: ['数据资源', 'data resource'],
  resourceField: ['数据资源字段', 'field of the data resource'],
  resourceKey: ['数据资源查询项', 'key of the data resource'],
  contract: ['数据授权', 'data contract'],
  table: ['决策表', 'decision table'],
  script: ['脚本', 'script'],
  notification: ['通知', 'notification'],
  outcome: ['证照或文书', 'outcome'],
  role: ['岗位', 'role'],
  department: ['部门', 'department'],
  subject: ['对象', 'subject'],
  element: ['数据元', 'data element'],
  path: ['数据', 'value'],
} as const;
type Thing = keyof typeof things;
interface Reference {
  where: Where;
  thing: Thing;
  id: string | undefined;
}

/** Everything that names something else, checked against what there is. */
export const danglingReference: Rule = (model) => {
  const references = [
    ...edges(model),
    ...nodes(model),
    ...items(model),
    ...forms(model),
    ...data(model),
    ...clocks(model),
    ...papers(model),
    ...notifications(model),
    ...outcomes(model),
    ...writes(model),
    ...values(model),
  ];
  return references.flatMap((reference) => check(model, reference));
};

function check(model: Model, { where, thing, id }: Reference): Finding[] {
  if (id === undefined) return [];
  const known = mapOfThing(model, thing, where);
  if (isKnown(known, thing, id)) return [];
  const [zh, en] = things[thing];
  // Left by pasting from another scenario: there is no near miss to offer, only something to choose.
  if (/^gap[-A-Z]/.test(id))
    return [
      error(
        'dangling-reference',
        where,
        `粘贴来的${zh}在本场景里没有：请选择已有的${zh}。`,
        `The pasted ${en} does not exist here: choose one that does.`,
      ),
    ];
  const words = suggestionWords(
    nearest(
      id,
      Object.keys(known).filter((candidate) => isKnown(known, thing, candidate)),
    ),
  );
  return [
    error(
      'dangling-reference',
      where,
      `没有名为「${id}」的${zh}：请改选已有的${zh}，或先添加它${words.zh || '。'}`,
      `There is no ${en} “${id}”: choose one that exists, or add it first${words.en || '.'}`,
    ),
  ];
}

function isKnown(known: object, thing: Thing, id: string): boolean {
  if (!Object.hasOwn(known, id)) return false;
  return thing !== 'block' || (known as Record<string, Node>)[id]!.kind === 'block';
}

/** The map the reference points into. Of an unknown resource nothing more is said than that it is unknown. */
function mapOfThing({ pkg, declared, input }: Model, thing: Thing, where: Where): object {
  const { scenario } = pkg;
  const use = entry(scenario.data, where.element?.id);
  const resource = entry(pkg.resources, use?.resource);
  const maps: Record<Thing, object | undefined> = {
    node: scenario.nodes,
    block: scenario.nodes,
    form: scenario.forms,
    formDocument: pkg.forms,
    item: scenario.items,
    data: scenario.data,
    resource: pkg.resources,
    resourceField: resource ? resource.fields : use?.provides,
    resourceKey: resource ? resource.keys : use?.keys,
    // Which contracts there are is the region's to say, where it is asked.
    contract: input.rights === undefined ? pkg.contracts : use?.contract === undefined ? {} : { [use.contract]: true },
    table: scenario.tables,
    script: scenario.scripts,
    notification: scenario.notifications,
    outcome: scenario.outcomes,
    role: scenario.roles,
    department: scenario.departments,
    subject: scenario.subjects,
    element: pkg.elements,
    path: declared,
  };
  return maps[thing] ?? {};
}

function edges({ pkg }: Model): Reference[] {
  return Object.entries(pkg.scenario.edges).flatMap(([id, edge]): Reference[] => [
    { where: at('edges', id, 'from'), thing: 'node', id: edge.from },
    { where: at('edges', id, 'to'), thing: 'node', id: edge.to },
  ]);
}

/** Steps whose doers this one looks at: others than they, or the same. */
function ofDoers(id: string, node: Node): Reference[] {
  const separate = 'separate' in node ? (node.separate ?? []) : [];
  return [
    ...separate.map((other): Reference => ({ where: at('nodes', id, 'separate'), thing: 'node', id: other })),
    { where: at('nodes', id, 'retain'), thing: 'node', id: 'retain' in node ? node.retain : undefined },
  ];
}

function nodes({ pkg }: Model): Reference[] {
  return Object.entries(pkg.scenario.nodes).flatMap(([id, node]): Reference[] => [
    { where: at('nodes', id, 'parent'), thing: 'block', id: node.parent },
    { where: at('nodes', id, 'item'), thing: 'item', id: 'item' in node ? node.item : undefined },
    ...ofDoers(id, node),
    ...ofEach(id, node),
    ...ofKind(id, node),
  ]);
}

function ofEach(id: string, node: Node): Reference[] {
  const each = 'each' in node ? node.each : undefined;
  return [
    ...(each?.departments ?? []).map(
      (code): Reference => ({ where: at('nodes', id, 'each', 'departments'), thing: 'department', id: code }),
    ),
    ...Object.keys(each?.collect ?? {}).map((path): Reference => ({ where: at('nodes', id, 'each', 'collect'), thing: 'path', id: path })),
  ];
}

function ofKind(id: string, node: Node): Reference[] {
  const one = (property: string, thing: Thing, value: string | undefined): Reference => ({
    where: at('nodes', id, property),
    thing,
    id: value,
  });
  switch (node.kind) {
    case 'fill':
      return [
        one('party', 'subject', node.party),
        ...node.forms.map((form) => one('forms', 'form', form)),
        ...(node.prefill ?? []).map((use) => one('prefill', 'data', use)),
      ];
    case 'consent':
      return [one('party', 'subject', node.party)];
    case 'task':
    case 'window':
    case 'assist':
    case 'pay':
    case 'seal':
      return [
        one('department', 'department', node.department),
        one('role', 'role', node.role),
        one('form', 'form', node.form),
        ...(node.reads ?? []).map((path) => one('reads', 'path', path)),
      ];
    case 'start':
      return (node.given ?? []).map((path) => one('given', 'path', path));
    case 'transfer':
      return [one('number', 'path', node.number)];
    case 'archive':
      return [one('department', 'department', node.department)];
    case 'call':
      return Object.keys(node.outputs ?? {}).map((path) => one('outputs', 'path', path));
    case 'cancel':
      return node.nodes.map((other) => one('nodes', 'node', other));
    case 'joint':
      return Object.entries(node.participants).flatMap(([key, participant]): Reference[] => [
        { where: at('nodes', id, 'participants', key, 'department'), thing: 'department', id: participant.department },
        { where: at('nodes', id, 'participants', key, 'role'), thing: 'role', id: participant.role },
        { where: at('nodes', id, 'participants', key, 'item'), thing: 'item', id: participant.item },
      ]);
    case 'data':
      return [one('data', 'data', node.data)];
    case 'script':
      return [one('script', 'script', node.script)];
    case 'decision':
      return [one('table', 'table', node.table)];
    case 'notify':
      return [one('notification', 'notification', node.notification)];
    case 'issue':
      return [one('outcome', 'outcome', node.outcome)];
    default:
      return [];
  }
}

function items({ pkg }: Model): Reference[] {
  return Object.entries(pkg.scenario.items).flatMap(([id, item]): Reference[] => [
    { where: at('items', id, 'department'), thing: 'department', id: item.department },
    ...(item.materials ?? []).map(
      (material, index): Reference => ({ where: at('items', id, 'materials', String(index)), thing: 'data', id: material.data }),
    ),
  ]);
}

/** The section of a field is checked with the field itself: that map is its form's own. */
function forms({ pkg }: Model): Reference[] {
  const uses = Object.entries(pkg.scenario.forms).flatMap(([id, use]): Reference[] => [
    { where: at('forms', id, 'form'), thing: 'formDocument', id: use.form },
    { where: at('forms', id, 'item'), thing: 'item', id: use.item },
  ]);
  const fields = Object.entries(pkg.forms).flatMap(([form, { fields: all }]) =>
    Object.entries(all).flatMap(([id, field]): Reference[] => [
      { where: atField(form, id, 'subject'), thing: 'subject', id: field.subject },
      { where: atField(form, id, 'element'), thing: 'element', id: field.element },
      { where: atField(form, id, 'item'), thing: 'item', id: field.item },
    ]),
  );
  const { situation } = pkg.scenario;
  const where = { path: pathOf('scenario', 'situation', 'form'), element: { kind: 'situation', id: 'situation' } };
  return [...uses, ...fields, ...(situation ? [{ where, thing: 'form' as const, id: situation.form }] : [])];
}

function data({ pkg }: Model): Reference[] {
  return Object.entries(pkg.scenario.data ?? {}).flatMap(([id, use]): Reference[] => {
    const one = (thing: Thing, value: string | undefined, ...path: string[]): Reference => ({
      where: at('data', id, ...path),
      thing,
      id: value,
    });
    return [
      one('resource', use.resource, 'resource'),
      one('contract', use.contract, 'contract'),
      one('subject', typeof use.consent === 'string' ? use.consent : undefined, 'consent'),
      ...Object.keys(use.keys).map((key) => one('resourceKey', key, 'keys', key)),
      ...Object.entries(use.provides).flatMap(([field, path]) => [
        one('resourceField', field, 'provides', field),
        one('path', path, 'provides', field),
      ]),
    ];
  });
}

function clocks({ pkg }: Model): Reference[] {
  return Object.entries(pkg.scenario.clocks ?? {}).flatMap(([id, clock]): Reference[] => [
    { where: at('clocks', id, 'starts'), thing: 'node', id: clock.starts },
    { where: at('clocks', id, 'ends'), thing: 'node', id: clock.ends },
    { where: at('clocks', id, 'item'), thing: 'item', id: clock.item },
    { where: at('clocks', id, 'department'), thing: 'department', id: clock.department },
  ]);
}

function papers({ pkg }: Model): Reference[] {
  return Object.entries(pkg.scenario.papers ?? {}).flatMap(([id, paper]): Reference[] => [
    { where: at('papers', id, 'at'), thing: 'node', id: paper.at },
    { where: at('papers', id, 'item'), thing: 'item', id: paper.item },
    { where: at('papers', id, 'department'), thing: 'department', id: paper.department },
  ]);
}

function notifications(model: Model): Reference[] {
  return Object.entries(model.pkg.scenario.notifications ?? {}).flatMap(([id, { to }]): Reference[] => [
    { where: at('notifications', id, 'to'), thing: 'subject', id: to },
  ]);
}

function outcomes({ pkg }: Model): Reference[] {
  return Object.entries(pkg.scenario.outcomes ?? {}).flatMap(([id, outcome]): Reference[] => [
    { where: at('outcomes', id, 'department'), thing: 'department', id: outcome.department },
    { where: at('outcomes', id, 'item'), thing: 'item', id: outcome.item },
    { where: at('outcomes', id, 'holder'), thing: 'subject', id: outcome.holder },
    { where: at('outcomes', id, 'number'), thing: 'path', id: outcome.number },
    ...outcome.fields.map(
      (field, index): Reference => ({ where: at('outcomes', id, 'fields', String(index)), thing: 'path', id: field.path }),
    ),
  ]);
}

/** What scripts and tables read and write by path, and the places of a notification's words. */
function writes(model: Model): Reference[] {
  const { scenario } = model.pkg;
  const scripts = Object.entries(scenario.scripts ?? {}).flatMap(([id, script]): Reference[] => [
    ...script.reads.map((path): Reference => ({ where: at('scripts', id, 'reads'), thing: 'path', id: path })),
    ...script.writes.map((path): Reference => ({ where: at('scripts', id, 'writes'), thing: 'path', id: path })),
  ]);
  const tables = Object.entries(scenario.tables ?? {}).flatMap(([id, table]) =>
    Object.entries(table.outputs).map(
      ([output, { path }]): Reference => ({ where: at('tables', id, 'outputs', output, 'path'), thing: 'path', id: path }),
    ),
  );
  const places = model.sites.paths
    .filter((site) => site.element?.kind === 'notification')
    .flatMap((site) =>
      site.reads.filter((name) => resolveName(model, name).kind === 'unknown').map((id): Reference => ({ where: site, thing: 'path', id })),
    );
  return [...scripts, ...tables, ...places];
}

function values({ pkg }: Model): Reference[] {
  return Object.entries(pkg.scenario.variables ?? {}).flatMap(([path, spec]): Reference[] => {
    const where = { path: pathOf('scenario', 'variables', path), element: { kind: 'variable', id: path } };
    return [
      { where, thing: 'element', id: spec.element },
      { where, thing: 'subject', id: path.split('.')[0] },
    ];
  });
}
