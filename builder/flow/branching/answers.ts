/** A flow that parts by the answers to a question: which answers there are, where each goes now, and where it may part. */
import type { ScenarioPackage } from '../../../runtime/compile/plan.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import { graphOf } from '../../editing/graph.ts';
import { pathOf } from '../../editing/paths.ts';
import { ranked } from '../../editing/rank.ts';
import { stepsInOrder, treeOf } from '../../editing/tree.ts';
import { feelOfRows, rowsOf, type Term } from '../condition.ts';
import type { Askable } from '../condition-words.ts';
import { placeAfter } from '../steps/neighbours.ts';

/** One answer to a question, and the condition that it was given. */
export interface Answer {
  value: string;
  name: Text;
  when: string;
}

const yes: Text = { 'zh-CN': '是', en: 'Yes' };
const no: Text = { 'zh-CN': '否', en: 'No' };

/** Answers a question can be parted by; none where it is answered by typing. */
export function answersOf({ path, type, codes }: Askable): Answer[] {
  const term = (value: string): Term =>
    type === 'boolean'
      ? { path, operator: '=', values: [value], kind: 'boolean' }
      : { path, operator: type === 'codes' ? 'contains' : '=', values: [value], kind: 'text' };
  const answer = (value: string, name: Text): Answer => ({ value, name, when: feelOfRows({ join: 'and', terms: [term(value)] }) });
  if (type === 'boolean') return [answer('true', yes), answer('false', no)];
  if (type === 'table' || !codes) return [];
  return ranked(codes).map(([value, code]) => answer(value, code.name));
}

/** Whether people may give several answers at once. */
export const severalAnswers = ({ type }: Askable): boolean => type === 'codes';

/** The branch of a split that takes an answer now: the first one that asks for just it; undefined is the default one. */
export function branchOf({ scenario }: ScenarioPackage, split: string, path: string, value: string): string | undefined {
  return graphOf(scenario)
    .out(split)
    .find(([, edge]) => {
      const rows = edge.when === undefined ? undefined : rowsOf(edge.when);
      const [term, more] = rows?.terms ?? [];
      return term?.path === path && !more && ['=', 'in', 'contains'].includes(term.operator) && term.values.includes(value);
    })?.[0];
}

/** The question a split asks first, if it asks one. */
export function questionOf({ scenario }: ScenarioPackage, split: string): string | undefined {
  for (const [, { when }] of graphOf(scenario).out(split)) {
    const [term] = (when === undefined ? undefined : rowsOf(when))?.terms ?? [];
    if (term) return term.path;
  }
  return undefined;
}

/** Where a flow may part: at a split that is there, or in a new one behind a step. */
export type PartingPlace = { split: string } | { after: string; edges: string[] };

/** Splits that are there and, behind every step, a new one; a split that asks the question comes first, else the step that asks it. */
export function partingPlaces(pkg: ScenarioPackage, path: string | undefined): { places: PartingPlace[]; usual: PartingPlace | undefined } {
  const { scenario } = pkg;
  const tree = treeOf(scenario);
  const places: PartingPlace[] = [];
  for (const { step } of stepsInOrder(tree)) {
    const kind = scenario.nodes[step.node]?.kind;
    if (step.type === 'split' && (kind === 'exclusive' || kind === 'inclusive')) places.push({ split: step.node });
    const edges = kind === 'end' ? undefined : placeAfter(tree, step.node);
    if (edges && scenario.nodes[step.node]?.parent === undefined) places.push({ after: step.node, edges });
  }
  if (path === undefined) return { places, usual: places.find((place) => 'after' in place) };
  const asks = (place: PartingPlace) => 'split' in place && asksFor(pkg, place.split, path);
  const askedAt = askingSteps(pkg, path);
  const usual =
    places.find(asks) ??
    places.find((place) => 'after' in place && askedAt.has(place.after)) ??
    places.find((place) => 'after' in place && scenario.nodes[place.after]?.kind !== 'start');
  return { places, usual };
}

function asksFor({ scenario }: ScenarioPackage, split: string, path: string): boolean {
  return graphOf(scenario)
    .out(split)
    .some(([, edge]) => edge.when !== undefined && rowsOf(edge.when)?.terms.some((term) => term.path === path));
}

/** Steps whose forms ask for a value: those the applicant fills in first. */
function askingSteps({ scenario, forms }: ScenarioPackage, path: string): Set<string> {
  const asking = Object.entries(scenario.forms).filter(([, use]) =>
    Object.values(forms[use.form]?.fields ?? {}).some((field) => pathOf(field) === path),
  );
  const uses = new Set(asking.map(([use]) => use));
  return new Set(
    Object.entries(scenario.nodes).flatMap(([id, node]) =>
      (node.kind === 'fill' && node.forms.some((use) => uses.has(use))) ||
      ('form' in node && typeof node.form === 'string' && uses.has(node.form))
        ? [id]
        : [],
    ),
  );
}
