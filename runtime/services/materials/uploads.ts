/**
 * Uploads that survive losing the signal. States: receiving (pieces come, in order) -> ready | refused; ready -> deleted. A
 * piece counts once its bytes are kept and the row says so; whatever breaks in between, the sender asks how far it got and
 * goes on from there. The last piece is followed by the checks: hash, type by its bytes, scanner.
 */
import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import type { UploadStart, UploadView } from '../../../schemas/generated/api.ts';
import { type FileType, fileTypes } from '../../files/index.ts';
import { findUpload, insertUpload, isContentUsed, listOwnUploads, type UploadRow, updateUpload } from '../../store/uploads.ts';
import type { CaseParts } from '../cases/parts.ts';
import { CodedError, ConflictError, InvalidError, NotFoundError, UnavailableError } from '../errors.ts';
import type { SessionActor } from '../identity/actor.ts';
import { mayRead } from './access.ts';
import { limitsOf, placeOf } from './places.ts';
import { uploadView } from './views.ts';

/** Bytes of a piece that a client should send; a piece may have up to four times as many. */
export const pieceBytes = 256 * 1024;
export const mostPieceBytes = 4 * pieceBytes;
/** Uploads one person may have begun without handing them in. */
const mostOpen = 40;

/** Ends of names that say a type; others say nothing. */
const endings: Record<string, FileType> = {
  pdf: 'pdf',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  jfif: 'jpeg',
  png: 'png',
  webp: 'webp',
  heic: 'heic',
  heif: 'heic',
  docx: 'docx',
  xlsx: 'xlsx',
  ofd: 'ofd',
};
const otherMimes: Record<string, FileType> = {
  'image/jpg': 'jpeg',
  'image/pjpeg': 'jpeg',
  'image/heif': 'heic',
  'application/x-pdf': 'pdf',
};

/** A name is a label and never a path: the last part of it, without what would turn or hide letters. */
export function safeName(given: string): string {
  const last = given.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const clean = last.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}<>:"|?*]/gu, '').replace(/^[.\s]+|[.\s]+$/g, '');
  return [...clean].slice(0, 120).join('') || '材料';
}

