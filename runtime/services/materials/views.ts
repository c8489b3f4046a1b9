/** Materials as pages show them: what is there, in words, and what may be used instead of a new upload. */
import type {
  DraftCounts,
  FieldGroup,
  MaterialFile,
  MaterialLater,
  MaterialOffer,
  MaterialView,
  Question,
  Section,
  UploadView,
} from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import { localDate } from '../../calendar/index.ts';
import { wayOf } from '../../compile/materials.ts';
import type { PlanMaterial } from '../../compile/plan.ts';
import { contextOfCase } from '../../engine/fields.ts';
import type { CaseState } from '../../engine/types.ts';
import { type FileType, fileTypes } from '../../files/index.ts';
import { type LicenceRow, listOwnLicences } from '../../store/licences.ts';
import { listCaseUploads, listOwnUploads, type UploadRow } from '../../store/uploads.ts';
import { departmentName } from '../cases/form-view.ts';
import type { CaseParts } from '../cases/parts.ts';
import { say } from '../cases/words.ts';
import type { SessionActor } from '../identity/actor.ts';
import type { LoadedPlan } from '../plans.ts';
import { limitsOf, slotOfPath, usualFiles } from './places.ts';
import { pieceBytes } from './uploads.ts';

/** Earlier uploads offered for one slot; more would be a list to search. */
const mostEarlier = 3;

export function uploadView(row: UploadRow): UploadView {
  return {
    id: row.id,
    state: row.state === 'deleted' ? 'refused' : row.state,
    name: row.name,
    size: row.size,
    offset: row.received,
    piece: pieceBytes,
    ...(row.type ? { type: row.type as FileType } : {}),
    ...(row.problem ? { problem: row.problem } : {}),
    ...(row.state === 'ready' ? { sha256: row.sha256!, sent: row.sent_sha256! } : {}),
  };
}

/** One document of a material; those delivered later lie below the one that put it off. */
export function fileView(row: UploadRow, all: readonly UploadRow[], now: string): MaterialFile {
  const delivered = (row.delivered ?? []).flatMap((id) => all.find((one) => one.id === id) ?? []);
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    deleted: row.state === 'deleted',
    ...(row.type ? { type: row.type as FileType, inline: fileTypes[row.type as FileType].inline } : {}),
    ...(row.size > 0 ? { size: row.size } : {}),
    at: row.created_at,
    thumbnail: row.thumbnail && row.state === 'ready',
    about: aboutOf(row, now),
    ...(row.due && row.delivered_at === null ? { due: row.due, late: row.due < localDate(now) } : {}),
    ...(row.delivered_at ? { deliveredAt: row.delivered_at, delivered: delivered.map((one) => fileView(one, [], now)) } : {}),
    ...(row.wrong ? { wrong: row.wrong } : {}),
  };
}

function aboutOf(row: UploadRow, now: string): Text {
  const fact = (name: string) => (typeof row.facts[name] === 'string' ? (row.facts[name] as string) : '');
  if (row.state === 'deleted') return say('已按规定删除，只保留了校验值', 'Deleted by rule; only its hash is kept');
  switch (row.kind) {
    case 'licence':
      return row.facts.data
        ? say('由电子证照库核验，免提交', 'Checked in the register of licences: nothing to hand in')
        : say(`电子证照，编号 ${fact('number')}，免提交`, `E-licence no. ${fact('number')}: nothing to hand in`);
    case 'earlier':
      return say(
        `沿用 ${localDate(fact('at') || row.created_at)} 交过的材料`,
        `Handed in on ${localDate(fact('at') || row.created_at)}, used again`,
      );
    case 'promise':
      return say(`告知承诺：${fact('zh-CN')}`, `Promise: ${fact('en') || fact('zh-CN')}`);
    case 'tolerance':
      return toleranceWords(row, now);
    default:
      return say('本次上传', 'Uploaded for this case');
  }
}

function toleranceWords(row: UploadRow, now: string): Text {
  if (row.delivered_at)
    return say(`容缺受理，已于 ${localDate(row.delivered_at)} 补交`, `Accepted without it, handed in on ${localDate(row.delivered_at)}`);
  if (!row.due) return say('容缺受理，受理后补交', 'Accepted without it: to be handed in later');
  return row.due < localDate(now)
    ? say(`容缺受理，应于 ${row.due} 前补交，已逾期`, `Accepted without it, due ${row.due}: overdue`)
    : say(`容缺受理，请于 ${row.due} 前补交`, `Accepted without it: due ${row.due}`);
}

interface Site {
  actor: SessionActor;
  loaded: LoadedPlan;
  state: CaseState;
}

