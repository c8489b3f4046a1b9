import type { CaseTest } from '../../schemas/generated/documents.ts';
import { instantOf } from '../calendar/index.ts';
import type { Plan } from '../compile/plan.ts';
import type { Actor } from '../engine/types.ts';
import { checkExpectations } from './expectations.ts';
import { startJourney } from './journey.ts';
import { type StepContext, takeStep } from './steps.ts';
import type { AnswerCall, CaseProblem, CaseRun } from './types.ts';

/**
 * Plays a case test against a plan and says everything that is not as expected. Pure but for `answerCall`: no effect
 * leaves the journey. A step that cannot be done stops it; the rest of the expectations would only repeat that.
 */
export async function runCase(plan: Plan, test: CaseTest, answerCall: AnswerCall): Promise<CaseRun> {
  const applicant: Actor = { kind: 'citizen', id: 'applicant', region: test.region };
  const journey = await startJourney({ plan, test, answerCall, applicant, at: instantOf(test.at) });
  const context: StepContext = { plan, test, journey, applicant, asked: new Set() };

  const problems: CaseProblem[] = [];
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
