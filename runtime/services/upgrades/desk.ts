/** The merge desk: everything an open upgrade shows, and the state it is computed from. */
import type {
  DecidedItem,
  UpgradeCheck,
  UpgradeCounts,
  UpgradeDecided,
  UpgradeFinding,
  UpgradeItem,
  UpgradePage,
  UpgradeSummary,
} from '../../../schemas/generated/api.ts';
import { canonicalHash, hashOfPackage } from '../../compile/index.ts';
import type { JsonValue } from '../../compile/plan.ts';
import { changeSentence, type MergeItem } from '../../merge/index.ts';
import { countMergeComments } from '../../store/merge-comments.ts';
import type { ReleaseRow } from '../../store/template-releases.ts';
import { type DriftReasonRow, listDriftReasons, listReleaseAnswers, listRemembered } from '../../store/upgrade-notes.ts';
import { findOpenUpgrade, type UpgradeRow } from '../../store/upgrades.ts';
import { NotFoundError } from '../errors.ts';
import { upstreamOf } from '../templates/cloned-package.ts';
import { wordsOfValues } from './item-words.ts';
import { type CloneScope, type LineageServices, newerThan } from './lineage.ts';
import { counts, type Merged, mergeWith, mustKeys } from './merging.ts';
import { defined, type UpgradeParts, words } from './parts.ts';

export interface OpenDesk extends CloneScope {
  row: UpgradeRow;
  merged: Merged;
  releases: ReleaseRow[];
  /** From the base on, to the release it goes to; newest first. */
  between: ReleaseRow[];
  newer?: ReleaseRow;
}
/** As it is kept with the upgrade: the hash says which package was played. */
type KeptCheck = Omit<UpgradeCheck, 'stale'> & { hash: string };

/** Merges of a large scenario take a third of a second; one request asks for the same several times, the next begins with the last. */
const keptMerges = 12;