export function createUploads(parts: CaseParts) {
  const { store } = parts;

  async function ownUpload(actor: SessionActor, id: string): Promise<UploadRow> {
    const row = await findUpload(store, id);
    if (!row || row.account !== actor.accountId || row.state === 'deleted') throw new NotFoundError('upload.unknown');
    return row;
  }

  async function finish(row: UploadRow): Promise<UploadRow> {
    const bytes = await parts.files.vault.parts(row.region, row.id, row.offsets);
    const sent = createHash('sha256').update(bytes).digest('hex');
    const refuse = async (code: string): Promise<never> => {
      await updateUpload(store, row, { state: 'refused', problem: code, sent_sha256: sent }, { state: 'receiving' });
      await parts.files.vault.forgetParts(row.region, row.id, row.offsets);
      throw new InvalidError(code);
    };
    if (row.claimed && row.claimed !== sent) return refuse('upload.hash_differs');
    const inspected = await parts.files.inspector.inspect(bytes);
    if (!inspected.ok) return refuse(inspected.code);
    const problem = typeProblem(row, inspected.type);
    if (problem) return refuse(problem);
    const verdict = (await parts.files.scan?.(bytes)) ?? 'clean';
    if (verdict === 'infected') return refuse('upload.infected');
    // Kept as it is: the sender asks again, and nothing is accepted unseen.
    if (verdict === 'unknown') throw new UnavailableError('upload.scanner_away', { retryAfter: 5 });

    const kept = inspected.redrawn ?? bytes;
    const sha256 = await parts.files.vault.keep(row.region, kept);
    if (inspected.thumbnail) await parts.files.vault.keepThumbnail(row.region, sha256, inspected.thumbnail);
    const done = await updateUpload(
      store,
      row,
      { state: 'ready', type: inspected.type, sha256, sent_sha256: sent, size: kept.length, thumbnail: inspected.thumbnail !== undefined },
      { state: 'receiving' },
    );
    await parts.files.vault.forgetParts(row.region, row.id, row.offsets);
    return done ?? (await findUpload(store, row.id)) ?? row;
  }

  return {
    async startUpload({ actor, for: target, path, name, type, size, sha256 }: { actor: SessionActor } & UploadStart): Promise<UploadView> {
      const place = await placeOf(parts, actor, target, path);
      const limits = limitsOf(place.slot?.doc);
      if (!limits) throw new InvalidError('upload.not_wanted');
      if (size > limits.maxBytes)
        throw new InvalidError('upload.too_large', [], { megabytes: Math.floor(limits.maxBytes / 1_048_576) || 1 });
      const open = (await listOwnUploads(store, actor.accountId)).filter((row) => row.attached_at === null);
      if (open.length >= mostOpen) throw new ConflictError('upload.too_many');
      const row = await insertUpload(store, {
        region: place.region,
        id: uuidv7(),
        account: actor.accountId,
        ...(place.caseId ? { case_id: place.caseId } : {}),
        ...(place.path ? { path: place.path } : {}),
        ...(place.slot ? { document: place.slot.document } : {}),
        kind: 'upload',
        state: 'receiving',
        name: safeName(name),
        ...(type ? { declared: type.toLowerCase() } : {}),
        limits,
        size,
        ...(sha256 ? { claimed: sha256 } : {}),
        created_at: parts.clock(),
      });
      return uploadView(row);
    },

    async upload({ actor, id }: { actor: SessionActor; id: string }): Promise<UploadView> {
      return uploadView(await ownUpload(actor, id));
    },

    /** `offset`: where the piece begins; `digest`: SHA-256 of the piece in base64, when its sender gives one. */
    async appendUpload({
      actor,
      id,
      offset,
      digest,
      bytes,
    }: {
      actor: SessionActor;
      id: string;
      offset: string;
      digest: string;
      bytes: Uint8Array;
    }): Promise<UploadView> {
      const row = await ownUpload(actor, id);
      if (row.state === 'ready') return uploadView(row);
      if (row.state === 'refused') throw new InvalidError(row.problem ?? 'upload.unreadable');
      if (!/^\d{1,9}$/.test(offset)) throw new CodedError('upload.offset_missing', { status: 400 });
      if (Number(offset) !== row.received) throw new ConflictError('upload.offset', { received: row.received });
      if (row.received + bytes.length > row.size) throw new InvalidError('upload.longer');
      if (digest !== '' && digest !== `sha256 ${createHash('sha256').update(bytes).digest('base64')}`)
        throw new InvalidError('upload.piece_differs');
      let now = row;
      if (bytes.length > 0) {
        // The bytes first: a row that says more than is kept could never be finished.
        await parts.files.vault.keepPart(row.region, row.id, row.received, bytes);
        const change = { received: row.received + bytes.length, offsets: [...row.offsets, row.received] };
        const taken = await updateUpload(store, row, change, { received: row.received, state: 'receiving' });
        if (!taken) throw new ConflictError('upload.offset', { received: (await ownUpload(actor, id)).received });
        now = taken;
      }
      return uploadView(now.received === now.size ? await finish(now) : now);
    },

    /** Not handed in yet: the person thought otherwise. */
    async removeUpload({ actor, id }: { actor: SessionActor; id: string }): Promise<void> {
      const row = await ownUpload(actor, id);
      if (row.attached_at !== null) throw new ConflictError('upload.attached');
      await dropContent(parts, row, 'asked');
    },

    async uploadContent({
      actor,
      id,
    }: {
      actor: SessionActor;
      id: string;
    }): Promise<{ type: string; name: string; content: Buffer; inline: boolean }> {
      const row = await readable(parts, actor, id);
      const content = row.sha256 ? await parts.files.vault.read(row.region, row.sha256) : undefined;
      if (!content || !row.type) throw new NotFoundError('upload.unknown');
      const { mime, inline } = fileTypes[row.type as FileType];
      return { type: mime, name: withEnding(row.name, row.type as FileType), content, inline };
    },

    async uploadThumbnail({
      actor,
      id,
    }: {
      actor: SessionActor;
      id: string;
    }): Promise<{ type: string; name: string; content: Buffer; inline: boolean }> {
      const row = await readable(parts, actor, id);
      const content = row.sha256 && row.thumbnail ? await parts.files.vault.thumbnail(row.region, row.sha256) : undefined;
      if (!content) throw new NotFoundError('upload.unknown');
      return { type: 'image/webp', name: 'thumbnail.webp', content, inline: true };
    },
  };
}

async function readable(parts: CaseParts, actor: SessionActor, id: string): Promise<UploadRow> {
  const row = await findUpload(parts.store, id);
  if (row?.state !== 'ready' || !(await mayRead(parts, actor, row))) throw new NotFoundError('upload.unknown');
  return row;
}

/** The bytes, what the sender's program said, the end of the name and the slot must all agree. */
function typeProblem(row: UploadRow, type: FileType): string | undefined {
  if (!row.limits.types.includes(type)) return 'upload.type_not_allowed';
  const named = endings[row.name.split('.').at(-1)?.toLowerCase() ?? ''];
  const mime = row.declared?.split(';')[0]?.trim() ?? '';
  const declared = otherMimes[mime] ?? Object.entries(fileTypes).find(([, known]) => known.mime === mime)?.[0];
  const silent = mime === '' || mime === 'application/octet-stream' || mime === 'application/zip';
  if ((named && named !== type) || (declared && declared !== type) || (!declared && !silent)) return 'upload.type_differs';
  return undefined;
}

function withEnding(name: string, type: FileType): string {
  return endings[name.split('.').at(-1)?.toLowerCase() ?? ''] === type ? name : `${name}.${type === 'jpeg' ? 'jpg' : type}`;
}

/** Deletes the bytes and keeps the row with its hash, and that it was deleted, when and why. */
export async function dropContent(parts: CaseParts, row: UploadRow, why: 'asked' | 'unattached' | 'retention'): Promise<void> {
  if (row.offsets.length > 0 && row.state === 'receiving') await parts.files.vault.forgetParts(row.region, row.id, row.offsets);
  if (row.sha256 && !(await isContentUsed(parts.store, row, row.sha256))) await parts.files.vault.forget(row.region, row.sha256);
  await updateUpload(parts.store, row, {
    state: 'deleted',
    deleted_at: parts.clock(),
    deleted_why: why,
    name: '',
    facts: {},
    thumbnail: false,
  });
}
