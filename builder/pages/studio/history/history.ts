/** Who changed what: saves gathered by person and time, each with the draft before and after it. */
import type { ScenarioPackage } from '../../../../runtime/compile/plan.ts';
import type { DraftRevision } from '../../../../schemas/generated/api.ts';
import { setIn } from '../../../editing/document.ts';

/** Saves of one person without a longer rest in between. */
export interface Sitting {
  by: string;
  /** Of the first and of the last save. */
  from: string;
  to: string;
  /** Newest first. */
  revisions: Saved[];
  before: ScenarioPackage;
  after: ScenarioPackage;
}
export interface Saved {
  rev: number;
  at: string;
  before: ScenarioPackage;
  after: ScenarioPackage;
}

/** A longer rest than this begins a new sitting, and so does somebody else. */
const restMinutes = 10;

/** The draft as it was before a save. */
export function withoutRevision(after: ScenarioPackage, { parts }: Pick<DraftRevision, 'parts'>): ScenarioPackage {
  return parts.reduce((pkg, { path, before }) => setIn(pkg, path, before), after);
}

/** Sittings from saves, newest first; `now` is the draft the newest of them led to. */
export function sittingsOf(now: ScenarioPackage, revisions: readonly DraftRevision[]): Sitting[] {
  const sittings: Sitting[] = [];
  let after = now;
  for (const revision of revisions) {
    const before = withoutRevision(after, revision);
    const saved = { rev: revision.rev, at: revision.at, before, after };
    const last = sittings.at(-1);
    if (last && last.by === revision.by && Date.parse(last.from) - Date.parse(revision.at) <= restMinutes * 60_000)
      Object.assign(last, { from: revision.at, before, revisions: [...last.revisions, saved] });
    else sittings.push({ by: revision.by, from: revision.at, to: revision.at, revisions: [saved], before, after });
    after = before;
  }
  return sittings;
}
