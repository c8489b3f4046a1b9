/**
 * Files on their way to the server: in pieces, and on from where they stopped. What was begun is remembered on the device, so
 * that choosing the same file again, also after the page was closed, sends only the rest.
 */
import type { UploadStart, UploadView } from '../../schemas/generated/api.ts';
import { problemOf, RequestError, request } from './client.ts';

export type UploadTarget = UploadStart['for'];

export interface UploadPlace {
  target: UploadTarget;
  path?: string;
}

/** Waits between tries of a piece while the signal is away: about half a minute in all. */
const waits = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

/** Sends a file; `onProgress` gets the share done. Rejects with the refusal of the server, or as offline. */
export async function sendFile(file: File, place: UploadPlace, onProgress: (share: number) => void): Promise<UploadView> {
  let view = (await begunBefore(file, place)) ?? (await begin(file, place));
  onProgress(view.offset / file.size);
  while (view.state === 'receiving') {
    view = await sendPiece(file, view);
    onProgress(view.offset / file.size);
  }
  forget(file, place);
  if (view.state === 'refused') throw new RequestError({ status: 422, code: view.problem ?? 'upload.unreadable' });
  return view;
}

async function begin(file: File, { target, path }: UploadPlace): Promise<UploadView> {
  const sha256 = await hashOf(file);
  const body: UploadStart = {
    for: target,
    ...(path === undefined ? {} : { path }),
    name: file.name || 'photo',
    ...(file.type ? { type: file.type } : {}),
    size: file.size,
    ...(sha256 ? { sha256 } : {}),
  };
  const view = await patiently(() => request<UploadView>('/uploads', { method: 'POST', body }));
  remember(file, { target, path }, view.id);
  return view;
}

/** A piece that the server has already, or has otherwise, is asked about and the next one sent. */
async function sendPiece(file: File, view: UploadView): Promise<UploadView> {
  const bytes = file.slice(view.offset, view.offset + view.piece);
  const headers = { 'upload-offset': String(view.offset) };
  const put = () => request<UploadView>(`/uploads/${view.id}`, { method: 'PATCH', bytes, headers });
  try {
    return await patiently(put);
  } catch (error) {
    if (problemOf(error).code !== 'upload.offset') throw error;
    return patiently(() => request<UploadView>(`/uploads/${view.id}`));
  }
}

/** Tries again while nobody answers, or the scanner is away. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (const wait of waits) {
    try {
      return await work();
    } catch (error) {
      const { status } = problemOf(error);
      if (status !== 0 && status !== 503) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  return work();
}

async function begunBefore(file: File, place: UploadPlace): Promise<UploadView | undefined> {
  const id = localStorage.getItem(keyOf(file, place));
  if (!id) return undefined;
  try {
    const view = await request<UploadView>(`/uploads/${id}`);
    if (view.state !== 'refused' && view.offset <= file.size) return view;
  } catch (error) {
    if (problemOf(error).status === 0) throw error;
  }
  forget(file, place);
  return undefined;
}

const keyOf = (file: File, { target, path }: UploadPlace) =>
  `upload:${JSON.stringify(target)}:${path ?? ''}:${file.name}:${file.size}:${file.lastModified}`;

function remember(file: File, place: UploadPlace, id: string): void {
  try {
    localStorage.setItem(keyOf(file, place), id);
  } catch {
    // A device without room: the upload then begins anew when it is cut off.
  }
}

function forget(file: File, place: UploadPlace): void {
  localStorage.removeItem(keyOf(file, place));
}

/** Browsers hash on safe addresses only; elsewhere the server's own hash has to do. */
async function hashOf(file: File): Promise<string | undefined> {
  if (!globalThis.crypto?.subtle) return undefined;
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const mimes: Record<string, string> = {
  pdf: 'application/pdf,.pdf',
  jpeg: 'image/jpeg,.jpg,.jpeg',
  png: 'image/png',
  webp: 'image/webp',
  heic: 'image/heic,.heic',
  docx: '.docx',
  xlsx: '.xlsx',
  ofd: '.ofd',
};
/** For the file dialog. */
export const acceptOf = (types: readonly string[]): string => types.map((type) => mimes[type] ?? '').join(',');
export const contentAddress = (id: string): string => `/api/uploads/${id}/content`;
export const thumbnailAddress = (id: string): string => `/api/uploads/${id}/thumbnail`;