export function createDesk({ store }: UpgradeParts, lineage: LineageServices) {
  const kept = new Map<string, Merged>();

  /** Sides and decisions of an upgrade to a release, whether it has begun or not. */
  async function merge(
    scope: CloneScope,
    { to, releases, decisions }: { to: number; releases: readonly ReleaseRow[]; decisions: UpgradeRow['decisions'] },
  ): Promise<Merged> {
    const { clone, draft, region, scenario } = scope;
    const remembered = await listRemembered(store, { region, scenario });
    const key = canonicalHash([
      region,
      scenario,
      draft.rev,
      clone.baseVersion,
      to,
      decisions as unknown as JsonValue,
      remembered as unknown as JsonValue,
    ]);
    const again = kept.get(key);
    if (again) return again;
    const [base, theirs] = await Promise.all([lineage.upstream(clone, clone.baseVersion), lineage.upstream(clone, to)]);
    const path = releases.filter(({ version }) => version >= clone.baseVersion && version <= to).reverse();
    const steps = path.some(({ notes, version }) => notes.must && version > clone.baseVersion)
      ? await Promise.all(
          path.map(async ({ version, notes }) => ({
            package: upstreamOf(await lineage.release(clone.originRegion, clone.templateId, version), clone),
            must: notes.must,
          })),
        )
      : [];
    const merged = mergeWith({ base, ours: draft.package, theirs }, { decisions, remembered, must: mustKeys(steps) });
    if (kept.size >= keptMerges) kept.delete(kept.keys().next().value!);
    kept.set(key, merged);
    return merged;
  }

  async function open(scope: CloneScope): Promise<OpenDesk> {
    const row = await findOpenUpgrade(store, scope.region, scope.scenario);
    if (!row) throw new NotFoundError('upgrade.none_open');
    return opened(scope, row);
  }

  async function opened(scope: CloneScope, row: UpgradeRow): Promise<OpenDesk> {
    const { releases, waves } = await lineage.ledger(scope.clone);
    const merged = await merge(scope, { to: row.toVersion, releases, decisions: row.decisions });
    const between = releases.filter(({ version }) => version > scope.clone.baseVersion && version <= row.toVersion);
    const newer = newerThan(row.toVersion, scope.region, { releases, waves }).offered[0];
    return { ...scope, row, merged, releases, between, ...(newer ? { newer } : {}) };
  }

  async function page(desk: OpenDesk, { packages }: { packages?: boolean } = {}): Promise<UpgradePage> {
    const { region, scenario, clone, draft, row, merged, releases } = desk;
    const [answers, comments, reasons, running, template] = await Promise.all([
      listReleaseAnswers(store, { region, scenario }),
      countMergeComments(store, { reader: region, region, scenario }),
      listDriftReasons(store, { region, scenario }),
      lineage.runningOnBases(region, scenario),
      lineage.template(clone, releases),
    ]);
    const view = (version: number) => lineage.view(releases.find((one) => one.version === version)!, answers);
    const items = merged.merge.items.filter(({ quiet }) => !quiet);
    const { base, ours, theirs, merge: found } = merged;
    const checked = checkOf(desk);
    return {
      region,
      scenario,
      name: draft.package.scenario.name,
      template,
      upgrade: summaryOf(row),
      rev: row.rev,
      draftRev: draft.rev,
      from: view(clone.baseVersion),
      to: view(row.toVersion),
      between: desk.between.map((one) => lineage.view(one, answers)),
      counts: countsOf(merged),
      items: items.map((item) => itemOf(item, desk, { comments, reasons })),
      findings: findingsOf(merged),
      canFinish: canFinish(desk),
      running,
      remembered: merged.remembered.size,
      ...defined({
        newer: desk.newer && lineage.view(desk.newer, answers),
        checked,
        packages: packages
          ? { base: base as never, ours: ours as never, theirs: theirs as never, result: found.result as never }
          : undefined,
      }),
    } as UpgradePage;
  }

  async function decided(desk: OpenDesk, key: string): Promise<UpgradeDecided> {
    const { region, scenario, merged } = desk;
    const [comments, reasons] = await Promise.all([
      countMergeComments(store, { reader: region, region, scenario }),
      listDriftReasons(store, { region, scenario }),
    ]);
    const item = merged.merge.items.find((one) => one.key === key)!;
    return {
      rev: desk.row.rev,
      counts: countsOf(merged),
      item: itemOf(item, desk, { comments, reasons }),
      open: merged.merge.open,
      findings: findingsOf(merged),
      canFinish: canFinish(desk),
    };
  }

  return { merge, open, opened, page, decided };
}
export type Desk = ReturnType<typeof createDesk>;

export function summaryOf(row: UpgradeRow): UpgradeSummary {
  const { id, fromVersion, toVersion, status, begunAt, begunName, changedAt, openItems, endedAt, endedName } = row;
  return {
    id,
    from: fromVersion,
    to: toVersion,
    status,
    begunAt,
    begunBy: begunName,
    changedAt,
    ...(status === 'open' ? { openItems } : {}),
    ...(endedAt ? { endedAt } : {}),
    ...(endedName ? { endedBy: endedName } : {}),
  };
}

export function countsOf({ merge }: Merged): UpgradeCounts {
  const items = merge.items.filter(counts);
  const count = (...states: MergeItem['state'][]) => items.filter(({ state }) => states.includes(state)).length;
  const conflicts = count('conflict');
  return {
    clean: count('theirs', 'merged'),
    local: count('ours'),
    same: count('same'),
    conflicts,
    decided: conflicts - merge.open.length,
    open: merge.open.length,
  };
}

/** Grants are the region's and come later: the draft says so, and publishing waits for them. */
const grants = new Set([
  'data-use-without-contract',
  'contract-too-narrow',
  'contract-purpose',
  'contract-not-in-force',
  'contract-of-other-use',
]);

/** Problems the merge brought, and locks it would break. */
function findingsOf({ merge }: Merged): UpgradeFinding[] {
  return merge.findings
    .filter(({ code }) => !grants.has(code))
    .map(({ code, severity, path, message, keys }) => ({ code, severity, path, message, keys }));
}

