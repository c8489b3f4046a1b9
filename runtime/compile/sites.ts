/** Every place of a package that holds an expression or names a path it reads, with the node and moment it is read at. */
import type { DecisionTable, Form, FormUse } from '../../schemas/generated/documents.ts';
import { isDesk } from './desks.ts';
import { eventSites } from './events.ts';
import type { ExpressionCache, ParsedCondition, ParsedExpression, ParsedTable } from './expressions.ts';
import { at, atField, pathOf } from './finding.ts';
import { entry } from './maps.ts';
import { materialSites } from './materials.ts';
import { nodeSites } from './node-expressions.ts';
import type { Finding, ScenarioPackage } from './plan.ts';

/**
 * `before`: when the node is entered. `during`: beside the values being filled in there. `after`: when it is left.
 * `key`: the keys of a prefill read, which may use what is typed or read there, and who signed in.
 */
export type Moment = 'before' | 'during' | 'after' | 'key';
export interface ReadAt {
  node: string;
  moment: Moment;
  /** The data use whose key this is. */
  use?: string;
}
export interface ExpressionSite {
  path: string;
  element?: Finding['element'];
  source: string;
  parsed: ParsedExpression | ParsedCondition;
  /** Empty when nothing of the flow reads it. */
  readAt: ReadAt[];
  /** Columns it may read as `row.<column>`: it stands in a table. */
  row?: readonly string[];
}
export interface TableSite {
  id: string;
  table: DecisionTable;
  parsed: ParsedTable;
  readAt: ReadAt[];
}
/** Paths named as such: a script's reads, places in a notification, fields of a certificate, what a desk sees. */
export interface PathSite {
  path: string;
  element?: Finding['element'];
  reads: string[];
  readAt: ReadAt[];
}
export interface Sites {
  expressions: ExpressionSite[];
  tables: TableSite[];
  paths: PathSite[];
}

export function collectSites(pkg: ScenarioPackage, cache: ExpressionCache): Sites {
  const { scenario } = pkg;
  return {
    expressions: [
      ...edgeSites(pkg, cache),
      ...applicableSites(pkg, cache),
      ...formSites(pkg, cache),
      ...dataSites(pkg, cache),
      ...timerSites(pkg, cache),
      ...eventSites(pkg, cache),
      ...nodeSites(pkg, cache),
      ...materialSites(pkg, cache, (form) => formReads(pkg, form)),
    ],
    tables: Object.entries(scenario.tables ?? {}).map(([id, table]) => ({
      id,
      table,
      parsed: cache.table(table),
      readAt: nodesWith(pkg, (node) => node.kind === 'decision' && node.table === id, 'before'),
    })),
    paths: [...scriptSites(pkg), ...notificationSites(pkg), ...outcomeSites(pkg), ...deskSites(pkg)],
  };
}

/** Paths between braces in a notification's words: {mother.name}. */
export function placesOf(text: string): string[] {
  return [...text.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1]!.trim());
}

function edgeSites(pkg: ScenarioPackage, cache: ExpressionCache): ExpressionSite[] {
  return Object.entries(pkg.scenario.edges).flatMap(([id, edge]) =>
    edge.when === undefined
      ? []
      : [
          {
            ...at('edges', id, 'when'),
            source: edge.when,
            parsed: cache.condition(edge.when),
            readAt: [{ node: edge.from, moment: 'after' as const }],
          },
        ],
  );
}

function applicableSites(pkg: ScenarioPackage, cache: ExpressionCache): ExpressionSite[] {
  const items = Object.entries(pkg.scenario.items).map(([id, item]) => ({
    where: at('items', id, 'applicable'),
    source: item.applicable,
    readAt: [] as ReadAt[],
  }));
  const forms = Object.entries(pkg.scenario.forms).map(([id, use]) => ({
    where: at('forms', id, 'applicable'),
    source: use.applicable,
    readAt: nodesUsingForm(pkg, id),
  }));
  return [...items, ...forms].flatMap(({ where, source, readAt }) =>
    source === undefined ? [] : [{ ...where, source, parsed: cache.condition(source), readAt }],
  );
}

/** Expressions of a form are read wherever a use of it is filled in. */
function formSites(pkg: ScenarioPackage, cache: ExpressionCache): ExpressionSite[] {
  const uses = Object.entries(pkg.scenario.forms);
  return Object.entries(pkg.forms).flatMap(([id, form]) => {
    const readAt = uses.filter(([, use]: [string, FormUse]) => use.form === id).flatMap(([use]) => nodesUsingForm(pkg, use));
    return [...sectionSites(id, form, cache, readAt), ...fieldSites(id, form, cache, readAt)];
  });
}

function sectionSites(id: string, form: Form, cache: ExpressionCache, readAt: ReadAt[]): ExpressionSite[] {
  return Object.entries(form.sections).flatMap(([section, { visibleWhen }]) =>
    visibleWhen === undefined
      ? []
      : [
          {
            path: pathOf('forms', id, 'sections', section, 'visibleWhen'),
            element: { kind: 'section', id: section },
            source: visibleWhen,
            parsed: cache.condition(visibleWhen),
            readAt,
          },
        ],
  );
}

