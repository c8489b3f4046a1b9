/** What a person has already is used instead of a new upload: a licence, an earlier material, a promise, or later. */
import { uuidv7 } from 'uuidv7';
import type { MaterialFile, MaterialUse } from '../../../schemas/generated/api.ts';
import { wayOf } from '../../compile/materials.ts';
import { listOwnLicences } from '../../store/licences.ts';
import { insertUpload, listOwnUploads, type NewUpload } from '../../store/uploads.ts';
import type { CaseParts } from '../cases/parts.ts';
import { InvalidError, NotFoundError } from '../errors.ts';
import type { SessionActor } from '../identity/actor.ts';
import { type Place, placeOf } from './places.ts';
import { fileView, isTolerated, isValid, keysOf, reusable } from './views.ts';

export function createOffers(parts: CaseParts) {
  const { store } = parts;

  /** Made only when it is allowed now; looked at again when it is handed in. */
  async function contentOf(
    actor: SessionActor,
    place: Place,
    { kind, id }: MaterialUse['offer'],
  ): Promise<Pick<NewUpload, 'kind' | 'name'> & Partial<NewUpload>> {
    const { slot } = place;
    if (!slot) throw new InvalidError('material.not_accepted');
    const way = wayOf(slot.doc, kind);
    if (!way) throw new InvalidError('material.not_accepted');
    switch (way.kind) {
      case 'promise':
        return { kind: 'promise', name: slot.doc.name['zh-CN'], facts: { ...way.text } };
      case 'tolerate': {
        const state = place.found?.stored.state;
        if (!state || !isTolerated(place.loaded, state, slot, parts.clock())) throw new InvalidError('material.not_tolerated');
        return { kind: 'tolerance', name: slot.doc.name['zh-CN'], facts: { days: way.days } };
      }
      case 'licence': {
        const licences = await listOwnLicences(store, actor.accountId, keysOf(parts, actor));
        const row = licences.find((one) => `${one.region}.${one.id}` === id && one.type === (way.licence ?? slot.document));
        if (!row) throw new NotFoundError('licence.unknown');
        if (!isValid(row, parts.clock())) throw new InvalidError('licence.not_valid');
        return {
          kind: 'licence',
          name: row.name['zh-CN'],
          facts: { licence: row.id, region: row.region, number: row.number, holder: row.holder_name, by: row.department_name['zh-CN'] },
        };
      }
      case 'earlier':
        return earlierContent(actor, place, way.days, id);
      default:
        throw new InvalidError('material.not_accepted');
    }
  }

  /** Copied, so that this case keeps it for as long as this case must. */
  async function earlierContent(actor: SessionActor, place: Place, days: number, id: string | undefined) {
    const own = await listOwnUploads(store, actor.accountId);
    const row = reusable(own, { document: place.slot!.document, days, now: parts.clock(), caseId: place.caseId }).find(
      (one) => `${one.region}.${one.id}` === id,
    );
    const content = row?.sha256 ? await parts.files.vault.read(row.region, row.sha256) : undefined;
    if (!row || !content) throw new NotFoundError('upload.unknown');
    const sha256 = await parts.files.vault.keep(place.region, content);
    const thumbnail = row.thumbnail ? await parts.files.vault.thumbnail(row.region, row.sha256!) : undefined;
    if (thumbnail) await parts.files.vault.keepThumbnail(place.region, sha256, thumbnail);
    return {
      kind: 'earlier' as const,
      name: row.name,
      facts: { region: row.region, upload: row.id, at: row.created_at },
      sha256,
      type: row.type,
      size: row.size,
      thumbnail: row.thumbnail,
      sent_sha256: row.sent_sha256,
    };
  }

  return {
    async useMaterial({ actor, for: target, path, offer }: { actor: SessionActor } & MaterialUse): Promise<MaterialFile> {
      const place = await placeOf(parts, actor, target, path);
      const content = await contentOf(actor, place, offer);
      const row = await insertUpload(store, {
        region: place.region,
        id: uuidv7(),
        account: actor.accountId,
        ...(place.caseId ? { case_id: place.caseId } : {}),
        path: place.path!,
        document: place.slot!.document,
        state: 'ready',
        limits: { types: [], maxBytes: 0 },
        size: 0,
        created_at: parts.clock(),
        ...content,
      });
      return fileView(row, [], parts.clock());
    },
  };
}
