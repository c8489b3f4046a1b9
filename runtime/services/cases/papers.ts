/** Statutory papers: made and sealed after the commit, shown to their applicant, acknowledged, kept. */
import type { PaperEntry } from '../../../schemas/generated/api.ts';
import type { CaseState, Effect, Outcome } from '../../engine/types.ts';
import { paperView, paperViews } from '../../engine/views/papers.ts';
import { type DocumentRow, findDocument, insertDocument, noteSeal } from '../../store/documents.ts';
import type { LoadedPlan } from '../plans.ts';
import type { EffectSite } from './effects.ts';
import type { CaseParts } from './parts.ts';

type PaperEffect = Extract<Effect, { type: 'paper' }>;

/**
 * Makes, keeps and seals one paper: (1) keep the bytes, so that a retry after a crash finds the very same ones; (2) have
 * them sealed under the effect's key; (3) note the seal. It is delivered once its answer is in: the applicant sees it then.
 */
export async function issuePaper(parts: CaseParts, site: EffectSite, effect: PaperEffect): Promise<Outcome> {
  const { region, caseId, stored } = site;
  const paper = stored.state.papers?.[effect.paper];
  if (!paper) return { ok: false, kind: 'invalid', message: 'The case has no such paper.' };
  const row = (await findDocument(parts.store, { region, caseId, id: effect.id })) ?? (await keep(parts, site, effect));
  const sealed = await parts.connectors.sealDocument({
    key: effect.key,
    region,
    department: paper.department,
    number: row.number,
    sha256: row.sha256,
  });
  if (!sealed.ok) return sealed;
  await noteSeal(parts.store, { region, caseId, id: effect.id }, sealed.value);
  return { ok: true, value: { document: row.id, checkCode: row.check_code } };
}

async function keep(parts: CaseParts, { region, caseId, loaded, stored }: EffectSite, effect: PaperEffect): Promise<DocumentRow> {
  const paper = stored.state.papers![effect.paper]!;
  const { name, departmentName, number, to, paragraphs } = paperView(loaded.plan, stored.state, paper);
  const checkCode = parts.checkCodes.codeOf(number);
  const regionName = await parts.regionName(region);
  // Dated when it was decided, not when a worker came to it.
  const file = await parts.certificates.makePaper({
    name,
    department: departmentName,
    regionName,
    number,
    checkCode,
    to,
    paragraphs,
    issuedAt: paper.at,
  });
  return insertDocument(parts.store, {
    region,
    case_id: caseId,
    id: effect.id,
    outcome: `paper:${paper.kind}`,
    number,
    check_code: checkCode,
    name,
    department: paper.department,
    department_name: departmentName,
    holder_name: to,
    issued_at: paper.at,
    sha256: file.sha256,
    content: file.content,
  });
}

/** Papers of a case for its applicant, or for officers of the departments that take part. */
export function paperEntries({ plan }: Pick<LoadedPlan, 'plan'>, state: CaseState): PaperEntry[] {
  return paperViews(plan, state).map(({ department: _, departmentName, ...view }) => ({ ...view, department: departmentName }));
}

/** The document of a delivered paper. */
export function paperOfDocument(state: CaseState, document: string) {
  return Object.values(state.papers ?? {}).find((paper) => paper.document === document);
}
