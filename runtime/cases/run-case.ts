import type { CaseTest } from '../../schemas/generated/documents.ts';
import { instantOf } from '../calendar/index.ts';
import { feelValue } from '../compile/expressions.ts';
import type { Plan } from '../compile/plan.ts';
import type { Actor } from '../engine/types.ts';
import { checkExpectations } from './expectations.ts';
import { startJourney } from './journey.ts';
import { type StepContext, takeStep } from './steps.ts';
import type { AnswerCall, CaseProblem, CaseRun } from './types.ts';
import { both } from './words.ts';

/**
 * Plays a case test against a plan and says everything that is not as expected. Pure but for `answerCall`: no effect
 * leaves the journey. A step that cannot be done stops it; the rest of the expectations would only repeat that.
 */
export async function runCase(shipped: Plan, test: CaseTest, answerCall: AnswerCall): Promise<CaseRun> {
  const plan = asLocalised(shipped, test.params);
  const applicant: Actor = { kind: 'citizen', id: 'applicant', region: test.region };
  const journey = await startJourney({ plan, test, answerCall, applicant, at: instantOf(test.at) });
  const context: StepContext = { plan, test, journey, applicant, asked: new Set() };

  const problems: CaseProblem[] = unknownSettings(shipped, test.params);
  for (const [index, step] of test.steps.entries()) {
    journey.enterStep(index);
    const stopped = await takeStep(context, step);
    if (!stopped) continue;
    problems.push({ ...stopped, step: index });
    break;
  }
  const asked = [...context.asked].sort();
  const { state, sent, trace, journal } = journey;
  if (problems.length === 0) problems.push(...checkExpectations(test.expect, { plan, state, asked, sent }));
  return { passed: problems.length === 0, problems, state, trace, sent, journal, asked, coverage: journey.coverage() };
}

/** A setting the scenario does not have would change nothing, and the test would prove nothing. */
function unknownSettings({ scenario }: Plan, settings: CaseTest['params'] = {}): CaseProblem[] {
  const unknown = Object.keys(settings).filter((id) => !Object.hasOwn(scenario.params ?? {}, id));
  return unknown.map((id) => ({
    code: 'case.setting_unknown',
    message: both(`场景没有这项设置：「${id}」。请改用场景里的设置。`, `The scenario has no setting “${id}”: use one that it has.`),
  }));
}

/** The plan as in a county that made these settings its own: what expressions read as `param.x`. */
export function asLocalised(plan: Plan, settings: CaseTest['params']): Plan {
  if (!settings) return plan;
  const { params = {} } = plan.scenario;
  const own = Object.entries(settings).flatMap(([id, value]) =>
    Object.hasOwn(params, id) ? [[id, feelValue(value, params[id]!.type)] as const] : [],
  );
  const changed = Object.fromEntries(own);
  return {
    ...plan,
    contextOf: (values, extra) => {
      const context = plan.contextOf(values, extra);
      return { ...context, param: { ...(context.param as object), ...changed } };
    },
  };
}
