import type { IncomingMessage } from 'node:http';
import { CodedError } from '../../services/errors.ts';

/** Keys that reach prototypes; no document and no form has them. */
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);
/** Marks of a parsed multipart upload: files are only ever named by ids this server gave out. */
const uploads = new Set(['filepath', 'originalFilename', 'newFilename', 'originalname']);
const maxDepth = 64;
/** `fatal`: bytes that are no UTF-8 are refused, never replaced. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads a JSON body and nothing else: no forms, no uploads, no compressed bodies. `keep` gets the bytes as they came. */
export async function readJson(request: IncomingMessage, limit: number, keep?: (bytes: Uint8Array) => void): Promise<unknown> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const encoding = request.headers['content-encoding'];
  if (type !== 'application/json' || (encoding !== undefined && encoding !== 'identity'))
    throw new CodedError('body.not_json', { status: 415 });
  const bytes = await readBytes(request, limit);
  keep?.(bytes);
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch {
    throw new CodedError('body.malformed', { status: 400 });
  }
  checkKeys(value);
  return value;
}

/** A piece of a file: bytes as they are, never parsed here. */
export async function readOctets(request: IncomingMessage, limit: number): Promise<Buffer> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const encoding = request.headers['content-encoding'];
  if (type !== 'application/octet-stream' || (encoding !== undefined && encoding !== 'identity'))
    throw new CodedError('body.not_bytes', { status: 415 });
  return readBytes(request, limit);
}

function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  const tooLarge = () => new CodedError('body.too_large', { status: 413, data: { limit } });
  if (Number(request.headers['content-length'] ?? 0) > limit) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    request.on('data', (part: Buffer) => {
      size += part.length;
      parts.push(part);
      if (size <= limit) return;
      request.pause();
      reject(tooLarge());
    });
    request.once('end', () => resolve(parts.length === 1 ? parts[0]! : Buffer.concat(parts)));
    // The person went away in the middle: nobody is left to be answered.
    request.once('close', () => {
      if (!request.complete) reject(new CodedError('body.malformed', { status: 400 }));
    });
    request.once('error', reject);
  });
}

/** Walks with a list, not by recursion: depth is the sender's choice. */
export function checkKeys(value: unknown): void {
  const open: { node: unknown; depth: number }[] = [{ node: value, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, depth } = next;
    if (node === null || typeof node !== 'object') continue;
    if (depth > maxDepth) throw new CodedError('body.too_deep', { status: 400 });
    for (const key of Object.keys(node)) {
      if (forbidden.has(key)) throw new CodedError('body.forbidden_key', { status: 400 });
      if (uploads.has(key)) throw new CodedError('body.upload_shape', { status: 400 });
      open.push({ node: (node as Record<string, unknown>)[key], depth: depth + 1 });
    }
  }
}
