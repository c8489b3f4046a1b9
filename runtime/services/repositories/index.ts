/** A scenario kept in git: pushed as a folder of files, pulled by the three-way merge with what both sides had last. */
import type { PullConflict, Repository, RepositoryDecision, RepositoryPulled, RepositoryPushed } from '../../../schemas/generated/api.ts';
import type { Calendar } from '../../../schemas/generated/documents.ts';
import { localDate } from '../../calendar/index.ts';
import { folderOf, packageOfFolder } from '../../compile/folder.ts';
import { hashOfPackage } from '../../compile/index.ts';
import type { ContractRights, Finding, ScenarioPackage } from '../../compile/plan.ts';
import { changeSentence, type Decision, decisionHash, diffPackages, isOpen, type MergeItem, mergePackages } from '../../merge/index.ts';
import { findHosts } from '../../store/hosts.ts';
import { findRepository, type RepositoryRow, saveRepository, saveSynced } from '../../store/repositories.ts';
import { type DraftRow, findScenarioDraft, updateScenarioDraft } from '../../store/scenarios.ts';
import type { Store } from '../../store/store.ts';
import { CodedError, ConflictError, InvalidError, NotFoundError } from '../errors.ts';
import { type RequestFacts, regionFor, type SessionActor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import type { Clock, SecretsPort } from '../ports.ts';
import { checkPackage, countsOf, type TypecheckPort } from '../studio/check-package.ts';
import { schemaFindings } from '../studio/schema-findings.ts';
import { enforceLocks, lockFindings, standingOf } from '../templates/locks.ts';
import { wordsOfValues } from '../upgrades/item-words.ts';
import { headOf, pushFiles, type Remote, readRemote } from './git.ts';

export interface RepositoryParts {
  store: Store;
  clock: Clock;
  typecheck: TypecheckPort;
  publicUrl: string;
  secrets?: SecretsPort;
  calendarOf(region: string): Promise<Calendar | undefined>;
  rightsOf?(region: string, scenario: string): Promise<ContractRights>;
}

type ByScenario<T = unknown> = { actor: SessionActor; id: string; region?: string } & T;
interface Choices {
  decisions?: Readonly<Record<string, RepositoryDecision>>;
  take?: 'ours' | 'theirs';
}
interface Binding {
  address: string;
  branch: string;
  folder?: string;
  username?: string;
  secret?: string;
}

export interface RepositoryServices {
  repository(input: ByScenario): Promise<Repository>;
  bind(input: ByScenario<{ to: Binding } & RequestFacts>): Promise<Repository>;
  push(input: ByScenario<{ message: string } & RequestFacts>): Promise<RepositoryPushed>;
  /** Conflicts leave everything as it is until each is decided; `take` says whose side wins in those that are not. */
  pull(input: ByScenario<Choices & RequestFacts>): Promise<RepositoryPulled>;
  /** A whole document before it takes the place of the draft: its shape, and the locks of the template. */
  checkWhole(input: ByScenario<{ package: ScenarioPackage }>): Promise<{ findings: Finding[] }>;
}

export function createRepositories(parts: RepositoryParts): RepositoryServices {
  const { store, clock } = parts;

  async function scopeOf({ actor, id, region: wanted }: ByScenario) {
    const region = regionFor(actor, 'designer', wanted);
    const draft = await findScenarioDraft(store, region, id);
    if (!draft) throw new NotFoundError('scenario.not_found');
    return { region, id, draft };
  }

  async function remoteOf(region: string, id: string): Promise<{ row: RepositoryRow; remote: Remote }> {
    const row = await findRepository(store, region, id);
    if (!row) throw new ConflictError('git.not_bound');
    const { address, branch, folder, username } = row;
    const [secret, { hosts }] = await Promise.all([parts.secrets?.find(region, secretName(id)), findHosts(store, region)]);
    return { row, remote: { address, branch, folder, username, secret, allowedHosts: hosts.map(({ host }) => host.toLowerCase()) } };
  }

  async function viewOf(region: string, id: string): Promise<Repository> {
    const row = await findRepository(store, region, id);
    if (!row) return { bound: false };
    const { address, branch, folder, username, syncedAt, syncedBy } = row;
    const hasSecret = (await parts.secrets?.find(region, secretName(id))) !== undefined;
    return {
      bound: true,
      address,
      branch,
      folder,
      username,
      hasSecret,
      ...(syncedAt && syncedBy ? { synced: { at: syncedAt, by: syncedBy } } : {}),
    };
  }

  return {
    async repository(input) {
      const { region, id } = await scopeOf(input);
      return viewOf(region, id);
    },

    async bind(input) {
      const { region, id } = await scopeOf(input);
      const { address, branch, folder = '', username = '', secret } = input.to;
      if (secret) {
        if (!parts.secrets?.save) throw new CodedError('git.no_secrets', { status: 503 });
        await parts.secrets.save(region, secretName(id), secret);
      }
      const place = { address, branch, folder: folder.replace(/^\/+|\/+$/g, ''), username };
      await saveRepository(
        store,
        { region, scenarioId: id, ...place },
        auditLine(input, { region, at: clock(), action: 'repository.bound', object: id, data: {} }),
      );
      return viewOf(region, id);
    },

    async push(input) {
      const { region, id, draft } = await scopeOf(input);
      const { row, remote } = await remoteOf(region, id);
      const files = folderOf(ownOf(draft.package));
      const head = await headOf(remote);
      if (head !== undefined && head !== row.commit) await mustKnow(remote, files);
      const { actor, message } = input;
      const author = { name: actor.name, email: `noreply@${new URL(parts.publicUrl).hostname}` };
      const { commit, changed } = await pushFiles(remote, { onto: head, files, author, message, at: clock() });
      const line = auditLine(input, { region, at: clock(), action: 'repository.pushed', object: id, data: { commit } });
      await saveSynced(store, { region, scenarioId: id, commit, base: draft.package, at: clock(), by: actor.name }, line);
      return { changed, commit, repository: await viewOf(region, id) };
    },

    async pull(input) {
      const { region, id, draft } = await scopeOf(input);
      const { row, remote } = await remoteOf(region, id);
      const { commit, files } = await readRemote(remote);
      const none = { sentences: [], conflicts: [], rev: draft.rev };
      if (commit === undefined) throw new ConflictError('git.empty');
      if (commit === row.commit) return { ...none, repository: await viewOf(region, id) };
      const theirs = fromFolder(files, draft.package);
      const base = row.base ?? draft.package;
      const merged = mergeInto({ base, ours: draft.package, theirs }, input);
      if (merged.conflicts.length > 0) return { ...none, conflicts: merged.conflicts, repository: await viewOf(region, id) };
      const rev = await saveMerged(input, { region, id, draft }, merged.result);
      const line = auditLine(input, { region, at: clock(), action: 'repository.pulled', object: id, data: { commit } });
      await saveSynced(store, { region, scenarioId: id, commit, base: theirs, at: clock(), by: input.actor.name }, line);
      const sentences = diffPackages(draft.package, merged.result).map((change) => ({
        key: change.key,
        sentence: changeSentence(change, { before: draft.package, after: merged.result }),
      }));
      return { sentences, conflicts: [], rev, package: merged.result, repository: await viewOf(region, id) };
    },

    async checkWhole(input) {
      const { region, id } = await scopeOf(input);
      const shape = schemaFindings(input.package);
      if (shape.length > 0) return { findings: shape };
      const standing = await standingOf(store, region, id);
      return { findings: standing ? lockFindings(standing.upstream, input.package) : [] };
    },
  };

  /** Locks and shape as everywhere; nothing is written when one of them does not hold. */
  async function saveMerged(
    { actor }: ByScenario,
    { region, id, draft }: { region: string; id: string; draft: DraftRow },
    result: ScenarioPackage,
  ): Promise<number> {
    const hash = hashOfPackage(result);
    if (hash === draft.hash) return draft.rev;
    await enforceLocks(store, { region, scenarioId: id, package: result, before: draft.package });
    const rights = await parts.rightsOf?.(region, id);
    const { findings } = await checkPackage(parts.typecheck, result, await parts.calendarOf(region), { rights, today: localDate(clock()) });
    const by = { id: actor.accountId, name: actor.name };
    const at = clock();
    const name = result.scenario.name;
    const saved = await updateScenarioDraft(store, {
      region,
      scenarioId: id,
      rev: draft.rev,
      package: result,
      name,
      hash,
      ...countsOf(findings),
      editedBy: by,
      at,
    });
    if (saved === undefined) throw new ConflictError('draft.stale', { rev: draft.rev, editedBy: draft.editedBy, editedAt: draft.editedAt });
    return saved;
  }
}

const secretName = (id: string) => `git-${id}`;

/** Grants are a region's own, and so is where it came from: neither leaves by git, and neither comes in. */
function ownOf(pkg: ScenarioPackage): ScenarioPackage {
  const { lineage: _, ...scenario } = pkg.scenario;
  return { ...pkg, scenario, contracts: {} };
}

function fromFolder(files: Record<string, string>, draft: ScenarioPackage): ScenarioPackage {
  const { package: read, findings } = packageOfFolder(files);
  if (!read) throw malformed(findings);
  const { id, lineage } = draft.scenario;
  const { lineage: _, ...scenario } = read.scenario;
  const theirs = { ...read, scenario: { ...scenario, id, ...(lineage ? { lineage } : {}) }, contracts: draft.contracts };
  const wrong = schemaFindings(theirs);
  if (wrong.length > 0) throw malformed(wrong);
  return theirs;
}

function malformed(findings: readonly Finding[]): CodedError {
  const problems = findings.slice(0, 50).map(({ path, code }) => ({ path, code }));
  return new InvalidError('git.malformed', problems, { count: findings.length, first: findings[0]?.path ?? '' });
}

/** Ahead of us is only what we wrote ourselves, or a branch that holds nothing of the scenario yet. */
async function mustKnow(remote: Remote, files: Record<string, string>): Promise<void> {
  const there = (await readRemote(remote)).files;
  const same =
    Object.keys(there).length === Object.keys(files).length && Object.entries(files).every(([file, text]) => there[file] === text);
  if (!same && there['lianban.json'] !== undefined) throw new ConflictError('git.pull_first');
}

const sides = { ours: { 'zh-CN': '草稿', en: 'the draft' }, theirs: { 'zh-CN': '仓库', en: 'the repository' } };

interface Three {
  base: ScenarioPackage;
  ours: ScenarioPackage;
  theirs: ScenarioPackage;
}

/** The merge with what was decided. While something is open, every question of it comes back, also those decided already. */
function mergeInto(three: Three, { decisions = {}, take }: Choices): { result: ScenarioPackage; conflicts: PullConflict[] } {
  const made = decisions as Record<string, Decision>;
  const first = mergePackages({ ...three, must: false, decisions: made });
  if (first.open.length === 0) return { result: first.result, conflicts: [] };
  // What was decided for other values, or does not fit, is asked again: one side for the rest never stands in for it.
  const undecided = first.open.filter((key) => !Object.hasOwn(made, key));
  const rest = take === undefined ? [] : undecided.map((key): [string, Decision] => [key, { take }]);
  const last = rest.length === 0 ? first : mergePackages({ ...three, must: false, decisions: { ...made, ...Object.fromEntries(rest) } });
  if (last.open.length === 0) return { result: last.result, conflicts: [] };
  const asked = last.items.filter((item) => isOpen(item) || (item.decided !== undefined && item.follows === undefined));
  return { result: three.ours, conflicts: asked.map((item) => conflictOf(item, { three, items: last.items, open: new Set(last.open) })) };
}

function conflictOf(
  item: MergeItem,
  { three, items, open }: { three: Three; items: readonly MergeItem[]; open: ReadonlySet<string> },
): PullConflict {
  const { key, group, kind, choices, base, ours, theirs } = item;
  const values = { base, ours, theirs };
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  return {
    key,
    group,
    kind,
    sentence: sentenceOf(item, three),
    choices: choices as PullConflict['choices'],
    ...given,
    words: wordsOfValues(values, [three.theirs, three.ours, three.base]),
    for: decisionHash(item),
    open: open.has(key),
    with: items.filter(({ follows }) => follows === key).map((one) => sentenceOf(one, three)),
  };
}

const sentenceOf = (item: MergeItem, three: Three) => changeSentence(item, three, sides);
