/**
 * Local changes offered to the publisher of the template. What is sent is the release with the offered changes and nothing else
 * of the region; the publisher takes it element by element into its own draft, from where it reaches the others as a release.
 */
import { uuidv7 } from 'uuidv7';
import type {
  Evidence,
  Proposal,
  ProposalAnswer,
  ProposalChange,
  ProposalList,
  ProposalRow,
  ProposalSend,
  ProposalWithdraw,
} from '../../../schemas/generated/api.ts';
import { localDate } from '../../calendar/index.ts';
import { hashOfPackage } from '../../compile/index.ts';
import type { JsonValue, ScenarioPackage } from '../../compile/plan.ts';
import { type Change, changeSentence, type Decision, lockViolations, mergePackages } from '../../merge/index.ts';
import { listRegions } from '../../store/accounts.ts';
import { appendAudit } from '../../store/audit.ts';
import { type CloneRow, listClonesOf } from '../../store/clones.ts';
import { insertContribution } from '../../store/contributions.ts';
import {
  answerProposal,
  findProposal,
  insertProposal,
  listReceivedProposals,
  listSentProposals,
  type ProposalData,
  type ProposedChange,
} from '../../store/proposals.ts';
import { type DraftRow, findScenarioDraft, listScenarios, updateScenarioDraft } from '../../store/scenarios.ts';
import type { ReleaseDocument, ReleaseRow } from '../../store/template-releases.ts';
import { ConflictError, InvalidError, NotFoundError } from '../errors.ts';
import { auditLine } from '../identity/audit-line.ts';
import { type RequestFacts, regionFor, regionsWith, type SessionActor } from '../identity/index.ts';
import { checkPackage, countsOf } from '../studio/check-package.ts';
import { inDepartments, ownContracts, templateOfKey } from '../templates/cloned-package.ts';
import { driftOf } from '../templates/differences.ts';
import { evidenceOf } from './evidence.ts';
import { wordsOfValue, wordsOfValues } from './item-words.ts';
import { followed, type LineageServices } from './lineage.ts';
import { type By, defined, type UpgradeParts } from './parts.ts';

export interface ProposalServices {
  send(input: By<ProposalSend & RequestFacts>): Promise<Proposal>;
  evidence(input: By<{ scenario: string; keys: string; region?: string }>): Promise<Evidence>;
  list(
    input: By<{ side?: 'sent' | 'received'; region?: string; template?: string; status?: ProposalData['status'] }>,
  ): Promise<ProposalList>;
  get(input: By<{ region: string; proposalId: string }>): Promise<Proposal>;
  answer(input: By<{ region: string; proposalId: string } & ProposalAnswer & RequestFacts>): Promise<Proposal>;
  withdraw(input: By<{ region: string; proposalId: string } & ProposalWithdraw & RequestFacts>): Promise<Proposal>;
}

