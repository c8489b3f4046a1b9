import type { Plan } from '../compile/plan.ts';
import type { CaseState } from '../engine/types.ts';

/** A message or signal a case waits for. */
export interface AwaitedEvent {
  on: 'message' | 'signal';
  name: string;
  key?: string;
  /** What it brings: value → path it fills. */
  brings: Readonly<Record<string, string>>;
}

/** What somebody outside could send now, each once. */
export function awaitedOf(plan: Plan, state: CaseState): AwaitedEvent[] {
  const found = new Map<string, AwaitedEvent>();
  for (const { on, name, node, key } of Object.values(state.subscriptions ?? {})) {
    if (name === undefined || (on !== 'message' && on !== 'signal')) continue;
    const doc = plan.nodes[node]?.doc;
    const event = doc?.kind === 'catch' || doc?.kind === 'boundary' ? doc.event : doc?.kind === 'start' ? doc.trigger : undefined;
    if (on === 'message' && event?.type !== 'message') continue;
    const brings = event?.type === 'message' ? (event.provides ?? {}) : {};
    found.set(`${on} ${name} ${key ?? ''}`, { on, name, ...(key === undefined ? {} : { key }), brings });
  }
  return [...found.values()];
}
