/** Where a comment stands: its address in the studio, its name, and whether the thing is still there. */
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { DraftComment } from '../../schemas/generated/api.ts';
import type { Text } from '../../schemas/generated/documents.ts';

/** A step, a question, or the whole scenario. */
export type CommentPlace = { step: string } | { form: string; field: string } | { scenario: true };

/** As it stands in an address: `step.n_review`, `question.birth.q_name`, `scenario`. */
export function keyOfPlace(place: CommentPlace): string {
  if ('step' in place) return `step.${place.step}`;
  return 'form' in place ? `question.${place.form}.${place.field}` : 'scenario';
}

export function placeOfKey(key: string | null): CommentPlace | undefined {
  const [kind, first, second] = (key ?? '').split('.');
  if (kind === 'step' && first) return { step: first };
  if (kind === 'question' && first && second) return { form: first, field: second };
  return kind === 'scenario' ? { scenario: true } : undefined;
}

type Placed = Pick<DraftComment, 'about' | 'step' | 'form' | 'field' | 'placeName'>;

export function placeOf({ step, form, field }: Placed): CommentPlace {
  if (step !== undefined) return { step };
  return form !== undefined && field !== undefined ? { form, field } : { scenario: true };
}

/** What the place is called now; undefined once it is deleted. */
export function nameOfPlace(pkg: ScenarioPackage, place: CommentPlace): Text | undefined {
  if ('step' in place) return pkg.scenario.nodes[place.step]?.name;
  if ('scenario' in place) return pkg.scenario.name;
  const field = pkg.forms[place.form]?.fields[place.field];
  return field && (field.label ?? (field.element ? pkg.elements[field.element]?.name : undefined) ?? pkg.forms[place.form]!.name);
}

/** Page that shows the place with the comments beside it, from the scenario's own address on; `comment` is brought into view. */
export function addressOfPlace(scenario: string, place: CommentPlace, comment?: string): string {
  const beside = new URLSearchParams({ comments: keyOfPlace(place), ...(comment ? { comment } : {}) }).toString();
  const base = `/studio/scenes/${encodeURIComponent(scenario)}`;
  if ('step' in place) return `${base}/flow?step=${encodeURIComponent(place.step)}&${beside}`;
  if ('scenario' in place) return `${base}?${beside}`;
  return `${base}/forms/${encodeURIComponent(place.form)}?field=${encodeURIComponent(place.field)}&${beside}`;
}

export interface Thread {
  first: DraftComment;
  answers: DraftComment[];
}

/** Conversations, the newest first; answers in the order they came. */
export function threadsOf(rows: readonly DraftComment[]): Thread[] {
  const answers = Map.groupBy(
    rows.filter(({ id, thread }) => id !== thread),
    ({ thread }) => thread,
  );
  return rows
    .filter(({ id, thread }) => id === thread)
    .map((first) => ({ first, answers: answers.get(first.id) ?? [] }))
    .reverse();
}

/** How many conversations wait for an answer, by the key of their place. */
export function openByPlace(rows: readonly DraftComment[]): ReadonlyMap<string, number> {
  const open = new Map<string, number>();
  for (const { first } of threadsOf(rows)) {
    if (first.resolved) continue;
    const key = keyOfPlace(placeOf(first));
    open.set(key, (open.get(key) ?? 0) + 1);
  }
  return open;
}
