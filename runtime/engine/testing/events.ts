/** Small flows with events: the names their events use, and a case that has submitted its form. */
import { step } from '../step.ts';
import type { FlowOptions } from './flow.ts';
import { begin, FILLED } from './plan.ts';
import type { SimulateOptions, Simulation } from './simulate.ts';

const text = (words: string) => ({ 'zh-CN': words, en: words });

/** Messages, signals, errors and escalations of the small scenarios. */
export const eventNames = {
  messages: {
    paid: { name: text('paid') },
    keyed: { name: text('keyed'), key: 'person.idNumber' },
    early: { name: text('early'), keep: true },
  },
  signals: { storm: { name: text('storm'), reach: 'case' as const }, alarm: { name: text('alarm'), reach: 'region' as const } },
  errors: { broke: { name: text('broke') }, lost: { name: text('lost') } },
  escalations: { slow: { name: text('slow') }, big: { name: text('big') } },
};

/** Every step is done on the state and on a saved and loaded copy of it: both must come to the same. */
const savedAndLoaded: typeof step = (plan, state, command) => {
  const result = step(plan, state, command);
  if (!state) return result;
  const loaded = step(plan, JSON.parse(JSON.stringify(state)), command);
  const [a, b] = [result, loaded].map((one) => JSON.stringify([one.state, one.effects, one.journal, one.rejected]));
  if (a !== b) throw new Error(`after saving and loading ${command.type} comes to something else`);
  return result;
};

/** A case of the flow whose first form is submitted. */
export function submitted(
  flow: string,
  nodes: Record<string, Record<string, unknown>> = {},
  more: Pick<FlowOptions, 'blocks'> & SimulateOptions = {},
): Simulation {
  const run = begin(flow, { nodes, scenario: eventNames, step: savedAndLoaded, ...more });
  run.send({ type: 'submit', values: { ...FILLED } });
  return run;
}
