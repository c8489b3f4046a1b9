/** Questions to the owners of data, and contested values. */
import type { createDesk } from '../cases/desk.ts';
import type { CaseParts } from '../cases/parts.ts';
import { createAssists } from './assists.ts';
import { createDisputes } from './disputes.ts';
import { escalateOverdue, forgetOldAnswers } from './perform.ts';

export function createAssistServices(parts: CaseParts, { taskPage }: Pick<ReturnType<typeof createDesk>, 'taskPage'>) {
  return {
    assists: createAssists(parts),
    disputes: createDisputes(parts, taskPage),
    escalateOverdue: () => escalateOverdue(parts),
    forgetOldAnswers: () => forgetOldAnswers(parts),
  };
}

export type AssistServices = ReturnType<typeof createAssistServices>;
