/** Events of nodes: which event a node holds, what it reads, and the expressions the engine evaluates. */
import type {
  BoundaryEvent,
  CatchEvent,
  EndEvent,
  FormTrigger,
  Node,
  Scenario,
  ThrowEvent,
  Trigger,
} from '../../schemas/generated/documents.ts';
import type { ExpressionCache } from './expressions.ts';
import { at } from './finding.ts';
import { entry, mapOf } from './maps.ts';
import type { Expression, PlanEvent, ScenarioPackage } from './plan.ts';
import type { ExpressionSite } from './sites.ts';

export type NodeEvent = Exclude<BoundaryEvent | CatchEvent | ThrowEvent | EndEvent | Trigger, FormTrigger>;

/** The event a node holds; undefined for every other node and for a start by form. */
export function eventOf(node: Node): NodeEvent | undefined {
  switch (node.kind) {
    case 'boundary':
    case 'catch':
    case 'throw':
    case 'end':
      return node.event;
    case 'start':
      return node.trigger.type === 'form' ? undefined : node.trigger;
    default:
      return undefined;
  }
}

/** Where the event lies in the node's document. */
export function eventProperty(node: Node): 'event' | 'trigger' {
  return node.kind === 'start' ? 'trigger' : 'event';
}

interface Source {
  /** Path below the node. */
  path: string[];
  source: string;
  kind: 'condition' | 'expression';
}

function sourcesOf(event: NodeEvent): Source[] {
  switch (event.type) {
    case 'timer':
      return event.until === undefined ? [] : [{ path: ['until'], source: event.until, kind: 'expression' }];
    case 'condition':
      return [{ path: ['when'], source: event.when, kind: 'condition' }];
    case 'message':
      return [
        ...(event.key === undefined ? [] : [{ path: ['key'], source: event.key, kind: 'expression' as const }]),
        ...Object.entries(event.values ?? {}).map(([name, source]) => ({ path: ['values', name], source, kind: 'expression' as const })),
      ];
    default:
      return [];
  }
}

/** Every expression of an event, with the node that reads it. Keys of messages are read wherever they are caught or thrown. */
export function eventSites(pkg: ScenarioPackage, cache: ExpressionCache): ExpressionSite[] {
  const nodes = Object.entries(pkg.scenario.nodes);
  const own = nodes.flatMap(([id, node]) => {
    const event = eventOf(node);
    if (!event) return [];
    // What a boundary event reads is there while its host runs; a start of the case itself reads only what it brings.
    const place = node.kind === 'boundary' ? node.attachedTo : id;
    return sourcesOf(event).map(
      ({ path, source, kind }): ExpressionSite => ({
        ...at('nodes', id, eventProperty(node), ...path),
        source,
        parsed: cache[kind](source),
        readAt: node.kind === 'start' ? [] : [{ node: place, moment: 'during' }],
      }),
    );
  });
  const keys = Object.entries(pkg.scenario.messages ?? {}).flatMap(([id, message]) =>
    message.key === undefined
      ? []
      : [{ ...at('messages', id, 'key'), source: message.key, parsed: cache.expression(message.key), readAt: [] }],
  );
  return [...own, ...keys];
}

/** Expressions by node, for the plan. */
export function planEvents(scenario: Scenario, cache: ExpressionCache): Record<string, PlanEvent> | undefined {
  const expression = (source: string | undefined): Expression | undefined => {
    const parsed = source === undefined ? undefined : cache.expression(source);
    return parsed?.ok ? parsed.expression : undefined;
  };
  const events = Object.entries(scenario.nodes).flatMap(([id, node]): [string, PlanEvent][] => {
    const event = eventOf(node);
    switch (event?.type) {
      case 'timer':
        return [[id, { until: expression(event.until) }]];
      case 'condition': {
        const parsed = cache.condition(event.when);
        return [[id, parsed.ok ? { when: parsed.condition } : {}]];
      }
      case 'message':
        return [
          [
            id,
            {
              key: expression(event.key ?? entry(scenario.messages, event.message)?.key),
              values: mapOf(
                Object.entries(event.values ?? {}).flatMap(([name, source]): [string, Expression][] => {
                  const one = expression(source);
                  return one ? [[name, one]] : [];
                }),
              ),
            },
          ],
        ];
      default:
        return [];
    }
  });
  return events.length === 0 ? undefined : mapOf(events);
}

/** Paths a caught message fills. */
export function eventWrites(node: Node): string[] {
  const event = eventOf(node);
  return event?.type === 'message' ? Object.values(event.provides ?? {}) : [];
}
