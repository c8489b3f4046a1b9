import type { Effect, Outcome } from '../../engine/types.ts';
import { findDocument, insertDocument, noteSeal } from '../../store/documents.ts';
import { keepLicence } from '../materials/licences.ts';
import type { EffectSite } from './effects.ts';
import type { CaseParts } from './parts.ts';
import { showValue } from './show.ts';

type IssueEffect = Extract<Effect, { type: 'issue' }>;

/**
 * Makes, keeps and seals one document. (1) Keep the bytes, so that a retry after a crash finds the very same ones;
 * (2) have them sealed under the effect's key; (3) note the seal, and put it into the holder's wallet. The case shows the document once its answer is in.
 */
export async function issueDocument(parts: CaseParts, site: EffectSite, effect: IssueEffect): Promise<Outcome> {
  const { region, caseId, loaded, stored } = site;
  const outcome = loaded.plan.outcomes[effect.outcome];
  if (!outcome || !effect.number) return { ok: false, kind: 'invalid', message: 'The document has no number.' };
  const known = await findDocument(parts.store, { region, caseId, id: effect.id });
  const row = known ?? (await keep(parts, site, effect));

  const sealed = await parts.connectors.sealDocument({
    key: effect.key,
    region,
    department: outcome.department,
    number: row.number,
    sha256: row.sha256,
  });
  if (!sealed.ok) return sealed;
  await noteSeal(parts.store, { region, caseId: stored.state.id, id: effect.id }, sealed.value);
  await keepLicence(parts, site, row);
  return { ok: true, value: { number: row.number, checkCode: row.check_code, document: row.id } };
}

async function keep(parts: CaseParts, { region, caseId, loaded, stored }: EffectSite, effect: IssueEffect) {
  const { plan } = loaded;
  const outcome = plan.outcomes[effect.outcome]!;
  const number = effect.number!;
  const checkCode = parts.checkCodes.codeOf(number);
  const department = plan.scenario.departments[outcome.department]?.name ?? { 'zh-CN': outcome.department };
  const holderValue = stored.state.fields[`${outcome.holder}.name`]?.value;
  const holder = typeof holderValue === 'string' && holderValue !== '' ? holderValue : stored.applicantName;
  const issuedAt = parts.clock();
  const file = await parts.certificates.make({
    name: outcome.name,
    department,
    regionName: await parts.regionName(region),
    number,
    checkCode,
    holder,
    fields: outcome.fields.map(({ label, path }, index) => ({ label, shown: showValue(plan, path, effect.fields[index]?.value) })),
    ...(outcome.statement ? { statement: outcome.statement } : {}),
    issuedAt,
  });
  return insertDocument(parts.store, {
    region,
    case_id: caseId,
    id: effect.id,
    outcome: effect.outcome,
    number,
    check_code: checkCode,
    name: outcome.name,
    department: outcome.department,
    department_name: department,
    holder_name: holder,
    issued_at: issuedAt,
    sha256: file.sha256,
    content: file.content,
  });
}
