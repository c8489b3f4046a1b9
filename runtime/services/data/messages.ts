/** What was decided about one's applications and grants: one message each. */
import type { DataMessageList } from '../../../schemas/generated/api.ts';
import { listNotices, markSeen } from '../../store/data-applications.ts';
import { type Asked, type DataParts, keyOf } from './parts.ts';

export interface MessageServices {
  messages(input: Asked): Promise<DataMessageList>;
  seen(input: Asked<{ upTo: string }>): Promise<void>;
}

export function createMessages({ store }: DataParts): MessageServices {
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
  };
}