export function createProposals(parts: UpgradeParts, { lineage }: { lineage: LineageServices }): ProposalServices {
  const { store, clock, regionName } = parts;

  /** A clone as the template is written: its id, its departments, its contracts. */
  function asUpstream(ours: ScenarioPackage, release: ReleaseDocument, clone: CloneRow): ScenarioPackage {
    const { template, scenario, contracts, forms } = release.package;
    const { lineage: _, ...own } = ours.scenario;
    const named = ownContracts({ ...own, id: scenario.id });
    const lineageOfForm = (key: string) => (forms[key]?.lineage ? { lineage: forms[key]!.lineage } : {});
    const back: ScenarioPackage = {
      ...ours,
      ...(template ? { template } : {}),
      contracts,
      forms: Object.fromEntries(
        Object.entries(ours.forms).map(([key, { lineage: _lineage, ...form }]) => [key, { ...form, ...lineageOfForm(key) }]),
      ),
      scenario: { ...named, ...(scenario.lineage ? { lineage: scenario.lineage } : {}) },
    };
    return inDepartments(back, Object.fromEntries(Object.entries(clone.departments).map(([theirs, mine]) => [mine, theirs])));
  }

  async function chosen({ actor, scenario: id, region, keys }: By<{ scenario: string; region?: string; keys: readonly string[] }>) {
    const scope = followed(await lineage.find({ actor, id, ...defined({ region }) }));
    const { clone, draft } = scope;
    const release = await lineage.release(clone.originRegion, clone.templateId, clone.baseVersion);
    const local = asUpstream(draft.package, release, clone);
    const changes = driftOf(release.package, local).filter(({ key }) => keys.includes(key));
    if (changes.length < new Set(keys).size)
      throw new InvalidError('proposal.change_unknown', [{ path: 'keys', code: 'proposal.change_unknown' }]);
    if (lockViolations(release.package, local).some(({ key }) => keys.includes(key)))
      throw new InvalidError('proposal.locked', [{ path: 'keys', code: 'proposal.locked' }]);
    return { ...scope, release, local, changes };
  }

  /** The release with these changes and no others. */
  function offeredPackage(base: ScenarioPackage, local: ScenarioPackage, keys: ReadonlySet<string>): ScenarioPackage {
    return withTaken({ base, ours: base, theirs: local }, keys);
  }

  /** The scenario the publisher makes its releases from. */
  async function draftOf(region: string, templateId: string, releases: readonly ReleaseRow[]): Promise<DraftRow | undefined> {
    const known = releases.find(({ scenario }) => scenario !== null)?.scenario;
    const origin = `${region}/${templateId}`;
    const id = known ?? (await listScenarios(store, [region])).find((row) => row.lineage?.origin === origin)?.id;
    return id === undefined ? undefined : findScenarioDraft(store, region, id);
  }

  async function rowOf(data: ProposalData): Promise<ProposalRow> {
    const { releases } = await lineage.ledger({ originRegion: data.originRegion, templateId: data.template });
    const released = await releasedIn(data, releases);
    return {
      id: data.id,
      region: data.region,
      regionName: await regionName(data.region),
      scenario: data.scenario,
      template: await lineage.template({ originRegion: data.originRegion, templateId: data.template }, releases),
      title: data.title,
      status: data.status,
      sentAt: data.sentAt,
      sentBy: data.sentName,
      changes: data.changes.length,
      open: data.changes.filter(({ answer }) => answer === 'open').length,
      ...defined({ releasedIn: released }),
    };
  }

  /** The first release in which everything that was taken is there. */
  async function releasedIn(data: ProposalData, releases: readonly ReleaseRow[]): Promise<number | undefined> {
    const taken = data.changes.filter(({ answer }) => answer === 'taken');
    const since = taken
      .map(({ at }) => at ?? '')
      .sort()
      .at(-1);
    if (taken.length === 0 || since === undefined) return undefined;
    return releases.filter(({ at, version }) => at >= since && version > data.baseVersion).at(-1)?.version;
  }

  async function view(data: ProposalData & { offered: ScenarioPackage }, actor: SessionActor): Promise<Proposal> {
    const { releases } = await lineage.ledger({ originRegion: data.originRegion, templateId: data.template });
    const row = await rowOf(data);
    const isPublisher = regionsWith(actor, 'designer').includes(data.originRegion);
    const isSender = regionsWith(actor, 'designer').includes(data.region);
    const draft = isPublisher ? await draftOf(data.originRegion, data.template, releases) : undefined;
    const now = draft ? await conflictsWith(data, draft) : new Map<string, JsonValue | undefined>();
    const open = data.status === 'sent' || data.status === 'partly';
    const hasOpen = data.changes.some(({ answer }) => answer === 'open');
    return {
      ...row,
      baseVersion: data.baseVersion,
      why: data.why,
      rev: data.rev,
      changes: data.changes.map((change) => changeView(change, data.offered, now)),
      evidence: data.evidence,
      changedAt: data.changedAt,
      mayAnswer: isPublisher && draft !== undefined && hasOpen && data.status !== 'withdrawn',
      mayWithdraw: isSender && open && data.changes.every(({ answer }) => answer === 'open'),
      ...(draft ? { draft: { scenario: draft.scenarioId, rev: draft.rev } } : {}),
      ...(isPublisher && !draft ? { noDraft: true } : {}),
    } as unknown as Proposal;
  }

  /** What the publisher's draft says where it has moved on from the release the proposal is based on, differently. */
  async function conflictsWith(
    data: ProposalData & { offered: ScenarioPackage },
    draft: DraftRow,
  ): Promise<Map<string, JsonValue | undefined>> {
    const { items } = mergePackages({ ...(await sidesOf(data, draft)), must: false });
    return new Map(items.filter(({ state }) => state === 'conflict').map(({ key, ours }) => [key, ours]));
  }

  /** Base, the publisher's draft and what is offered, all under the draft's own id. */
  async function sidesOf(data: ProposalData & { offered: ScenarioPackage }, draft: DraftRow) {
    const release = await lineage.release(data.originRegion, data.template, data.baseVersion);
    const id = draft.package.scenario.id;
    const named = (pkg: ScenarioPackage): ScenarioPackage =>
      pkg.scenario.id === id ? pkg : { ...pkg, contracts: draft.package.contracts, scenario: ownContracts({ ...pkg.scenario, id }) };
    return { base: named(release.package), ours: draft.package, theirs: named(data.offered) };
  }

  async function readable({ actor, region, proposalId }: By<{ region: string; proposalId: string }>) {
    const regions = regionsWith(actor, 'designer');
    for (const reader of regions) {
      const found = await findProposal(store, { reader, region, id: proposalId });
      if (found) return found;
    }
    throw new NotFoundError('proposal.not_found');
  }

  async function audit(
    region: string,
    asked: By<RequestFacts>,
    action: string,
    { id, region: from, template, status }: ProposalData,
  ): Promise<void> {
    const line = { region, at: clock(), action: `proposal.${action}`, object: id, data: { from, template, status } };
    await appendAudit(store, auditLine(asked, line));
  }

  return {
    async send(input) {
      const { actor, keys, title, why, commandId } = input;
      const { region, scenario, clone, release, local, changes, draft } = await chosen(input);
      const wanted = new Set(keys);
      const offered = offeredPackage(release.package, local, wanted);
      const at = clock();
      const data: ProposalData = {
        region,
        id: uuidv7(),
        scenario,
        originRegion: clone.originRegion,
        template: clone.templateId,
        baseVersion: clone.baseVersion,
        title,
        why,
        status: 'sent',
        rev: 1,
        changes: changes.map((change) => proposedOf(change, release.package, local)),
        evidence: await evidenceOf(parts, { region, scenario, ours: draft.package, keys }),
        sentAt: at,
        sentName: actor.name,
        changedAt: at,
      };
      const saved = await insertProposal(store, { ...data, offered, commandId, sentBy: actor.accountId });
      if (saved.id === data.id) await audit(region, input, 'sent', saved);
      return view({ ...saved, offered }, actor);
    },

    async evidence({ actor, scenario: id, keys, region }) {
      const scope = followed(await lineage.find({ actor, id, ...defined({ region }) }));
      const wanted = keys.split('\n').filter((key) => key !== '');
      return evidenceOf(parts, { region: scope.region, scenario: id, ours: scope.draft.package, keys: wanted });
    },

    async list({ actor, side = 'sent', region: wanted, template, status }) {
      const regions = wanted === undefined ? regionsWith(actor, 'designer') : [regionFor(actor, 'designer', wanted)];
      const found =
        side === 'sent'
          ? await Promise.all(regions.map((region) => listSentProposals(store, { region })))
          : await Promise.all(regions.map((region) => received(region, template)));
      const address = template === undefined ? undefined : templateOfKey(template);
      const rows = found
        .flat()
        .filter((one) => (status === undefined || one.status === status) && (!address || one.template === address.templateId));
      rows.sort((a, b) => (a.sentAt < b.sentAt ? 1 : -1));
      return Promise.all(rows.map(rowOf));
    },

    async get(input) {
      return view(await readable(input), input.actor);
    },

    async answer(input) {
      const { actor, key, take, reason } = input;
      const data = await readable(input);
      const publisher = regionFor(actor, 'designer', data.originRegion);
      const change = data.changes.find((one) => one.key === key);
      if (!change) throw new NotFoundError('proposal.change_unknown');
      const answer = take ? ('taken' as const) : ('declined' as const);
      if (change.answer === answer) return view(data, actor);
      if (data.rev !== input.rev) throw new ConflictError('proposal.stale', { rev: data.rev });
      if (data.status === 'withdrawn') throw new ConflictError('proposal.withdrawn');
      if (change.answer !== 'open') throw new ConflictError('proposal.answered');
      if (!take && reason === undefined)
        throw new InvalidError('proposal.reason_missing', [{ path: 'reason', code: 'proposal.reason_missing' }]);
      const at = clock();
      const said = { ...change, answer, by: actor.name, at, ...defined({ reason }) };
      const changes = data.changes.map((one) => (one.key === key ? said : one));
      const next = { ...data, changes, status: statusOf(changes) };
      // The draft first: taken twice it is the same, an answer without its change would be a lie.
      if (take) {
        await takeIntoDraft(data, key, { publisher, actor, at });
        const from = { proposal: data.id, key, fromRegion: data.region, fromName: data.sentName, title: data.title };
        await insertContribution(store, { region: publisher, template: data.template, ...from, sentence: change.sentence, at });
      }
      const rev = await answerProposal(store, next, at);
      if (rev === undefined) throw new ConflictError('proposal.stale', { rev: data.rev });
      await audit(publisher, input, answer, next);
      return view({ ...next, rev, changedAt: at }, actor);
    },

    async withdraw(input) {
      const data = await readable(input);
      regionFor(input.actor, 'designer', data.region);
      if (data.status === 'withdrawn') return view(data, input.actor);
      if (data.changes.some(({ answer }) => answer !== 'open')) throw new ConflictError('proposal.answered');
      const rev = data.rev === input.rev ? await answerProposal(store, { ...data, status: 'withdrawn' }, clock()) : undefined;
      if (rev === undefined) throw new ConflictError('proposal.stale', { rev: data.rev });
      await audit(data.region, input, 'withdrawn', data);
      return view({ ...data, status: 'withdrawn', rev }, input.actor);
    },
  };

  /** Region by region: those that have a clone, or could have. */
  async function received(publisher: string, template: string | undefined): Promise<ProposalData[]> {
    const regions =
      template === undefined
        ? (await listRegions(store)).map(({ code }) => code)
        : [...new Set((await listClonesOf(store, publisher, templateOfKey(template).templateId)).map(({ region }) => region))];
    const found: ProposalData[] = [];
    for (const region of regions) found.push(...(await listReceivedProposals(store, { publisher, region })));
    return found;
  }

  /** One element of what is offered, into the draft the publisher has now. Tried again when somebody saves at the same moment. */
  async function takeIntoDraft(
    data: ProposalData & { offered: ScenarioPackage },
    key: string,
    { publisher, actor, at }: { publisher: string; actor: SessionActor; at: string },
  ): Promise<void> {
    const { releases } = await lineage.ledger({ originRegion: data.originRegion, templateId: data.template });
    for (let tried = 0; tried < 3; tried += 1) {
      const draft = await draftOf(publisher, data.template, releases);
      if (!draft) throw new ConflictError('proposal.no_draft');
      const pkg = withTaken(await sidesOf(data, draft), new Set([key]));
      const rights = await parts.rightsOf?.(publisher, draft.scenarioId);
      const checked = await checkPackage(parts.typecheck, pkg, await parts.calendarOf(publisher), { rights, today: localDate(at) });
      const saved = await updateScenarioDraft(store, {
        region: publisher,
        scenarioId: draft.scenarioId,
        rev: draft.rev,
        package: pkg,
        name: pkg.scenario.name,
        hash: hashOfPackage(pkg),
        ...countsOf(checked.findings),
        editedBy: { id: actor.accountId, name: actor.name },
        at,
      });
      if (saved !== undefined) return;
    }
    throw new ConflictError('draft.stale');
  }
}

