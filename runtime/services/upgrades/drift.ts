/** In what a clone differs from the release it is based on, each difference with the reason for keeping it; remembered choices; comments. */
import { uuidv7 } from 'uuidv7';
import type {
  CommentWrite,
  DriftPage,
  DriftReason,
  MergeComments,
  RememberChoice,
  RememberedChoices,
} from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import { canonicalHash } from '../../compile/index.ts';
import type { JsonValue } from '../../compile/plan.ts';
import { changeSentence, lockViolations } from '../../merge/index.ts';
import { type CloneRow, findClone } from '../../store/clones.ts';
import { insertMergeComment, listMergeComments } from '../../store/merge-comments.ts';
import { listSentProposals } from '../../store/proposals.ts';
import { listDriftReasons, listRemembered, saveDriftReason, saveRemembered } from '../../store/upgrade-notes.ts';
import { NotFoundError } from '../errors.ts';
import { regionFor, type SessionActor } from '../identity/index.ts';
import { templateOfKey } from '../templates/cloned-package.ts';
import { driftOf } from '../templates/differences.ts';
import { lockWords } from './desk.ts';
import { wordsOfValues } from './item-words.ts';
import { followed, type LineageServices, newerThan } from './lineage.ts';
import { type By, type ByScenario, defined, type UpgradeParts } from './parts.ts';

export interface DriftServices {
  drift(input: ByScenario): Promise<DriftPage>;
  setReason(input: ByScenario<DriftReason>): Promise<DriftPage>;
  remembered(input: ByScenario): Promise<RememberedChoices>;
  remember(input: ByScenario<RememberChoice>): Promise<RememberedChoices>;
  comments(input: ByScenario<{ key?: string }>): Promise<MergeComments>;
  comment(input: ByScenario<CommentWrite>): Promise<MergeComments>;
  /** The publisher's side of the same words. */
  cloneComments(input: By<CloneKey & { key?: string }>): Promise<MergeComments>;
  cloneComment(input: By<CloneKey & CommentWrite>): Promise<MergeComments>;
}
interface CloneKey {
  template: string;
  region: string;
  scenario: string;
}

const hashOfValue = (value: JsonValue | undefined) => canonicalHash(value === undefined ? [] : [value]);