/** Gives each material question what is there for it. A slot that data satisfies is not asked. */
export async function withMaterials<T extends { sections: Section[]; counts?: DraftCounts }>(
  parts: CaseParts,
  site: Site,
  view: T,
): Promise<T> {
  const questions = view.sections.flatMap(({ fields }) => fields).filter(({ type, mode }) => type === 'file' && mode === 'ask');
  if (questions.length === 0) return view;
  const { actor, state } = site;
  const [rows, earlier, licences] = await Promise.all([
    listCaseUploads(parts.store, state.region, state.id),
    listOwnUploads(parts.store, actor.accountId),
    listOwnLicences(parts.store, actor.accountId, keysOf(parts, actor)),
  ]);
  const views = new Map(questions.map((question) => [question.path, materialView(parts, site, question, { rows, earlier, licences })]));
  const satisfied = questions.filter(({ path }) => views.get(path)?.satisfied);
  const counts = view.counts && countsWithout(view.counts, satisfied);
  const sections = view.sections.map((section) => ({
    ...section,
    fields: section.fields.map((question) => {
      const material = views.get(question.path);
      return material ? { ...question, material, required: question.required && !material.satisfied } : question;
    }),
  }));
  return { ...view, sections, ...(counts ? { counts } : {}) };
}

function countsWithout(counts: DraftCounts, satisfied: readonly Question[]): DraftCounts {
  const open = satisfied.filter(({ visible }) => visible);
  const missing = open.filter(({ required, value }) => required && value === undefined).length;
  return { ...counts, asked: counts.asked - open.length, shared: counts.shared + open.length, missing: counts.missing - missing };
}

export function keysOf(parts: CaseParts, actor: SessionActor): string[] {
  return actor.person?.idNumber ? [parts.partyKey(actor.person.idNumber)] : [];
}

interface Held {
  rows: readonly UploadRow[];
  earlier: readonly UploadRow[];
  licences: readonly LicenceRow[];
}

function materialView(parts: CaseParts, site: Site, question: Question, held: Held): MaterialView {
  const { loaded, state } = site;
  const slot = slotOfPath(loaded.plan, question.path);
  const limits = limitsOf(slot?.doc);
  const ids = Array.isArray(question.value) ? question.value : [];
  const now = parts.clock();
  const files = ids.flatMap((id) => held.rows.find((row) => row.id === id) ?? []);
  const shared = slot && sharedBy(slot, loaded, state);
  return {
    ...(slot ? { slot: slot.id, name: slot.doc.name } : {}),
    types: (limits?.types ?? []) as MaterialView['types'],
    maxBytes: limits?.maxBytes ?? 0,
    maxFiles: slot?.doc.maxFiles ?? usualFiles,
    upload: limits !== undefined,
    satisfied: shared !== undefined,
    ...(shared ? { shared } : {}),
    files: files.map((row) => fileView(row, held.rows, now)),
    offers: slot && !shared ? offersOf(parts, site, slot, held) : [],
  };
}

/** Is the material of this path there without anybody handing it in? */
export function isSatisfied(loaded: LoadedPlan, state: CaseState, path: string): boolean {
  const slot = slotOfPath(loaded.plan, path);
  return slot !== undefined && sharedBy(slot, loaded, state) !== undefined;
}

/** The register gave the licence: nothing is to be handed in. */
export function sharedBy(slot: PlanMaterial, { plan }: LoadedPlan, state: CaseState): Text | undefined {
  const use = wayOf(slot.doc, 'licence')?.data;
  if (use === undefined || state.fetches[use]?.state !== 'fetched') return undefined;
  const owner = departmentName(plan, plan.data[use]!.resourceDoc.owner.department);
  return say(`已由${owner['zh-CN']}的电子证照核验，无需提交`, `Checked in a register of ${owner.en ?? owner['zh-CN']}: nothing to hand in`);
}

function offersOf(parts: CaseParts, { loaded, state }: Site, slot: PlanMaterial, { earlier, licences }: Held): MaterialOffer[] {
  const { doc, document } = slot;
  const now = parts.clock();
  const offers: MaterialOffer[] = [];
  const wallet = wayOf(doc, 'licence');
  for (const row of wallet ? licences : []) {
    if (row.type !== (wallet!.licence ?? document) || !isValid(row, now)) continue;
    offers.push({
      kind: 'licence',
      id: `${row.region}.${row.id}`,
      name: row.name,
      about: say(
        `${row.department_name['zh-CN']} ${localDate(row.issued_at)} 颁发，持证人 ${row.holder_name}`,
        `Issued by ${row.department_name.en ?? row.department_name['zh-CN']} on ${localDate(row.issued_at)} to ${row.holder_name}`,
      ),
    });
  }
  const days = wayOf(doc, 'earlier')?.days;
  for (const row of days === undefined ? [] : reusable(earlier, { document, days, now, caseId: state.id }).slice(0, mostEarlier)) {
    offers.push({
      kind: 'earlier',
      id: `${row.region}.${row.id}`,
      name: say(row.name, row.name),
      about: say(`您 ${localDate(row.created_at)} 交过，仍然有效`, `You handed it in on ${localDate(row.created_at)}; it is still valid`),
    });
  }
  const promise = wayOf(doc, 'promise');
  if (promise) offers.push({ kind: 'promise', name: say('告知承诺', 'Promise instead'), about: promise.text });
  const tolerate = wayOf(doc, 'tolerate');
  if (tolerate && isTolerated(loaded, state, slot, now)) {
    offers.push({
      kind: 'tolerate',
      name: say('先受理，后补交', 'Hand it in later'),
      about: say(
        `信用良好，可以容缺受理：请在受理后 ${tolerate.days} 个工作日内补交`,
        `With good credit it may follow: within ${tolerate.days} working days after acceptance`,
      ),
    });
  }
  return offers;
}

