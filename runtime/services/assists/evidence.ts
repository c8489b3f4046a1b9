/** Evidence of an answer about a department's data: uploads of who answers, read by both desks. */
import type { AssistOfCase, MaterialFile } from '../../../schemas/generated/api.ts';
import { type AssistRow, listAssistsOfCase } from '../../store/assists.ts';
import { attachUploads, listUploads, type UploadRow } from '../../store/uploads.ts';
import type { CaseParts } from '../cases/parts.ts';
import { InvalidError } from '../errors.ts';
import type { SessionActor } from '../identity/actor.ts';
import { fileView } from '../materials/views.ts';

/** What else stands among the documents of an answer is the number of a file in an archive. */
const isUpload = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
export const archiveNumbers = (documents: readonly string[]): string[] => documents.filter((id) => !isUpload(id));

const uploadsOf = (parts: CaseParts, region: string, documents: readonly string[]): Promise<UploadRow[]> =>
  listUploads(
    parts.store,
    documents.filter(isUpload).map((id) => ({ region, id })),
  );

/** Keeps what is named, before the answer that names it: the person's own, for this question's case, whole and beside any field. */
export async function takeEvidence(parts: CaseParts, actor: SessionActor, row: AssistRow, documents: readonly string[]): Promise<void> {
  const ids = documents.filter(isUpload);
  const rows = await uploadsOf(parts, row.region, ids);
  const fits = (id: string) =>
    rows.some(
      (one) =>
        one.id === id && one.account === actor.accountId && one.case_id === row.case_id && one.path === null && one.state === 'ready',
    );
  if (!ids.every(fits)) throw new InvalidError('upload.unknown');
  await attachUploads(parts.store, { region: row.region, caseId: row.case_id, at: parts.clock(), ids });
}

export async function evidenceOf(
  parts: CaseParts,
  { region, documents }: Pick<AssistRow, 'region' | 'documents'>,
): Promise<MaterialFile[]> {
  return (await uploadsOf(parts, region, documents)).map((row) => fileView(row, [], parts.clock()));
}

/** The questions of a case with what came back to show it. */
export async function withEvidence(
  parts: CaseParts,
  { region, caseId }: { region: string; caseId: string },
  assists: AssistOfCase[],
): Promise<AssistOfCase[]> {
  if (assists.every(({ status }) => status === 'open')) return assists;
  const rows = await listAssistsOfCase(parts.store, region, caseId);
  return Promise.all(
    assists.map(async (assist) => {
      const row = rows.find(({ id }) => assist.id === `${caseId}.${id}`);
      const files = row ? await evidenceOf(parts, row) : [];
      return files.length > 0 ? { ...assist, files } : assist;
    }),
  );
}

/** Colleagues of who answered read the evidence of their own desk's answer. */
export async function isEvidenceOf(parts: CaseParts, row: UploadRow, mayOpen: (assist: AssistRow) => boolean): Promise<boolean> {
  if (row.case_id === null || row.path !== null) return false;
  const assists = await listAssistsOfCase(parts.store, row.region, row.case_id);
  return assists.some((assist) => assist.documents.includes(row.id) && mayOpen(assist));
}
