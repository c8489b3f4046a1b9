/** Plans of small flows, made by the real compiler. */
import type { Calendar } from '../../../schemas/generated/documents.ts';
import workdays from '../../calendar/cn-workday.json' with { type: 'json' };
import { compile } from '../../compile/index.ts';
import { buildModel } from '../../compile/model.ts';
import type { Plan } from '../../compile/plan.ts';
import { buildPlan } from '../../compile/plan-building.ts';
import { type FlowOptions, flow } from './flow.ts';
import { type SimulateOptions, type Simulation, simulate } from './simulate.ts';

export const calendar = workdays as unknown as Calendar;

/** The compiled plan of a flow; a finding that is an error fails the test. */
export function planOf(source: string, options: FlowOptions & { calendar?: Calendar } = {}): Plan {
  const { plan, findings } = compile(flow(source, options), { calendar: options.calendar ?? calendar });
  if (!plan) throw new Error(findings.map((finding) => `${finding.code} ${finding.path}: ${finding.message.en}`).join('\n'));
  return plan;
}

/** A plan the compiler refuses: what the engine does when one gets through all the same. */
export function brokenPlanOf(source: string, options: FlowOptions = {}): Plan {
  return buildPlan(buildModel(flow(source, options), { calendar }));
}

/** Starts a case of a flow. */
export function begin(source: string, options: FlowOptions & SimulateOptions & { calendar?: Calendar } = {}): Simulation {
  return simulate(planOf(source, options), options);
}

export const FILLED = { 'person.name': 'Lin', 'person.idNumber': '1' };

/** Nodes with a token, in order of arrival. */
export function at({ state }: Pick<Simulation, 'state'>): string[] {
  return Object.values(state.tokens)
    .sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)))
    .map((token) => token.node);
}
