/** Contested values: the desk decides which counts; the owner of the data reads the report and answers. */
import type { DisputeAnswer, DisputeDecision, DisputeList, DisputeReport, TaskPage } from '../../../schemas/generated/api.ts';
import { answerReport, findReport, listReports, type ReportRow } from '../../store/quality-reports.ts';
import { splitTaskId } from '../cases/access.ts';
import { commandIdOf, officerActor } from '../cases/commands.ts';
import { mustBeMine } from '../cases/desk.ts';
import { visiblePaths } from '../cases/field-views.ts';
import type { CaseParts } from '../cases/parts.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import type { SessionActor } from '../identity/actor.ts';
import { isAtDesk, ownerDesks } from './access.ts';
import { takeOwnersAnswer } from './reports.ts';

const pageSize = 50;

export function createDisputes(parts: CaseParts, taskPage: (request: { actor: SessionActor; taskId: string }) => Promise<TaskPage>) {
  async function reportView(row: ReportRow): Promise<DisputeReport> {
    const { content } = row;
    return {
      id: `${row.case_id}.${row.id}`,
      region: row.region,
      regionName: await parts.regionName(row.region),
      ...(row.case_no ? { caseNo: row.case_no } : {}),
      scenarioName: content.scenarioName,
      resourceName: content.resourceName,
      fieldName: content.fieldName,
      ...(content.department ? { department: content.department } : {}),
      keys: content.keys,
      register: content.register,
      applicant: content.applicant,
      used: row.used,
      reason: content.reason,
      ...(content.applicantReason ? { applicantReason: content.applicantReason } : {}),
      status: row.status,
      reportedAt: row.reported_at,
      ...(row.words ? { words: row.words } : {}),
      ...(row.answered_at ? { answeredAt: row.answered_at, answeredBy: row.answered_name ?? '' } : {}),
    };
  }

  return {
    /** What was reported about the data of the actor's departments. */
    async list({ actor, state = 'open', page = 1 }: { actor: SessionActor; state?: 'open' | 'done'; page?: number }): Promise<DisputeList> {
      const offset = (Math.max(page, 1) - 1) * pageSize;
      const { rows, total, counts } = await listReports(parts.store, { desks: ownerDesks(actor), state, limit: pageSize, offset });
      return { rows: await Promise.all(rows.map(reportView)), total, page, pageSize, counts };
    },

    /** The desk that has the task decides; only fields it sees. */
    async decide({ actor, decision }: { actor: SessionActor; decision: DisputeDecision }): Promise<TaskPage> {
      const { taskId, path, use, reason, commandId } = decision;
      const { caseId, id } = splitTaskId(taskId);
      const regions = [...new Set(actor.grants.filter(({ role }) => role === 'officer').map(({ region }) => region))];
      for (const region of regions) {
        const done = await parts
          .runBurst({
            region,
            caseId,
            commandsFor: ({ state }, loaded) => {
              const { task, grant } = mustBeMine(actor, region, state, id);
              if (task.status !== 'open') throw new ConflictError('task.not_open');
              if (task.holder && task.holder.id !== actor.accountId && task.holder.id !== grant.for?.id)
                throw new ConflictError('task.held', { name: task.holder.name ?? '', at: task.holder.since });
              if (!visiblePaths(loaded.plan, [task.department!]).has(path)) throw new NotFoundError('dispute.unknown');
              const who = officerActor(actor, region, task.department!, grant);
              return [{ id: commandIdOf(actor, commandId), at: parts.clock(), actor: who, type: 'settleDispute', path, use, reason }];
            },
          })
          .catch((error: unknown) => {
            if (error instanceof NotFoundError && error.code !== 'dispute.unknown') return undefined;
            throw error;
          });
        if (done) return taskPage({ actor, taskId });
      }
      throw new NotFoundError('task.unknown');
    },

    /** The owner confirms the register, corrects it, or rejects the correction, with words the applicant reads. */
    async answer({ actor, reportId, verdict, words }: { actor: SessionActor; reportId: string } & DisputeAnswer): Promise<DisputeReport> {
      const match = /^([0-9a-f-]{36})\.(p\d+)$/.exec(reportId);
      const regions = [...new Set(ownerDesks(actor).map(({ region }) => region))];
      const row = match ? await findReport(parts.store, regions, match[1]!, match[2]!) : undefined;
      if (!row || !isAtDesk(actor, row)) throw new NotFoundError('dispute.unknown');
      const key = { region: row.region, caseId: row.case_id, id: row.id };
      const said = { verdict, words: words.trim(), account: actor.accountId, name: actor.name, at: parts.clock() };
      const done = await answerReport(parts.store, key, said);
      const after = (await findReport(parts.store, [row.region], row.case_id, row.id)) ?? row;
      // Sent twice by the same person it is the same answer.
      if (!done && !(after.status === verdict && after.answered_by === actor.accountId))
        throw new ConflictError('dispute.already_answered', { name: after.answered_name ?? '', at: after.answered_at ?? '' });
      if (done) await deliver(key);
      return reportView(after);
    },
  };

  async function deliver({ region, caseId, id }: { region: string; caseId: string; id: string }): Promise<void> {
    const effect = { id: `${id}a`, type: 'disputeAnswer' as const, report: id };
    const job = { region, caseId, id: effect.id, kind: effect.type, key: `${caseId}:${id}:answer`, attempts: 1, effect };
    await takeOwnersAnswer(parts, job, effect).catch((error: unknown) =>
      parts.logger.warn({ error, caseId }, 'an answer is left to the worker'),
    );
  }
}
