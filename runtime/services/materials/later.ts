/** Materials that were put off: handed in later, reminded of, and the desks told when they are late. */

import type { Done } from '../../../schemas/generated/api.ts';
import { localDate } from '../../calendar/index.ts';
import { wayOf } from '../../compile/materials.ts';
import type { CaseState } from '../../engine/types.ts';
import { attachUploads, findUpload, listDueMaterials, listUploads, type UploadRow, updateUpload } from '../../store/uploads.ts';
import { openOwnCase } from '../cases/access.ts';
import { visiblePaths } from '../cases/field-views.ts';
import type { CaseParts } from '../cases/parts.ts';
import { say } from '../cases/words.ts';
import { CodedError, ConflictError, InvalidError, NotFoundError } from '../errors.ts';
import type { SessionActor } from '../identity/actor.ts';
import type { LoadedPlan } from '../plans.ts';
import { systemActor } from '../run-burst.ts';
import { slotOfPath } from './places.ts';

/** The applicant is reminded this many days before, where the slot does not say. */
const usualReminder = 3;
/** Longest reminder a slot may name. */
const longestReminder = 30;

export function createLater(parts: CaseParts) {
  return {
    /** Hands in what was put off. */
    async deliverMaterial({
      actor,
      caseNo,
      id,
      files,
    }: {
      actor: SessionActor;
      caseNo: string;
      id: string;
      files: string[];
    }): Promise<Done> {
      const { stored, loaded, isApplicant } = await openOwnCase(parts, actor, caseNo);
      const { region, id: caseId } = stored.state;
      const row = isApplicant ? await findUpload(parts.store, id) : undefined;
      if (row?.kind !== 'tolerance' || row.case_id !== caseId || row.region !== region || row.state !== 'ready')
        throw new NotFoundError('material.unknown');
      if (row.delivered_at !== null) throw new ConflictError('material.delivered');
      const slot = slotOfPath(loaded.plan, row.path ?? undefined);
      const given = await listUploads(
        parts.store,
        files.map((one) => ({ region, id: one })),
      );
      const fits = given.filter(
        (one) =>
          one.account === actor.accountId &&
          one.case_id === caseId &&
          one.path === row.path &&
          one.state === 'ready' &&
          one.kind !== 'promise' &&
          one.kind !== 'tolerance',
      );
      if (!slot || fits.length !== files.length || files.length === 0) throw new InvalidError('material.unknown');
      if (files.length > (slot.doc.maxFiles ?? 5)) throw new InvalidError('material.too_many');
      await attachUploads(parts.store, { region, caseId, at: parts.clock(), ids: files });
      const retain = slot.doc.retentionDays;
      if (retain !== undefined) for (const one of fits) await updateUpload(parts.store, one, { retain_days: retain });
      await updateUpload(parts.store, row, { delivered: files, delivered_at: parts.clock() });
      await tellDesks(parts, row, `容缺材料「${slot.doc.name['zh-CN']}」已补交，请查看。`, 'delivered');
      return { done: say(`已补交：${slot.doc.name['zh-CN']}`, `Handed in: ${slot.doc.name.en ?? slot.doc.name['zh-CN']}`) };
    },

    /** One round of reminding and of telling desks; true when there was something to do. */
    async runDueRound(): Promise<boolean> {
      const now = parts.clock();
      const until = localDate(new Date(Date.parse(now) + longestReminder * 86_400_000).toISOString());
      let moved = false;
      for (const row of await listDueMaterials(parts.store, until)) moved = (await actOn(parts, row, now)) || moved;
      return moved;
    },
  };
}

async function actOn(parts: CaseParts, row: UploadRow, now: string): Promise<boolean> {
  if (row.case_id === null || row.due === null) return false;
  const found = await parts.runBurst.load(row.region, row.case_id);
  const slot = slotOfPath(found.loaded.plan, row.path ?? undefined);
  const name = slot?.doc.name['zh-CN'] ?? row.name;
  if (row.due < localDate(now)) {
    // Told first: a process that dies in between tells again under the same command, which then changes nothing.
    await tellDesks(parts, row, `容缺材料「${name}」应于 ${row.due} 前补交，已逾期。`, 'late');
    await updateUpload(parts.store, row, { late_at: now });
    return true;
  }
  const days = (slot && wayOf(slot.doc, 'tolerate')?.remindDays) ?? usualReminder;
  const from = new Date(Date.parse(`${row.due}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
  if (row.reminded_at !== null || localDate(now) < from) return false;
  const mobile = mobileOf(found.loaded, found.stored.state);
  if (mobile) {
    const text = `您的办件 ${found.stored.caseNo ?? ''} 还有容缺材料「${name}」，请于 ${row.due} 前在「我的办件」补交。`;
    const sent = await parts.connectors.sendSms({ key: `material:${row.id}:remind`, region: row.region, to: mobile, text });
    if (!sent.ok && (sent.kind === 'down' || sent.kind === 'timeout')) return false;
  }
  await updateUpload(parts.store, row, { reminded_at: now });
  return true;
}

function mobileOf({ plan }: LoadedPlan, state: CaseState): string | undefined {
  for (const { party } of Object.values(plan.fills)) {
    const value = state.fields[`${party}.mobile`]?.value;
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/** A copy to every department that takes part and sees the material: it comes to their list, and nothing waits for them. */
async function tellDesks(parts: CaseParts, row: UploadRow, words: string, why: string): Promise<void> {
  try {
    await parts.runBurst({
      region: row.region,
      caseId: row.case_id!,
      commandsFor: ({ state }, { plan }) => {
        const taking = new Set(
          Object.values(state.tasks).flatMap((task) => (task.kind === 'desk' && task.department ? [task.department] : [])),
        );
        const to = [...taking]
          .filter((department) => row.path !== null && visiblePaths(plan, [department]).has(row.path))
          .map((department) => ({ department }));
        if (to.length === 0) return [];
        return [{ id: `material:${row.id}:${why}`.slice(0, 60), at: parts.clock(), actor: systemActor, type: 'copy', to, words }];
      },
    });
  } catch (error) {
    // A case that has ended has no desks to tell; its page shows the material all the same.
    if (!(error instanceof CodedError) || error.status >= 500) throw error;
    parts.logger.info({ caseId: row.case_id, code: error.code }, 'no desk could be told of a material');
  }
}