export function isValid(row: LicenceRow, now: string): boolean {
  return row.status === 'valid' && (row.valid_to === null || row.valid_to >= localDate(now));
}

export function reusable(
  rows: readonly UploadRow[],
  { document, days, now, caseId }: { document: string; days: number; now: string; caseId: string | undefined },
): UploadRow[] {
  const since = new Date(Date.parse(now) - days * 86_400_000).toISOString();
  const seen = new Set<string>();
  return rows.filter((row) => {
    const fits =
      row.kind === 'upload' &&
      row.state === 'ready' &&
      row.attached_at !== null &&
      row.wrong === null &&
      row.document === document &&
      row.case_id !== caseId &&
      row.created_at >= since &&
      !seen.has(row.sha256 ?? '');
    if (fits) seen.add(row.sha256 ?? '');
    return fits;
  });
}

/** Does the condition of 容缺受理 hold, with what was typed so far? */
export function isTolerated(
  { plan }: LoadedPlan,
  state: CaseState,
  slot: PlanMaterial,
  now: string,
  values: CaseState['draft'] = {},
): boolean {
  if (!slot.tolerated) return false;
  const held = slot.tolerated(contextOfCase(plan, state, now, { ...state.draft, ...values }), { now });
  return held.ok && held.value;
}

/** Fields of materials in the views of desks: the documents themselves instead of their ids. */
export async function withFiles(
  parts: CaseParts,
  { region, id }: Pick<CaseState, 'region' | 'id'>,
  groups: FieldGroup[],
): Promise<FieldGroup[]> {
  if (!groups.some(({ fields }) => fields.some(({ type }) => type === 'file'))) return groups;
  const rows = await listCaseUploads(parts.store, region, id);
  const now = parts.clock();
  return groups.map((group) => ({
    ...group,
    fields: group.fields.map((field) => {
      if (field.type !== 'file' || !Array.isArray(field.value)) return field;
      const ids = field.value;
      const files = ids.flatMap((one) => rows.find((row) => row.id === one) ?? []).map((row) => fileView(row, rows, now));
      return { ...field, files, shown: files.map(({ name }) => name).join('、') || '—' };
    }),
  }));
}

/** What the applicant of a case put off: with its day, and what may be handed in for it. */
export async function laterMaterials(parts: CaseParts, site: Site): Promise<MaterialLater[]> {
  const { loaded, state, actor } = site;
  if (!Object.values(loaded.plan.materials ?? {}).some(({ doc }) => wayOf(doc, 'tolerate'))) return [];
  const rows = await listCaseUploads(parts.store, state.region, state.id);
  const put = rows.filter((row) => row.kind === 'tolerance' && row.due !== null && row.state === 'ready');
  if (put.length === 0) return [];
  const [earlier, licences] = await Promise.all([
    listOwnUploads(parts.store, actor.accountId),
    listOwnLicences(parts.store, actor.accountId, keysOf(parts, actor)),
  ]);
  const now = parts.clock();
  return put.flatMap((row) => {
    const slot = slotOfPath(loaded.plan, row.path ?? undefined);
    if (!slot) return [];
    const limits = limitsOf(slot.doc);
    const offers = offersOf(parts, site, slot, { rows, earlier, licences }).filter(({ kind }) => kind === 'licence' || kind === 'earlier');
    return [
      {
        id: row.id,
        path: slot.path,
        name: slot.doc.name,
        file: fileView(row, rows, now),
        material: {
          slot: slot.id,
          types: (limits?.types ?? []) as MaterialView['types'],
          maxBytes: limits?.maxBytes ?? 0,
          maxFiles: slot.doc.maxFiles ?? usualFiles,
          upload: limits !== undefined,
          satisfied: false,
          files: [],
          offers,
        },
      },
    ];
  });
}