export function createDrift(parts: UpgradeParts, lineage: LineageServices): DriftServices {
  const { store, clock, regionName } = parts;

  async function drift(input: ByScenario): Promise<DriftPage> {
    const scope = await lineage.find(input);
    const { region, scenario, clone, draft } = scope;
    const empty = { region, scenario, name: draft.package.scenario.name, changes: [], withoutReason: 0, byGroup: {} };
    if (!clone) return empty;
    const [{ releases, waves }, reasons, remembered, proposals, base] = await Promise.all([
      lineage.ledger(clone),
      listDriftReasons(store, { region, scenario }),
      listRemembered(store, { region, scenario }),
      listSentProposals(store, { region, scenario }),
      lineage.upstream(clone, clone.baseVersion),
    ]);
    const ours = draft.package;
    const locks = new Map(lockViolations(base, ours).map((one) => [one.key, one]));
    const changes = driftOf(base, ours).map((change): DriftPage['changes'][number] => {
      const { key, group, kind, before, after } = change;
      const reason = reasons.find((one) => one.key === key);
      const proposal = proposals.find(({ status, changes: offered }) => status !== 'withdrawn' && offered.some((one) => one.key === key));
      const lock = locks.get(key);
      return {
        key,
        group,
        kind,
        sentence: changeSentence(change, { before: base, after: ours }),
        offered: proposal !== undefined,
        words: wordsOfValues({ base: before, ours: after }, [ours, base]),
        ...defined({
          before,
          after,
          reason: reason?.reason,
          reasonBy: reason?.by,
          reasonAt: reason?.at,
          reasonOld: reason && reason.valueHash !== hashOfValue(after) ? true : undefined,
          remembered: remembered.find((one) => one.key === key)?.take,
          proposal: proposal && {
            id: proposal.id,
            status: proposal.status,
            answer: proposal.changes.find((one) => one.key === key)!.answer,
          },
          locked: lock?.code,
          lockedWords: lock && lockWords[lock.code],
        }),
      } as DriftPage['changes'][number];
    });
    const byGroup: Record<string, number> = {};
    for (const { group } of changes) byGroup[group] = (byGroup[group] ?? 0) + 1;
    const row = releases.find(({ version }) => version === clone.baseVersion);
    const newer = newerThan(clone.baseVersion, region, { releases, waves }).offered[0];
    return {
      ...empty,
      changes,
      withoutReason: changes.filter(({ reason, reasonOld }) => reason === undefined || reasonOld).length,
      byGroup,
      template: await lineage.template(clone, releases),
      ...defined({ base: row && lineage.view(row), newer: newer && lineage.view(newer), cut: clone.cutOff?.reason }),
    } as DriftPage;
  }

  async function rememberedChoices(input: ByScenario): Promise<RememberedChoices> {
    const { region, scenario, clone, draft } = followed(await lineage.find(input));
    const base = await lineage.upstream(clone, clone.baseVersion);
    const drifted = driftOf(base, draft.package);
    const rows = await listRemembered(store, { region, scenario });
    return rows.map(({ key, take, by, at }) => {
      const change = drifted.find((one) => one.key === key) ?? { key, kind: 'changed' as const, group: 'flow' as const };
      return { key, take, by, at, sentence: changeSentence(change, { before: base, after: draft.package }) };
    });
  }

  /** Comments with the names of the regions that wrote them and, where they are on a change, its sentence. */
  async function commentsOf(
    reader: string,
    clone: Pick<CloneRow, 'region' | 'scenarioId'>,
    { key, sentences }: { key?: string; sentences?: ReadonlyMap<string, Text> } = {},
  ): Promise<MergeComments> {
    const rows = await listMergeComments(store, { reader, region: clone.region, scenario: clone.scenarioId, ...defined({ key }) });
    return Promise.all(
      rows.map(async (row) => {
        const sentence = row.key === null ? undefined : sentences?.get(row.key);
        return {
          id: row.id,
          words: row.words,
          by: row.by,
          region: row.authorRegion,
          regionName: await regionName(row.authorRegion),
          at: row.at,
          ...(row.key === null ? {} : { key: row.key }),
          ...(sentence ? { sentence } : {}),
        };
      }),
    );
  }

  async function write(
    author: { region: string; actor: SessionActor },
    clone: CloneRow,
    { words: said, key }: CommentWrite,
  ): Promise<void> {
    await insertMergeComment(store, {
      id: uuidv7(),
      region: clone.region,
      scenario: clone.scenarioId,
      originRegion: clone.originRegion,
      template: clone.templateId,
      authorRegion: author.region,
      by: author.actor.name,
      at: clock(),
      words: said,
      ...defined({ key }),
    });
  }

  /** The publisher of a template looks at one of its clones. */
  async function publisherOf({ actor, template, region, scenario }: By<CloneKey>): Promise<{ publisher: string; clone: CloneRow }> {
    const address = templateOfKey(template);
    const publisher = regionFor(actor, 'designer', address.region);
    const clone = await findClone(store, region, scenario);
    if (!clone || clone.originRegion !== publisher || clone.templateId !== address.templateId)
      throw new NotFoundError('template.clone_unknown');
    return { publisher, clone };
  }

  return {
    drift,

    async setReason(input) {
      const page = await drift(input);
      const change = page.changes.find(({ key }) => key === input.key);
      if (!change) throw new NotFoundError('drift.change_unknown');
      const { region, scenario } = page;
      const note = { key: input.key, valueHash: hashOfValue(change.after), at: clock(), by: input.actor.name };
      await saveDriftReason(store, { region, scenario, ...note, ...defined({ reason: input.reason }) });
      return drift(input);
    },

    remembered: rememberedChoices,

    async remember(input) {
      const { region, scenario } = followed(await lineage.find(input));
      const { key, take, actor } = input;
      await saveRemembered(store, { region, scenario, key, at: clock(), by: actor.name, ...defined({ take }) });
      return rememberedChoices(input);
    },

    async comments(input) {
      const { region, clone } = followed(await lineage.find(input));
      return commentsOf(region, clone, defined({ key: input.key }));
    },

    async comment(input) {
      const { region, clone } = followed(await lineage.find(input));
      await write({ region, actor: input.actor }, clone, input);
      return commentsOf(region, clone, defined({ key: input.key }));
    },

    async cloneComments(input) {
      const { publisher, clone } = await publisherOf(input);
      return commentsOf(publisher, clone, defined({ key: input.key }));
    },

    async cloneComment(input) {
      const { publisher, clone } = await publisherOf(input);
      await write({ region: publisher, actor: input.actor }, clone, input);
      return commentsOf(publisher, clone, defined({ key: input.key }));
    },
  };
}
