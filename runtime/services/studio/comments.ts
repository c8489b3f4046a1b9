import { uuidv7 } from 'uuidv7';
import type {
  ColleagueList,
  DraftComment,
  DraftCommentList,
  DraftCommentWrite,
  StaffMessageList,
  StaffMessagesSeen,
} from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import {
  type CommentRow,
  findComment,
  insertComment,
  listComments,
  listDesigners,
  listMentions,
  markMentionsSeen,
  resolveThread,
} from '../../store/draft-comments.ts';
import { findScenarioDraft } from '../../store/scenarios.ts';
import { InvalidError, NotFoundError } from '../errors.ts';
import { regionFor, regionsWith, type SessionActor } from '../identity/actor.ts';
import type { ByScenario } from './drafts.ts';
import type { StudioParts } from './parts.ts';

export interface CommentServices {
  comments(input: ByScenario): Promise<DraftCommentList>;
  /** Whoever is named gets one message each; only people who may open the scenario can be named. */
  writeComment(input: ByScenario<DraftCommentWrite>): Promise<DraftComment>;
  /** Of the conversation a comment stands in. */
  resolveComment(input: ByScenario<{ comment: string; resolved: boolean }>): Promise<DraftComment>;
  /** Who else may open the scenario: whom a comment can name. */
  colleagues(input: ByScenario): Promise<ColleagueList>;
  messages(input: { actor: SessionActor }): Promise<StaffMessageList>;
  messagesSeen(input: { actor: SessionActor } & StaffMessagesSeen): Promise<void>;
}

/** Shown of one scenario; older ones stay in the database. */
const shownComments = 1000;
const shownMessages = 200;

export function createComments({ store, clock }: StudioParts): CommentServices {
  async function scopeOf({ actor, id, region: wanted }: ByScenario) {
    const region = regionFor(actor, 'designer', wanted);
    const draft = await findScenarioDraft(store, region, id);
    if (!draft) throw new NotFoundError('scenario.not_found');
    return { region, scenario: id, pkg: draft.package };
  }
  const read = async (scope: { region: string; scenario: string }, id: string, actor: SessionActor) => {
    const row = await findComment(store, { ...scope, id });
    if (!row) throw new NotFoundError('comment.not_found');
    return commentOf(row, actor);
  };

  return {
    async comments(input) {
      const { region, scenario } = await scopeOf(input);
      const rows = await listComments(store, { region, scenario, limit: shownComments });
      // An answer whose beginning is no longer shown has nothing to stand under.
      const shown = new Set(rows.map(({ id }) => id));
      return { rows: rows.filter(({ thread }) => shown.has(thread)).map((row) => commentOf(row, input.actor)) };
    },

    async writeComment(input) {
      const { actor, words, named, thread, commandId } = input;
      const { pkg, ...scope } = await scopeOf(input);
      if (words.trim() === '') throw new InvalidError('comment.empty', [{ path: 'words', code: 'comment.empty' }]);
      const first = thread === undefined ? undefined : await findComment(store, { ...scope, id: thread });
      if (thread !== undefined && first?.thread !== thread) throw new NotFoundError('comment.not_found');
      const place = first ?? placeOf(pkg, input);
      const colleagues = await listDesigners(store, scope.region);
      const people = [...new Set(named)].map((account) => colleagues.find(({ id }) => id === account));
      if (people.some((one) => one === undefined)) throw new InvalidError('comment.nobody', [{ path: 'named', code: 'comment.nobody' }]);
      const known = people.filter((one) => one !== undefined);
      const id = uuidv7();
      const written = await insertComment(store, {
        ...scope,
        id,
        thread: thread ?? id,
        about: place.about,
        place: place.place,
        placeName: place.placeName,
        author: actor.accountId,
        by: actor.name,
        at: clock(),
        words: words.trim(),
        named: known.map(({ name }) => name),
        // Whoever writes knows already.
        accounts: known.map((one) => one.id).filter((account) => account !== actor.accountId),
        commandId,
      });
      return read(scope, written, actor);
    },

    async resolveComment(input) {
      const { actor, comment, resolved } = input;
      const { pkg: _, ...scope } = await scopeOf(input);
      const row = await findComment(store, { ...scope, id: comment });
      if (!row) throw new NotFoundError('comment.not_found');
      await resolveThread(store, { ...scope, thread: row.thread, at: clock(), ...(resolved ? { by: actor.name } : {}) });
      return read(scope, row.thread, actor);
    },

    async colleagues(input) {
      const { region } = await scopeOf(input);
      const all = await listDesigners(store, region);
      return all
        .filter(({ id }) => id !== input.actor.accountId)
        .map(({ id, name, departmentName }) => ({ id, name, ...(departmentName ? { departmentName } : {}) }));
    },

    async messages({ actor }) {
      const regions = regionsWith(actor, 'designer');
      const { rows, unseen } = await listMentions(store, { account: actor.accountId, regions, limit: shownMessages });
      return {
        rows: rows.map(({ placeName, place, ...row }) => ({ ...row, ...placesOf(row.about, place), ...(placeName ? { placeName } : {}) })),
        unseen,
      };
    },

    async messagesSeen({ actor, comment }) {
      const at = clock();
      for (const region of regionsWith(actor, 'designer'))
        await markMentionsSeen(store, { account: actor.accountId, region, at, ...(comment ? { comment } : {}) });
    },
  };
}

/** Where a new comment stands, with the name the draft gives it now. */
function placeOf(pkg: ScenarioPackage, { step, form, field }: DraftCommentWrite): Pick<CommentRow, 'about' | 'place' | 'placeName'> {
  const unknown = (path: string) => new InvalidError('comment.place_unknown', [{ path, code: 'comment.place_unknown' }]);
  if (step !== undefined) {
    const node = Object.hasOwn(pkg.scenario.nodes, step) ? pkg.scenario.nodes[step] : undefined;
    if (!node) throw unknown('step');
    return { about: 'step', place: step, placeName: node.name };
  }
  if (form === undefined && field === undefined) return { about: 'scenario', place: '', placeName: null };
  const name = questionName(pkg, form ?? '', field ?? '');
  if (!name) throw unknown('field');
  return { about: 'question', place: `${form}/${field}`, placeName: name };
}

function questionName(pkg: ScenarioPackage, form: string, field: string): Text | undefined {
  const document = Object.hasOwn(pkg.forms, form) ? pkg.forms[form] : undefined;
  const question = document && Object.hasOwn(document.fields, field) ? document.fields[field] : undefined;
  if (!question) return undefined;
  return question.label ?? (question.element ? pkg.elements[question.element]?.name : undefined) ?? document!.name;
}

function placesOf(about: CommentRow['about'], place: string): { step?: string; form?: string; field?: string } {
  if (about === 'step') return { step: place };
  if (about === 'scenario') return {};
  const [form = '', field = ''] = place.split('/');
  return { form, field };
}

function commentOf({ about, place, placeName, author, resolvedAt, resolvedBy, ...row }: CommentRow, actor: SessionActor): DraftComment {
  return {
    ...row,
    about,
    ...placesOf(about, place),
    ...(placeName ? { placeName } : {}),
    mine: author === actor.accountId,
    ...(resolvedAt !== null && resolvedBy !== null ? { resolved: { at: resolvedAt, by: resolvedBy } } : {}),
  };
}
