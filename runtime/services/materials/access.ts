/** Who may see a material: who gave it, and the departments that take part in its case and whose view has its place. */

import type { UploadRow } from '../../store/uploads.ts';
import { isAtDesk, ownerDesks } from '../assists/access.ts';
import { isEvidenceOf } from '../assists/evidence.ts';
import { departmentsOf, takesPart } from '../cases/access.ts';
import { visiblePaths } from '../cases/field-views.ts';
import type { CaseParts } from '../cases/parts.ts';
import { NotFoundError } from '../errors.ts';
import type { SessionActor } from '../identity/actor.ts';

export async function mayRead(parts: CaseParts, actor: SessionActor, row: UploadRow): Promise<boolean> {
  if (row.account === actor.accountId) return true;
  if (row.attached_at !== null && ownerDesks(actor).length > 0 && (await isEvidenceOf(parts, row, (assist) => isAtDesk(actor, assist))))
    return true;
  const desks = departmentsOf(actor, row.region);
  if (desks.length === 0 || row.case_id === null || row.attached_at === null) return false;
  const found = await parts.runBurst.load(row.region, row.case_id).catch((error: unknown) => {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  });
  if (!found || found.stored.state.status === 'draft') return false;
  const taking = desks.filter((department) => takesPart(found.stored.state, department));
  if (row.path === null) return taking.length > 0;
  return visiblePaths(found.loaded.plan, taking).has(row.path);
}
