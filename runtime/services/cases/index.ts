/** Use cases around one case. Each takes the actor and enforces their rights itself; routes only declare. */

import { createApprovals } from './approvals.ts';
import { createClocks } from './clocks.ts';
import { createDesk } from './desk.ts';
import { createDocuments } from './documents.ts';
import { createDrafts, createStart } from './drafts.ts';
import { answerEffects, timerDue } from './effects.ts';
import { createFit } from './fit.ts';
import { createLists } from './lists.ts';
import { createMine } from './mine.ts';
import { createOperators } from './operators.ts';
import type { CaseParts } from './parts.ts';
import { createSteps } from './steps.ts';

export function createCases(parts: CaseParts) {
  const lists = createLists(parts);
  return {
    ...createDrafts(parts),
    startAndSubmit: createStart(parts),
    ...createFit(parts),
    ...createMine(parts),
    ...createDesk(parts),
    ...createApprovals(parts),
    ...createOperators(parts),
    ...createSteps(parts),
    ...lists,
    ...createClocks(parts, lists.casePage),
    ...createDocuments(parts),
    answerEffect: (key: { region: string; caseId: string }, answer: Parameters<typeof answerEffects>[2][number]) =>
      answerEffects(parts, key, [answer]),
    timerDue: (key: { region: string; caseId: string; timerId: string }) => timerDue(parts, key),
  };
}

export type CaseServices = ReturnType<typeof createCases>;
