/** What a case test says, as inputs of a case that goes by itself. */
import type { CaseStep, CaseTest } from '../../schemas/generated/documents.ts';
import type { JsonValue } from '../compile/plan.ts';
import type { Choice, DriveInputs } from './drive.ts';

export function inputsOf(test: CaseTest): DriveInputs {
  const { format: _format, id: _id, name: _name, region, at, consents, data, steps, expect: _expect, ...more } = test;
  const inputs: DriveInputs = { ...plainInputs(region, at), more, consents: { ...consents }, data: { ...data } };
  for (const step of steps) take(inputs, step);
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
