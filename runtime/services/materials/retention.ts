/**
 * Periods act by themselves: uploads that were handed in with nothing go after a day, materials and forms when the time after
 * the end of their case is over. Contents go; hashes, and that and why something was deleted, stay.
 */

import type { Form } from '../../../schemas/generated/documents.ts';
import { canonicalHash } from '../../compile/canonical.ts';
import { pathOfField } from '../../compile/declared.ts';
import type { CaseState } from '../../engine/types.ts';
import { listRegions } from '../../store/accounts.ts';
import { commitErased, insertErasure, listEndedVersions, listOverCases } from '../../store/erasures.ts';
import { attachUploads, listOverMaterials, listStaleUploads, type UploadRow } from '../../store/uploads.ts';
import type { CaseParts } from '../cases/parts.ts';
import { say } from '../cases/words.ts';
import { NotFoundError } from '../errors.ts';
import type { LoadedPlan } from '../plans.ts';
import { dropContent } from './uploads.ts';

const day = 86_400_000;

export function createRetention(parts: CaseParts) {
  const { store } = parts;

  async function caseOf(row: UploadRow): Promise<{ state: CaseState } | undefined> {
    if (row.case_id === null) return undefined;
    try {
      return (await parts.runBurst.load(row.region, row.case_id)).stored;
    } catch (error) {
      // An expired draft has nothing left to load.
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  return {
    /** What nobody handed in. A file that a case names all the same is kept: the process that was to say so died. */
    async collectUploads(): Promise<number> {
      const before = new Date(Date.parse(parts.clock()) - day).toISOString();
      let count = 0;
      for (const row of await listStaleUploads(store, before)) {
        const state = (await caseOf(row))?.state;
        if (state && row.state === 'ready' && namesIt(state, row.id)) {
          await attachUploads(store, { region: row.region, caseId: state.id, at: parts.clock(), ids: [row.id] });
          continue;
        }
        await dropContent(parts, row, 'unattached');
        count += 1;
      }
      return count;
    },

    /** Materials whose time is over. */
    async retireMaterials(): Promise<number> {
      const now = parts.clock();
      const rows = await listOverMaterials(store, now);
      for (const row of rows) {
        await insertErasure(store, {
          region: row.region,
          ...(row.case_id ? { caseId: row.case_id } : {}),
          account: row.account,
          what: 'material',
          subject: row.id,
          name: say(row.name, row.name),
          hash: row.sha256 ?? canonicalHash(row.facts),
          at: now,
          why: 'retention',
        });
        await dropContent(parts, row, 'retention');
      }
      return rows.length;
    },

    /** What was filled in at forms whose time is over. */
    async retireForms(): Promise<number> {
      let count = 0;
      for (const { code } of await listRegions(store)) count += await retireRegion(parts, code);
      return count;
    },
  };
}

function namesIt(state: CaseState, id: string): boolean {
  return JSON.stringify([state.fields, state.draft]).includes(id);
}

async function retireRegion(parts: CaseParts, region: string): Promise<number> {
  const now = parts.clock();
  let count = 0;
  for (const { scenario, hash } of await listEndedVersions(parts.store, region)) {
    const loaded = await parts.plans.getPlan(region, scenario, { hash });
    for (const form of Object.values(loaded.package.forms)) {
      if (form.retentionDays === undefined) continue;
      const before = new Date(Date.parse(now) - form.retentionDays * day).toISOString();
      for (const id of await listOverCases(parts.store, { region, hash, form: form.id, before })) {
        if (await retireCase(parts, { region, id, form, loaded, now })) count += 1;
      }
    }
  }
  return count;
}

interface Retiring {
  region: string;
  id: string;
  form: Form;
  loaded: LoadedPlan;
  now: string;
}

async function retireCase(parts: CaseParts, { region, id, form, loaded, now }: Retiring): Promise<boolean> {
  const { stored } = await parts.runBurst.load(region, id);
  const paths = ownPaths(loaded, form).filter((path) => Object.hasOwn(stored.state.fields, path));
  const deleted = Object.fromEntries(paths.map((path) => [path, stored.state.fields[path]!]));
  const fields = Object.fromEntries(Object.entries(stored.state.fields).filter(([path]) => !Object.hasOwn(deleted, path)));
  const state: CaseState = { ...stored.state, fields, draft: {} };
  return commitErased(
    parts.store,
    { state, rev: stored.rev },
    {
      region,
      caseId: id,
      account: stored.account,
      what: 'form',
      subject: form.id,
      name: form.name,
      hash: canonicalHash(deleted),
      at: now,
      why: 'retention',
    },
  );
}

/** Paths that no other form with a longer time asks for as well. */
function ownPaths({ package: { forms } }: LoadedPlan, form: Form): string[] {
  const pathsOf = (one: Form) => Object.values(one.fields).flatMap((field) => pathOfField(field) ?? []);
  const longer = Object.values(forms).filter(
    (other) => other !== form && (other.retentionDays ?? Number.POSITIVE_INFINITY) > form.retentionDays!,
  );
  const kept = new Set(longer.flatMap(pathsOf));
  return pathsOf(form).filter((path) => !kept.has(path));
}