/** The last run of the case tests, and whether it still speaks of what is there now. */
export function checkOf({ row, merged }: Pick<OpenDesk, 'row' | 'merged'>): UpgradeCheck | undefined {
  const kept = row.checked as KeptCheck | null;
  if (!kept) return undefined;
  const { hash, ...rest } = kept;
  return { ...rest, stale: hash !== hashOfPackage(merged.merge.result) };
}

export function canFinish(desk: Pick<OpenDesk, 'row' | 'merged'>): boolean {
  const checked = checkOf(desk);
  return desk.merged.merge.open.length === 0 && checked !== undefined && checked.passed && !checked.stale;
}

function itemOf(
  item: MergeItem,
  { merged, row, between }: Pick<OpenDesk, 'merged' | 'row' | 'between'>,
  { comments, reasons }: { comments: ReadonlyMap<string, number>; reasons: readonly DriftReasonRow[] },
): UpgradeItem {
  const { base, ours, theirs, merge } = merged;
  const { key, group, kind, state, choices } = item;
  const reason = reasons.find((one) => one.key === key);
  const values = { base: item.base, ours: item.ours, theirs: item.theirs, result: item.result };
  return {
    key,
    group,
    kind,
    sentence: changeSentence(item, { base, ours, theirs }),
    state,
    choices,
    open: merge.open.includes(key),
    comments: comments.get(key) ?? 0,
    ...defined({ ...values, decided: decidedOf(item, merged, row), earlier: item.stale && personOf(key, row) }),
    words: wordsOfValues(values, [merge.result, theirs, ours, base]),
    ...(item.locked ? { locked: item.locked, lockedWords: lockWords[item.locked] } : {}),
    ...defined({ reason: reason?.reason, follows: item.follows, into: item.into, upstream: saidOf(item, between) }),
  } as UpgradeItem;
}

/** What the newest release says of the change, where upstream made it. */
function saidOf({ key, state }: MergeItem, between: readonly ReleaseRow[]): UpgradeItem['upstream'] {
  if (state === 'ours') return undefined;
  for (const { version, notes } of between) {
    const found = notes.changes?.find((one) => one.key === key);
    if (!found) continue;
    const { key: _, ...said } = found;
    return { version, ...said };
  }
  return undefined;
}

function decidedOf(item: MergeItem, { remembered }: Merged, row: UpgradeRow): DecidedItem | undefined {
  if (!item.decided) return undefined;
  const key = item.follows ?? item.key;
  const choice = remembered.get(key);
  if (choice) return { decision: { take: choice.take }, source: 'remembered', by: choice.by, at: choice.at };
  return personOf(key, row);
}

function personOf(key: string, { decisions }: UpgradeRow): DecidedItem | undefined {
  const saved = Object.hasOwn(decisions, key) ? decisions[key] : undefined;
  if (!saved) return undefined;
  const { decision, by, at } = saved;
  return {
    decision: decision.take === 'edit' ? { take: decision.take, value: decision.value } : { take: decision.take },
    source: 'person',
    by,
    at,
  };
}

/** Why ours may not be kept. */
export const lockWords: Record<NonNullable<MergeItem['locked']>, ReturnType<typeof words>> = {
  locked: words('模板锁定了这里，只能采用上游的内容', 'The template locks this: only the upstream content may be taken'),
  range: words(
    '超出了模板允许的范围，请采用上游的值或改到范围内',
    'Outside the range the template allows: take the upstream value or one within it',
  ),
  insert: words('这里只允许增加，不能修改或删除原有内容', 'Here things may be added only, not changed or removed'),
  bypassed: words('模板锁定的步骤不能绕过', 'A step the template locks cannot be bypassed'),
  locks: words('模板的锁定本身不能修改', 'The locks of the template cannot be changed'),
  must: words('这一版必须升级，不能谢绝；可以写明理由延期', 'This release must be taken: it can be postponed with a reason, not declined'),
};
