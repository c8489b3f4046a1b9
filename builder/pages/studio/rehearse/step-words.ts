import type { Plan } from '../../../../runtime/compile/plan.ts';
import type { CaseStep, Text } from '../../../../schemas/generated/documents.ts';
import type { MomentLabel } from './rehearsal.ts';

/** What a step of a case is, as a text key with the names it speaks of. */
export function labelOfStep(plan: Plan, step: CaseStep, text: (words: Text | string | undefined) => string): MomentLabel {
  const nameOf = (node: string) => text(plan.nodes[node]?.doc.name);
  switch (step.do) {
    case 'submit':
      return { key: 'rehearse.did.submit' };
    case 'answer':
      return { key: 'rehearse.did.supplement' };
    case 'decide': {
      const doc = plan.nodes[step.node]?.doc;
      const decision = doc && 'decisions' in doc ? doc.decisions?.[step.decision]?.name : undefined;
      const plain = step.decision === 'agree' || step.decision === 'refuse' ? `cases.decision.${step.decision}` : 'cases.decision.other';
      const department = step.department === undefined ? '' : `${text(plan.scenario.departments[step.department]?.name)} `;
      return {
        key: decision ? 'cases.step.decide' : plain,
        name: decision ? `${department}${nameOf(step.node)}：${text(decision)}` : nameOf(step.node),
      };
    }
    case 'consent':
      return { key: `rehearse.did.${step.decision}`, name: nameOf(step.node) };
    case 'supplement':
      return { key: 'rehearse.did.requestSupplement', name: nameOf(step.node) };
    case 'advance':
      return { key: 'cases.step.advance', name: step.to.slice(0, 10) };
    case 'pay':
      return { key: `cases.step.pay.${step.result}`, name: nameOf(step.node) };
    case 'message':
      return { key: 'rehearse.did.event', name: text(plan.scenario.messages?.[step.message]?.name) };
    case 'signal':
      return { key: 'rehearse.did.event', name: text(plan.scenario.signals?.[step.signal]?.name) };
    case 'begin':
      return { key: 'cases.step.begin', name: nameOf(step.node) };
    case 'add':
      return { key: 'cases.step.add', name: nameOf(step.node) };
    case 'withdraw':
      return { key: 'cases.step.withdraw' };
  }
}
