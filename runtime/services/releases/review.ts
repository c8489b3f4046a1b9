/** Signing a release: asked for by a designer, given by the reform office and by each department whose part changes. */
import type { ReleaseReviewList, ReleaseReviewPage, ReleaseRule } from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import { listOrganisations } from '../../store/accounts.ts';
import {
  findReleaseRule,
  findReleaseState,
  insertSignature,
  listReviews,
  listSigners,
  type ReleaseState,
  saveReleaseRule,
  saveReview,
} from '../../store/releases.ts';
import { findScenarioDraft } from '../../store/scenarios.ts';
import { ConflictError, ForbiddenError, NotFoundError } from '../errors.ts';
import { keeps, type RequestFacts, regionFor, regionsWith, type SessionActor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import type { By, ByScenario, ReleaseParts } from './parts.ts';
import { office } from './parts-of-change.ts';
import { liveBefore, type SignedPart, signedParts } from './signing.ts';
import { linesOf, officeName, partName } from './words.ts';

type ByPart<T = unknown> = By<{ region: string; scenario: string; part: string } & T>;

export interface ReviewServices {
  ask(input: ByScenario<{ message: string } & RequestFacts>): Promise<void>;
  close(input: ByScenario<RequestFacts>): Promise<void>;
  /** What waits for one's signature, and what one has signed that still counts. */
  reviews(input: { actor: SessionActor }): Promise<ReleaseReviewList>;
  review(input: ByPart): Promise<ReleaseReviewPage>;
  sign(input: ByPart<{ hash: string; agrees: boolean; opinion: string } & RequestFacts>): Promise<ReleaseReviewPage>;
  rule(input: By<{ region?: string }>): Promise<ReleaseRule>;
  saveRule(input: By<{ region?: string; signing: boolean } & RequestFacts>): Promise<ReleaseRule>;
}

export function createReview(parts: ReleaseParts): ReviewServices {
  const { store, clock } = parts;

  async function openReview(region: string, scenario: string) {
    const [state, draft] = await Promise.all([findReleaseState(store, region, scenario), findScenarioDraft(store, region, scenario)]);
    if (!state || !draft) throw new NotFoundError('scenario.not_found');
    const before = await liveBefore(store, draft.package, { region, scenario, live: state.live });
    const found = await signedParts(store, { region, scenario, before, after: draft.package });
    return { state, draft, before, parts: found };
  }

  /** Signs for the office: a designer of the region; for a department: who keeps it. Nobody else learns that there is something. */
  function mustBeReviewer(actor: SessionActor, { region, part }: { region: string; part: string }): void {
    const may = part === office ? regionsWith(actor, 'designer').includes(region) : keeps(actor, region, part);
    if (!may) throw new NotFoundError('release.review_unknown');
  }

  /** The rule, and who would sign: a department without anybody could publish nothing under it. */
  async function ruleOf(region: string, signing: boolean): Promise<ReleaseRule> {
    const [organisations, signers] = await Promise.all([listOrganisations(store, [region]), signersIn(parts, region, undefined)]);
    const own = organisations.filter((row) => row.region === region);
    const departments = own.map(({ department, name }) => ({ part: department, name, signers: signers(department) }));
    return { region, signing, parts: [{ part: office, name: officeName, signers: signers(office) }, ...departments] };
  }

  async function namesIn(region: string): Promise<Map<string, Text>> {
    return new Map((await listOrganisations(store, [region])).map((row) => [row.department, row.name]));
  }

  async function pageOf(actor: SessionActor, region: string, scenario: string, part: string): Promise<ReleaseReviewPage> {
    const { state, draft, before, parts: found } = await openReview(region, scenario);
    const one = found.find((candidate) => candidate.part === part);
    if (!one || !state.review) throw new NotFoundError('release.review_unknown');
    const { askedName, askedAt, message } = state.review;
    const own = part === office && isOwn(actor, state);
    return {
      region,
      regionName: await parts.regionName(region),
      scenario,
      name: draft.package.scenario.name,
      part,
      partName: partName(part, draft.package, await namesIn(region)),
      askedBy: askedName,
      askedAt,
      message,
      hash: one.hash,
      lines: linesOf(one, before, draft.package),
      state: one.state,
      maySign: !own,
      ...signatureOf(one),
    };
  }

  return {
    async ask({ actor, id, region: wanted, message, ...facts }) {
      const region = regionFor(actor, 'designer', wanted);
      if (!(await findScenarioDraft(store, region, id))) throw new NotFoundError('scenario.not_found');
      const at = clock();
      const line = auditLine({ actor, ...facts }, { region, at, action: 'release.review_asked', object: id });
      await saveReview(store, { region, scenarioId: id, by: byOf(actor), at, line }, { message });
    },

    async close({ actor, id, region: wanted, ...facts }) {
      const region = regionFor(actor, 'designer', wanted);
      const state = await findReleaseState(store, region, id);
      if (!state) throw new NotFoundError('scenario.not_found');
      if (!state.review) throw new ConflictError('release.no_review');
      const at = clock();
      const line = auditLine({ actor, ...facts }, { region, at, action: 'release.review_closed', object: id });
      await saveReview(store, { region, scenarioId: id, by: byOf(actor), at, line }, null);
    },

    async reviews({ actor }) {
      const regions = regionsWith(actor, 'designer', 'keeper');
      const rows: ReleaseReviewList = [];
      for (const { region, scenarioId } of await listReviews(store, regions)) {
        const { state, draft, parts: found } = await openReview(region, scenarioId);
        const names = await namesIn(region);
        for (const one of found) {
          const may = one.part === office ? regionsWith(actor, 'designer').includes(region) : keeps(actor, region, one.part);
          if (!may || !state.review) continue;
          rows.push({
            region,
            scenario: scenarioId,
            name: draft.package.scenario.name,
            part: one.part,
            partName: partName(one.part, draft.package, names),
            askedBy: state.review.askedName,
            askedAt: state.review.askedAt,
            changes: one.changes.length,
            state: one.state,
          });
        }
      }
      return rows;
    },

    async review({ actor, region, scenario, part }) {
      mustBeReviewer(actor, { region, part });
      return pageOf(actor, region, scenario, part);
    },

    async sign({ actor, region, scenario, part, hash, agrees, opinion, ...facts }) {
      mustBeReviewer(actor, { region, part });
      const { state, parts: found } = await openReview(region, scenario);
      const one = found.find((candidate) => candidate.part === part);
      if (!one || !state.review) throw new NotFoundError('release.review_unknown');
      if (part === office && isOwn(actor, state)) throw new ForbiddenError('release.own_work');
      // What was read is what is signed: a part that changed meanwhile has to be read again.
      if (one.hash !== hash) throw new ConflictError('release.part_changed');
      const at = clock();
      const data = { part, agrees, hash };
      const line = auditLine({ actor, ...facts }, { region, at, action: 'release.signed', object: scenario, data });
      await insertSignature(store, { region, scenarioId: scenario, part, hash, agrees, opinion, by: byOf(actor), at, line });
      return pageOf(actor, region, scenario, part);
    },

    async rule({ actor, region: wanted }) {
      const region = regionFor(actor, 'admin', wanted);
      return ruleOf(region, (await findReleaseRule(store, region)).signing);
    },

    async saveRule({ actor, region: wanted, signing, ...facts }) {
      const region = regionFor(actor, 'admin', wanted);
      const line = auditLine(
        { actor, ...facts },
        { region, at: clock(), action: 'release.rule_changed', object: region, data: { signing } },
      );
      await saveReleaseRule(store, region, signing, line);
      return ruleOf(region, signing);
    },
  };
}

const byOf = ({ accountId, name }: SessionActor) => ({ id: accountId, name });
/** Who asks does not agree to it for the office. */
const isOwn = (actor: SessionActor, { review }: ReleaseState): boolean => review?.askedBy === actor.accountId;

export function signatureOf({ signature }: SignedPart): { signed?: { by: string; at: string; agrees: boolean; opinion: string } } {
  if (!signature) return {};
  const { by, at, agrees, opinion } = signature;
  return { signed: { by, at, agrees, opinion } };
}

/** Who could sign, so that the page can say whom to ask; whoever asked does not sign for the office. */
export async function signersIn(parts: ReleaseParts, region: string, asker: string | undefined): Promise<(part: string) => string[]> {
  const rows = await listSigners(parts.store, region);
  return (part) => {
    const may = rows.filter(({ department, id }) => (part === office ? department === '' && id !== asker : department === part));
    return [...new Set(may.map(({ name }) => name))];
  };
}
