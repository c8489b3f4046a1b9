/** What counts of a scenario's versions, and what is done about it: stop, widen, step back, withdraw, and what is due by time. */
import type { ReleasePage } from '../../../schemas/generated/api.ts';
import { compile } from '../../compile/index.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { listOrganisations } from '../../store/accounts.ts';
import { listClonesOf } from '../../store/clones.ts';
import {
  findReleaseState,
  listDueTurns,
  listReleaseEvents,
  type ReleaseState,
  settleTurn,
  setWithdrawn,
  stopRelease,
  switchRelease,
} from '../../store/releases.ts';
import { findScenarioDraft, findVersion, listVersions } from '../../store/scenarios.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import { publishedEvents } from '../events/starts.ts';
import { type RequestFacts, regionFor, type SessionActor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import type { ByScenario, ReleaseParts } from './parts.ts';
import { signatureOf, signersIn } from './review.ts';
import { liveBefore, mustSign, signedParts } from './signing.ts';
import { partName } from './words.ts';

export interface RolloutServices {
  page(input: ByScenario): Promise<ReleasePage>;
  stop(input: ByScenario<RequestFacts>): Promise<ReleasePage>;
  widen(input: ByScenario<{ share: number } & RequestFacts>): Promise<ReleasePage>;
  rollBack(input: ByScenario<{ from: number; reason: string } & RequestFacts>): Promise<ReleasePage>;
  withdraw(input: ByScenario<{ message: string } & RequestFacts>): Promise<ReleasePage>;
  offerAgain(input: ByScenario<RequestFacts>): Promise<ReleasePage>;
  /** Versions whose time has come go live; the worker's. Answers how many did. */
  runDue(): Promise<number>;
}

export function createRollout(parts: ReleaseParts): RolloutServices {
  const { store, clock } = parts;

  async function scopeOf({ actor, id, region: wanted }: ByScenario) {
    const region = regionFor(actor, 'designer', wanted);
    const state = await findReleaseState(store, region, id);
    if (!state) throw new NotFoundError('scenario.not_found');
    return { region, id, state };
  }

  async function versionOf(region: string, id: string, version: number) {
    const found = await findVersion(store, region, id, { version });
    if (!found) throw new NotFoundError('version.not_found');
    return found;
  }

  /** What the version listens to and begins by itself. */
  async function eventsOf(region: string, id: string, version: number) {
    const found = await versionOf(region, id, version);
    const calendar = await parts.calendarOf(region);
    const scripts = Object.fromEntries(Object.entries(found.scripts).map(([key, { js }]) => [key, { js, problems: [] }]));
    const { plan } = compile(found.package, { calendar, scripts, rights: 'atRead' });
    return publishedEvents(found.package, plan, calendar, clock());
  }

  const by = ({ accountId, name }: SessionActor) => ({ id: accountId, name });
  const mustBe = (done: boolean): void => {
    if (!done) throw new ConflictError('release.changed');
  };

  async function page(input: ByScenario): Promise<ReleasePage> {
    const { region, id, state } = await scopeOf(input);
    const [draft, versions, running, events, regionName] = await Promise.all([
      findScenarioDraft(store, region, id),
      listVersions(store, region, id),
      parts.running(region, id),
      listReleaseEvents(store, region, id),
      parts.regionName(region),
    ]);
    if (!draft) throw new NotFoundError('scenario.not_found');
    return {
      next: Math.max(0, ...versions.map(({ version }) => version)) + 1,
      live: state.live,
      previous: state.previous,
      ...(state.trial !== null && state.share !== null ? { trial: { version: state.trial, share: state.share } } : {}),
      ...(state.turn ? { planned: plannedOf(state.turn) } : {}),
      ...(state.withdrawn ? { withdrawn: state.withdrawn } : {}),
      regionName,
      running: Object.entries(running)
        .map(([version, count]) => ({ version: Number(version), count }))
        .sort((a, b) => b.version - a.version),
      counties: await countiesOf(region, draft.package, id),
      signing: await signingOf(region, id, state, draft.package),
      events: events.map(({ version, share, ...rest }) => ({
        ...rest,
        ...(version === null ? {} : { version }),
        ...(share === null ? {} : { share }),
      })),
    };
  }

  async function signingOf(region: string, scenario: string, state: ReleaseState, draft: ScenarioPackage): Promise<ReleasePage['signing']> {
    const before = await liveBefore(store, draft, { region, scenario, live: state.live });
    const found = await signedParts(store, { region, scenario, before, after: draft });
    const names = new Map((await listOrganisations(store, [region])).map((row) => [row.department, row.name]));
    const signers = await signersIn(parts, region, state.review?.askedBy);
    return {
      rule: state.signing,
      required: mustSign(state),
      ...(state.review ? { asked: { by: state.review.askedName, at: state.review.askedAt, message: state.review.message } } : {}),
      parts: found.map((one) => ({
        part: one.part,
        name: partName(one.part, draft, names),
        changes: one.changes.length,
        state: one.state,
        signers: signers(one.part),
        ...signatureOf(one),
      })),
    };
  }

  /** Counties whose scenario follows this one as their template. */
  async function countiesOf(region: string, { scenario, template }: ScenarioPackage, id: string): Promise<string[]> {
    const origin = template?.id ?? scenario.lineage?.origin?.split('/').slice(1).join('/') ?? id;
    const clones = await listClonesOf(store, region, origin);
    const regions = [...new Set(clones.filter((clone) => !clone.cutOff && clone.region !== region).map((clone) => clone.region))];
    return Promise.all(regions.map((one) => parts.regionName(one)));
  }

  return {
    page,

    async stop(input) {
      const { region, id, state } = await scopeOf(input);
      const version = state.trial ?? state.turn?.version;
      if (version === undefined) throw new ConflictError('release.nothing_to_stop');
      const line = auditLine(input, { region, at: clock(), action: 'release.stopped', object: id, data: { version } });
      mustBe(await stopRelease(store, { region, scenarioId: id, by: by(input.actor), at: clock(), line }, state));
      parts.onPublish(region, id);
      return page(input);
    },

    async widen(input) {
      const { region, id, state } = await scopeOf(input);
      const { share } = input;
      if (state.trial === null) throw new ConflictError('release.no_trial');
      const whole = share >= 100;
      const data = { version: state.trial, share: Math.min(share, 100) };
      const line = auditLine(input, { region, at: clock(), action: 'release.widened', object: id, data });
      const done = await switchRelease(
        store,
        { region, scenarioId: id, by: by(input.actor), at: clock(), line },
        {
          seen: state,
          version: state.trial,
          kind: whole ? 'live' : 'widened',
          ...(whole ? { events: await eventsOf(region, id, state.trial) } : { share }),
        },
      );
      mustBe(done);
      parts.onPublish(region, id);
      return page(input);
    },

    async rollBack(input) {
      const { region, id, state } = await scopeOf(input);
      // The number the person saw: somebody who rolled back meanwhile did it once, not twice.
      if (state.live !== input.from) throw new ConflictError('release.changed');
      if (state.previous === null) throw new ConflictError('release.nothing_before');
      const data = { from: input.from, to: state.previous, reason: input.reason };
      const line = auditLine(input, { region, at: clock(), action: 'release.rolled_back', object: id, data });
      const done = await switchRelease(
        store,
        { region, scenarioId: id, by: by(input.actor), at: clock(), line },
        {
          seen: state,
          version: state.previous,
          kind: 'rolledBack',
          note: input.reason,
          events: await eventsOf(region, id, state.previous),
        },
      );
      mustBe(done);
      parts.onPublish(region, id);
      return page(input);
    },

    async withdraw(input) {
      const { region, id } = await scopeOf(input);
      const at = clock();
      const line = auditLine(input, { region, at, action: 'release.withdrawn', object: id });
      const step = { region, scenarioId: id, by: by(input.actor), at, line };
      mustBe(await setWithdrawn(store, step, { message: input.message, by: input.actor.name, at }));
      parts.onPublish(region, id);
      return page(input);
    },

    async offerAgain(input) {
      const { region, id } = await scopeOf(input);
      const at = clock();
      const line = auditLine(input, { region, at, action: 'release.offered_again', object: id });
      mustBe(await setWithdrawn(store, { region, scenarioId: id, by: by(input.actor), at, line }, null));
      parts.onPublish(region, id);
      return page(input);
    },

    async runDue() {
      let settled = 0;
      for (const turn of await listDueTurns(store, clock())) {
        const { region, scenarioId, version, share, by: who } = turn;
        const at = clock();
        const line = auditLine(
          { actor: { accountId: who.id, name: who.name } },
          {
            region,
            at,
            action: 'release.began',
            object: scenarioId,
            data: { version, ...(share === null ? {} : { share }) },
          },
        );
        const events = await eventsOf(region, scenarioId, version);
        if (!(await settleTurn(store, turn, { at, events, line }))) continue;
        settled += 1;
        parts.onPublish(region, scenarioId);
      }
      return settled;
    },
  };
}

function plannedOf({ version, at, share, by }: NonNullable<ReleaseState['turn']>) {
  return { version, at, by, ...(share === null ? {} : { share }) };
}
