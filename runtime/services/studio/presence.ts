import type { PresenceAnswer, PresenceTell } from '../../../schemas/generated/api.ts';
import { tellPresence } from '../../store/draft-presence.ts';
import { NotFoundError } from '../errors.ts';
import { regionFor } from '../identity/actor.ts';
import type { ByScenario } from './drafts.ts';
import type { StudioParts } from './parts.ts';

export interface PresenceServices {
  /** Who else has the draft open, and whether it moved on. Nothing of it is kept once people leave. */
  presence(input: ByScenario<PresenceTell>): Promise<PresenceAnswer>;
}

/** A page tells every five seconds; one that was silent for twenty is gone. */
const seconds = 20;

export function createPresence({ store, clock }: StudioParts): PresenceServices {
  return {
    async presence({ actor, id, region: wanted, page, step, leaving }) {
      const region = regionFor(actor, 'designer', wanted);
      const told = await tellPresence(store, {
        region,
        scenario: id,
        page,
        account: actor.accountId,
        name: actor.name,
        step,
        leaving,
        at: clock(),
        seconds,
      });
      if (told.rev === undefined) throw new NotFoundError('scenario.not_found');
      return {
        rev: told.rev,
        people: told.others.map((other) => ({ page: other.page, name: other.name, ...(other.step ? { step: other.step } : {}) })),
      };
    },
  };
}
