import type { DraftHistory } from '../../../schemas/generated/api.ts';
import { listRevisions } from '../../store/draft-revisions.ts';
import { NotFoundError } from '../errors.ts';
import { regionFor } from '../identity/actor.ts';
import type { ByScenario } from './drafts.ts';
import type { StudioParts } from './parts.ts';

export interface HistoryServices {
  /** Who changed what, save by save, newest first. Whoever reads makes sentences of it: the draft and the places before give every earlier state. */
  history(input: ByScenario<{ before?: number }>): Promise<DraftHistory>;
}

/** Of one answer: a morning's work, unless a whole document was put in. */
const page = { limit: 150, bytes: 2_000_000 };

export function createHistory({ store }: StudioParts): HistoryServices {
  return {
    async history({ actor, id, region: wanted, before }) {
      const region = regionFor(actor, 'designer', wanted);
      const found = await listRevisions(store, { region, scenario: id, ...page, ...(before === undefined ? {} : { before }) });
      if (!found) throw new NotFoundError('scenario.not_found');
      const { package: pkg, ...history } = found;
      return { ...history, ...(before === undefined ? { package: pkg } : {}) };
    },
  };
}
