/** What a case test says, as inputs of a case that goes by itself. */
import type { CaseStep, CaseTest } from '../../schemas/generated/documents.ts';
import type { JsonValue } from '../compile/plan.ts';
import type { Choice, DriveInputs } from './drive.ts';

export function inputsOf(test: CaseTest): DriveInputs {
  const inputs: DriveInputs = {
    ...plainInputs(test.region, test.at),
    ...(test.start ? { start: test.start } : {}),
    ...(test.called ? { called: test.called } : {}),
    ...(test.assists ? { assists: test.assists } : {}),
    ...(test.calls ? { calls: test.calls } : {}),
    ...(test.params ? { params: test.params } : {}),
    ...(test.handovers ? { handovers: test.handovers } : {}),
    consents: { ...test.consents },
    data: { ...test.data },
  };
  for (const step of test.steps) take(inputs, step);
  return inputs;
}

export function plainInputs(region: string, at: string): DriveInputs {
  return { region, at, values: {}, consents: {}, data: {}, choices: {}, parties: {}, payments: {} };
}

function take(inputs: DriveInputs, step: CaseStep): void {
  switch (step.do) {
    case 'submit':
      inputs.submittedAt ??= step.at;
      Object.assign(inputs.values, step.values);
      return;
    case 'answer':
    case 'message':
      Object.assign(inputs.values, step.do === 'answer' ? step.values : {});
      return;
    case 'decide': {
      const key = step.participant === undefined ? step.node : `${step.node}.${step.participant}`;
      const choice: Choice = {
        decision: step.decision,
        ...(step.opinion === undefined ? {} : { opinion: step.opinion }),
        ...(step.outputs ? { outputs: step.outputs as Record<string, JsonValue> } : {}),
        ...(step.at === undefined ? {} : { at: step.at }),
      };
      inputs.choices[key] = [...(inputs.choices[key] ?? []), choice];
      return;
    }
    case 'consent':
      inputs.parties[step.node] = { decision: step.decision, ...(step.at === undefined ? {} : { at: step.at }) };
      return;
    case 'pay':
      inputs.payments[step.node] = step.result;
      return;
    default:
      return;
  }
}
