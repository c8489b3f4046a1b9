/** Issued documents: for their owner, for the desks that take part, and the public check. */
import type { CertificateCheck, DocumentEntry } from '../../../schemas/generated/api.ts';
import type { CaseState } from '../../engine/types.ts';
import { type DocumentRow, findDocument, listDocuments, listDocumentsByNumber } from '../../store/documents.ts';
import { isRevoked } from '../../store/licences.ts';
import { NotFoundError } from '../errors.ts';
import type { SessionActor } from '../identity/actor.ts';
import { openOfficerCase, openOwnCase } from './access.ts';
import { paperOfDocument } from './papers.ts';
import type { CaseParts } from './parts.ts';

/** Documents whose making the case has taken note of; one on its way is not shown yet. */
export async function documentsOf(parts: CaseParts, state: CaseState): Promise<DocumentRow[]> {
  const known = new Set(Object.values(state.issued).flatMap((issued) => issued.document ?? []));
  if (known.size === 0) return [];
  const rows = await listDocuments(parts.store, state.region, state.id);
  return rows.filter((row) => known.has(row.id));
}

export function documentEntry(row: DocumentRow): DocumentEntry {
  return {
    id: row.id,
    name: row.name,
    number: row.number,
    issuedAt: row.issued_at,
    checkCode: row.check_code,
    department: row.department_name,
  };
}

export interface DocumentFile {
  /** File name for the download. */
  fileName: string;
  content: Buffer;
}

export function createDocuments(parts: CaseParts) {
  async function fileOf(state: CaseState, id: string): Promise<DocumentFile> {
    const isIssued = Object.values(state.issued).some((issued) => issued.document === id) || paperOfDocument(state, id) !== undefined;
    const found = isIssued ? await findDocument(parts.store, { region: state.region, caseId: state.id, id }) : undefined;
    if (!found) throw new NotFoundError('document.unknown');
    return { fileName: `${found.name['zh-CN']}-${found.number}.pdf`, content: found.content };
  }

  return {
    /** For the applicant; an officer gets those of their own departments. */
    async document({ actor, caseNo, id }: { actor: SessionActor; caseNo: string; id: string }): Promise<DocumentFile> {
      if (actor.kind === 'person') {
        const { stored, isApplicant } = await openOwnCase(parts, actor, caseNo);
        if (!isApplicant) throw new NotFoundError('document.unknown');
        return fileOf(stored.state, id);
      }
      const { stored, loaded, departments } = await openOfficerCase(parts, actor, caseNo);
      const issued = Object.values(stored.state.issued).find((one) => one.document === id);
      const owner = issued ? loaded.plan.outcomes[issued.outcome]?.department : paperOfDocument(stored.state, id)?.department;
      if (!departments.includes(owner ?? '')) throw new NotFoundError('document.unknown');
      return fileOf(stored.state, id);
    },

    /** Anybody may check a paper they hold: both number and code are on it. Nothing personal is answered. */
    async verify({ number, code }: { number: string; code?: string }): Promise<CertificateCheck> {
      if (!code || !parts.checkCodes.matches(number, code)) return { valid: false };
      const [found] = await listDocumentsByNumber(parts.store, number);
      if (!found || (await isRevoked(parts.store, found.region, number))) return { valid: false };
      return { valid: true, name: found.name, issuedAt: found.issued_at, department: found.department_name };
    },
  };
}