function fieldSites(id: string, form: Form, cache: ExpressionCache, readAt: ReadAt[]): ExpressionSite[] {
  return Object.entries(form.fields).flatMap(([fieldId, field]) => {
    const site = (property: string, source: string, parsed: ExpressionSite['parsed']): ExpressionSite => ({
      ...atField(id, fieldId, ...property.split('/')),
      source,
      parsed,
      readAt,
    });
    return [
      ...(field.visibleWhen === undefined ? [] : [site('visibleWhen', field.visibleWhen, cache.condition(field.visibleWhen))]),
      ...(typeof field.required === 'string' ? [site('required', field.required, cache.condition(field.required))] : []),
      ...(field.computed === undefined ? [] : [site('computed', field.computed, cache.expression(field.computed))]),
      ...(field.default === undefined ? [] : [site('default', field.default, cache.expression(field.default))]),
      ...columnSites(field, cache, site),
    ];
  });
}

/** Expressions of a table's columns: they read the row they stand in besides everything else. */
function columnSites(
  { columns = {} }: Form['fields'][string],
  cache: ExpressionCache,
  site: (property: string, source: string, parsed: ExpressionSite['parsed']) => ExpressionSite,
): ExpressionSite[] {
  const row = Object.keys(columns);
  return Object.entries(columns).flatMap(([id, { required, computed }]) => [
    ...(typeof required === 'string' ? [{ ...site(`columns/${id}/required`, required, cache.condition(required)), row }] : []),
    ...(computed === undefined ? [] : [{ ...site(`columns/${id}/computed`, computed, cache.expression(computed)), row }]),
  ]);
}

function dataSites(pkg: ScenarioPackage, cache: ExpressionCache): ExpressionSite[] {
  return Object.entries(pkg.scenario.data ?? {}).flatMap(([id, use]) => {
    const readAt = [
      ...nodesWith(pkg, (node) => node.kind === 'data' && node.data === id, 'before'),
      ...nodesWith(pkg, (node) => node.kind === 'fill' && (node.prefill ?? []).includes(id), 'key'),
    ].map((read) => ({ ...read, use: id }));
    return Object.entries(use.keys).map(([key, source]) => ({
      ...at('data', id, 'keys', key),
      source,
      parsed: cache.expression(source),
      readAt,
    }));
  });
}

function timerSites(pkg: ScenarioPackage, cache: ExpressionCache): ExpressionSite[] {
  return Object.entries(pkg.scenario.nodes).flatMap(([id, node]) => {
    if (node.kind !== 'timer' || !('until' in node.wait)) return [];
    const source = node.wait.until;
    return [
      { ...at('nodes', id, 'wait', 'until'), source, parsed: cache.expression(source), readAt: [{ node: id, moment: 'before' as const }] },
    ];
  });
}

function scriptSites(pkg: ScenarioPackage): PathSite[] {
  return Object.entries(pkg.scenario.scripts ?? {}).map(([id, script]) => ({
    ...at('scripts', id, 'reads'),
    reads: script.reads,
    readAt: nodesWith(pkg, (node) => node.kind === 'script' && node.script === id, 'before'),
  }));
}

function notificationSites(pkg: ScenarioPackage): PathSite[] {
  return Object.entries(pkg.scenario.notifications ?? {}).map(([id, notification]) => ({
    ...at('notifications', id, 'text'),
    reads: [...new Set(Object.values(notification.text).flatMap(placesOf))],
    readAt: nodesWith(pkg, (node) => node.kind === 'notify' && node.notification === id, 'before'),
  }));
}

function outcomeSites(pkg: ScenarioPackage): PathSite[] {
  return Object.entries(pkg.scenario.outcomes ?? {}).map(([id, outcome]) => ({
    ...at('outcomes', id, 'fields'),
    reads: [...new Set(outcome.fields.map((field) => field.path))],
    readAt: nodesWith(pkg, (node) => node.kind === 'issue' && node.outcome === id, 'during'),
  }));
}

function deskSites(pkg: ScenarioPackage): PathSite[] {
  return Object.entries(pkg.scenario.nodes).flatMap(([id, node]) =>
    isDesk(node) && node.reads
      ? [{ ...at('nodes', id, 'reads'), reads: node.reads, readAt: [{ node: id, moment: 'during' as const }] }]
      : [],
  );
}

type AnyNode = ScenarioPackage['scenario']['nodes'][string];

function nodesWith(pkg: ScenarioPackage, test: (node: AnyNode) => boolean, moment: Moment): ReadAt[] {
  return Object.entries(pkg.scenario.nodes).flatMap(([node, doc]) => (test(doc) ? [{ node, moment }] : []));
}

function nodesUsingForm(pkg: ScenarioPackage, use: string): ReadAt[] {
  return nodesWith(pkg, (node) => (node.kind === 'fill' && node.forms.includes(use)) || (isDesk(node) && node.form === use), 'during');
}

/** Where a form document is filled in. */
function formReads(pkg: ScenarioPackage, form: string): ReadAt[] {
  return Object.entries(pkg.scenario.forms).flatMap(([use, doc]) => (doc.form === form ? nodesUsingForm(pkg, use) : []));
}

/** The form document a use names. */
export function formOfUse(pkg: ScenarioPackage, use: string): Form | undefined {
  return entry(pkg.forms, entry(pkg.scenario.forms, use)?.form);
}
