/** Issued results as licences of their holder's wallet: offered to the next scenario, shown, taken back. */
import { uuidv7 } from 'uuidv7';
import type { CaseLicenceList, Done, Licence, LicenceList } from '../../../schemas/generated/api.ts';
import { dateOfDay, dayNumber, localDate } from '../../calendar/index.ts';
import { appendAudit } from '../../store/audit.ts';
import { listCases } from '../../store/cases.ts';
import type { DocumentRow } from '../../store/documents.ts';
import { findLicence, insertLicence, type LicenceRow, listCaseLicences, listOwnLicences, revokeLicence } from '../../store/licences.ts';
import { openOfficerCase } from '../cases/access.ts';
import type { EffectSite } from '../cases/effects.ts';
import type { CaseParts } from '../cases/parts.ts';
import { showValue } from '../cases/show.ts';
import { say } from '../cases/words.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import type { SessionActor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import { keysOf } from './views.ts';

/** Names under which a holder's number lies: a person's, or an organisation's. */
const numberNames = ['idNumber', 'uscc', 'usccCode', 'idCard'];

/** Keeps an issued certificate as a licence; a second attempt of the same effect changes nothing. */
export async function keepLicence(parts: CaseParts, { region, caseId, loaded, stored }: EffectSite, row: DocumentRow): Promise<void> {
  const outcome = loaded.plan.outcomes[row.outcome];
  if (outcome?.kind !== 'certificate') return;
  const { state } = stored;
  const number = numberNames
    .map((name) => state.fields[`${outcome.holder}.${name}`]?.value)
    .find((value) => typeof value === 'string' && value !== '');
  const issued = localDate(row.issued_at);
  await insertLicence(parts.store, {
    region,
    id: uuidv7(),
    case_id: caseId,
    document: row.id,
    holder_key: typeof number === 'string' ? parts.partyKey(number) : null,
    applicant: stored.account,
    holder_name: row.holder_name,
    type: outcome.licence ?? row.outcome.replaceAll('_', '-').toLowerCase(),
    name: row.name,
    number: row.number,
    department: row.department,
    department_name: row.department_name,
    fields: outcome.fields.map(({ label, path }) => ({ label, shown: showValue(loaded.plan, path, state.fields[path]?.value ?? null) })),
    issued_at: row.issued_at,
    valid_to: outcome.validDays === undefined ? null : dateOfDay(dayNumber(issued) + outcome.validDays),
  });
}

export function createLicences(parts: CaseParts) {
  const { store } = parts;

  const statusOf = (row: LicenceRow): Licence['status'] =>
    row.status === 'revoked' ? 'revoked' : row.valid_to !== null && row.valid_to < localDate(parts.clock()) ? 'expired' : 'valid';
  /** Officers of the department that issued it, by their own right. */
  const issuedBy = (actor: SessionActor, row: LicenceRow): boolean =>
    actor.grants.some(({ role, region, department }) => role === 'officer' && region === row.region && department === row.department);

  async function viewOf(row: LicenceRow, caseNo: string | undefined): Promise<Licence> {
    return {
      id: `${row.region}.${row.id}`,
      name: row.name,
      number: row.number,
      holder: row.holder_name,
      department: row.department_name,
      regionName: await parts.regionName(row.region),
      issuedAt: row.issued_at,
      ...(row.valid_to ? { validTo: row.valid_to } : {}),
      status: statusOf(row),
      ...(row.revoked_at ? { revokedAt: row.revoked_at } : {}),
      ...(row.revoked_why ? { revokedWhy: row.revoked_why } : {}),
      fields: row.fields.map(({ label, shown }) => ({ label, shown })),
      ...(caseNo ? { caseNo, document: row.document } : {}),
    };
  }

  return {
    /** The wallet: what was issued to the person, or to whom they applied for. */
    async myLicences({ actor }: { actor: SessionActor }): Promise<LicenceList> {
      const rows = await listOwnLicences(store, actor.accountId, keysOf(parts, actor));
      const cases = await listCases(
        store,
        rows.map((row) => ({ region: row.region, id: row.case_id })),
      );
      // The paper itself is opened through the case, by whoever applied for it.
      const numbers = new Map(cases.filter((one) => one.account === actor.accountId).map((one) => [one.id, one.case_no ?? undefined]));
      return { rows: await Promise.all(rows.map((row) => viewOf(row, numbers.get(row.case_id)))) };
    },

    /** What a case issued, for those who may read the case. */
    async caseLicences({ actor, caseNo }: { actor: SessionActor; caseNo: string }): Promise<CaseLicenceList> {
      const { region, stored } = await openOfficerCase(parts, actor, caseNo);
      const rows = await listCaseLicences(store, region, stored.state.id);
      return {
        rows: rows.map((row) => ({
          id: `${row.region}.${row.id}`,
          name: row.name,
          number: row.number,
          holder: row.holder_name,
          department: row.department_name,
          issuedAt: row.issued_at,
          ...(row.valid_to ? { validTo: row.valid_to } : {}),
          status: statusOf(row),
          ...(row.revoked_at ? { revokedAt: row.revoked_at } : {}),
          ...(row.revoked_why ? { revokedWhy: row.revoked_why } : {}),
          mayRevoke: row.status === 'valid' && issuedBy(actor, row),
        })),
      };
    },

    /** By an officer of the department that issued it. */
    async revokeLicence({ actor, id, reason }: { actor: SessionActor; id: string; reason: string }): Promise<Done> {
      const [region = '', key = ''] = id.split('.');
      const row = actor.grants.some((grant) => grant.region === region) ? await findLicence(store, region, key) : undefined;
      if (!row || !issuedBy(actor, row)) throw new NotFoundError('licence.unknown');
      const at = parts.clock();
      if (!(await revokeLicence(store, { region, id: key, at, why: reason, by: actor.accountId })))
        throw new ConflictError('licence.revoked');
      await appendAudit(store, auditLine({ actor }, { region, at, action: 'licence.revoked', object: row.number }));
      return { done: say(`已吊销：${row.name['zh-CN']} ${row.number}`, `Revoked: ${row.name.en ?? row.name['zh-CN']} ${row.number}`) };
    },
  };
}