/** Ours with these changes of theirs and no others; what goes with a change (the edge of a step) goes with it. */
function withTaken(
  sides: { base: ScenarioPackage; ours: ScenarioPackage; theirs: ScenarioPackage },
  keys: ReadonlySet<string>,
): ScenarioPackage {
  const { items } = mergePackages({ ...sides, must: false });
  const decisions = Object.fromEntries(
    items
      .filter(({ follows }) => follows === undefined)
      .map(({ key }): [string, Decision] => [key, { take: keys.has(key) ? 'theirs' : 'ours' }]),
  );
  return mergePackages({ ...sides, must: false, decisions }).result;
}

function proposedOf(change: Change, base: ScenarioPackage, local: ScenarioPackage): ProposedChange {
  const { key, group, kind, before, after } = change;
  return {
    key,
    group,
    kind,
    sentence: changeSentence(change, { before: base, after: local }),
    answer: 'open',
    ...defined({ before, after }),
  } as ProposedChange;
}

function changeView(change: ProposedChange, offered: ScenarioPackage, now: ReadonlyMap<string, JsonValue | undefined>): ProposalChange {
  const conflict = change.answer === 'open' && now.has(change.key);
  const value = now.get(change.key);
  return {
    ...change,
    words: wordsOfValues({ base: change.before, ours: change.after }, [offered]),
    ...(conflict ? { conflict: true } : {}),
    ...(conflict && value !== undefined ? defined({ now: value, nowWords: wordsOfValue(value, [offered]) }) : {}),
  } as ProposalChange;
}

function statusOf(changes: readonly ProposedChange[]): ProposalData['status'] {
  const taken = changes.filter(({ answer }) => answer === 'taken').length;
  const declined = changes.filter(({ answer }) => answer === 'declined').length;
  if (taken === changes.length) return 'taken';
  if (declined === changes.length) return 'declined';
  return taken + declined === 0 ? 'sent' : 'partly';
}
