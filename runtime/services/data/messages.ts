/** What was decided about one's applications and grants: one message each. */
import type { DataMessageList } from '../../../schemas/generated/api.ts';
import { dateOfDay, dayNumber, localDate } from '../../calendar/index.ts';
import { listNotices, markSeen } from '../../store/data-applications.ts';
import { insertNoticeOnce, listEndingGrants } from '../../store/data-notices.ts';
import { type Asked, type DataParts, keyOf } from './parts.ts';
import { en, text, zh } from './words.ts';

export interface MessageServices {
  messages(input: Asked): Promise<DataMessageList>;
  seen(input: Asked<{ upTo: string }>): Promise<void>;
  /** Whoever asked for a grant hears that it ends: a month before, and again a week before. Answers how many were told. */
  tellEnding(): Promise<number>;
}

/** Days before the end; the applicant needs about a week for another round of answers. */
const notice = [30, 7] as const;

export function createMessages({ store, clock }: DataParts): MessageServices {
  return {
    async messages({ actor }) {
      const { rows, unseen } = await listNotices(store, actor.accountId);
      return {
        rows: rows.map(({ id, at, words, seen, application, region, contract }) => ({
          id,
          at,
          words,
          seen,
          ...(application ? { application } : { grant: keyOf({ region, id: contract }) }),
        })),
        unseen,
      };
    },
    seen: ({ actor, upTo }) => markSeen(store, actor.accountId, upTo),

    async tellEnding() {
      const at = clock();
      const today = localDate(at);
      const day = dayNumber(today);
      let told = 0;
      for (const { name, validTo, ...grant } of await listEndingGrants(store, today, dateOfDay(day + notice[0]))) {
        const soon = dayNumber(validTo) - day <= notice[1];
        const words = soon
          ? text(
              `「${zh(name)}」的授权 ${validTo} 到期，不到一周：请尽快续期`,
              `The grant of “${en(name)}” ends on ${validTo}, within a week: prolong it now`,
            )
          : text(
              `「${zh(name)}」的授权将于 ${validTo} 到期：仍需要的话请申请续期`,
              `The grant of “${en(name)}” ends on ${validTo}: apply again if it is still needed`,
            );
        if (await insertNoticeOnce(store, { ...grant, words, at })) told += 1;
      }
      return told;
    },
  };
}
