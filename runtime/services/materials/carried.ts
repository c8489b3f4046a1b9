/**
 * Materials that go with a case handed over to another one, perhaps in another region: copied, so that each case keeps its own
 * for as long as it must, and its desks see it without a right in the region it came from.
 */
import { uuidv7 } from 'uuidv7';
import type { JsonValue } from '../../compile/plan.ts';
import { insertUpload, listUploads, type UploadRow } from '../../store/uploads.ts';
import type { CaseParts } from '../cases/parts.ts';
import type { LoadedPlan } from '../plans.ts';
import { filePaths } from './checking.ts';
import { slotOfPath } from './places.ts';

interface Carried {
  /** Region and case they come from. */
  from: { region: string; caseId: string };
  to: { region: string; caseId: string; loaded: LoadedPlan };
  /** What is handed over, by path there. */
  values: Record<string, JsonValue>;
}

/** The values with the copies' ids. They are kept from before the case that names them: a crash leaves one too many, never one too few. */
export async function carryMaterials(parts: CaseParts, { from, to, values }: Carried): Promise<Record<string, JsonValue>> {
  const carried = { ...values };
  for (const path of filePaths(to.loaded, values)) {
    const named = values[path];
    const ids = (Array.isArray(named) ? named : []).filter((id): id is string => typeof id === 'string');
    const rows = await listUploads(
      parts.store,
      ids.map((id) => ({ region: from.region, id })),
    );
    const own = ids.flatMap((id) => rows.filter((row) => row.id === id && row.case_id === from.caseId && row.state === 'ready'));
    carried[path] = await Promise.all(own.map((row) => copyOf(parts, row, to, path)));
  }
  return carried;
}

async function copyOf(parts: CaseParts, row: UploadRow, { region, caseId, loaded }: Carried['to'], path: string): Promise<string> {
  const { vault } = parts.files;
  const content = row.sha256 === null ? undefined : await vault.read(row.region, row.sha256);
  const sha256 = content && (await vault.keep(region, content));
  const thumbnail = sha256 && row.thumbnail ? await vault.thumbnail(row.region, row.sha256!) : undefined;
  if (sha256 && thumbnail) await vault.keepThumbnail(region, sha256, thumbnail);
  const slot = slotOfPath(loaded.plan, path);
  const { account, kind, state, name, type, size, sent_sha256, limits, facts } = row;
  const at = parts.clock();
  const copy = await insertUpload(parts.store, {
    ...{ region, id: uuidv7(), account, case_id: caseId, path, document: slot?.document ?? row.document, created_at: at, attached_at: at },
    ...{
      kind,
      state,
      name,
      type,
      size,
      sent_sha256,
      limits,
      retain_days: slot?.doc.retentionDays ?? null,
      thumbnail: thumbnail !== undefined,
    },
    facts: { ...facts, from: { region: row.region, upload: row.id } },
    ...(sha256 ? { sha256 } : {}),
  });
  return copy.id;
}
