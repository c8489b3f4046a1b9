/**
 * Contents of materials: kept under the hash of what they are, encrypted, and checked against that hash whenever they are
 * read. The same content of one region is kept once; the name in the store is a keyed hash, so that nobody who sees the
 * store can look whether somebody has handed in a document they know.
 */
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Objects } from './objects.ts';

export interface Vault {
  /** Keeps a content and says its SHA-256. */
  keep(region: string, bytes: Uint8Array): Promise<string>;
  /** undefined when it was deleted; throws when the bytes are not what they were. */
  read(region: string, sha256: string): Promise<Buffer | undefined>;
  forget(region: string, sha256: string): Promise<void>;
  keepThumbnail(region: string, sha256: string, bytes: Uint8Array): Promise<void>;
  thumbnail(region: string, sha256: string): Promise<Buffer | undefined>;
  /** A piece of an upload that is still coming, from this place on. */
  keepPart(region: string, id: string, offset: number, bytes: Uint8Array): Promise<void>;
  /** The pieces from these places on, joined. */
  parts(region: string, id: string, offsets: readonly number[]): Promise<Buffer>;
  forgetParts(region: string, id: string, offsets: readonly number[]): Promise<void>;
}

/** First byte of what is stored: how it is sealed. */
const sealedByMasterKey = 1;

/** `masterKey`: 32 bytes in base64. */
export function createVault({ objects, masterKey }: { objects: Objects; masterKey: string }): Vault {
  const master = Buffer.from(masterKey, 'base64');
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `lianban.files/1 ${use}`, 32));
  const sealKey = derive('seal');
  const nameKey = derive('name');
  const nameOf = (region: string, sha256: string) => createHmac('sha256', nameKey).update(`${region}\0${sha256}`).digest('hex');
  const contentKey = (region: string, sha256: string, kind = 'content') => {
    const name = nameOf(region, sha256);
    return `${kind}/${region}/${name.slice(0, 2)}/${name}`;
  };
  const partKey = (region: string, id: string, offset: number) => `part/${region}/${id}/${offset}`;

  /** Bound to its key: a sealed file put in another's place does not open. */
  const seal = (key: string, bytes: Uint8Array): Buffer => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', sealKey, nonce).setAAD(Buffer.from(key));
    const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([Buffer.of(sealedByMasterKey), nonce, cipher.getAuthTag(), body]);
  };
  const unseal = (key: string, sealed: Buffer): Buffer => {
    if (sealed[0] !== sealedByMasterKey) throw new Error('The stored file is sealed in a way this release does not know.');
    const decipher = createDecipheriv('aes-256-gcm', sealKey, sealed.subarray(1, 13)).setAAD(Buffer.from(key));
    decipher.setAuthTag(sealed.subarray(13, 29));
    return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]);
  };
  const put = (key: string, bytes: Uint8Array) => objects.put(key, seal(key, bytes));
  const get = async (key: string) => {
    const sealed = await objects.get(key);
    return sealed && unseal(key, sealed);
  };

  return {
    async keep(region, bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      await put(contentKey(region, sha256), bytes);
      return sha256;
    },
    async read(region, sha256) {
      const bytes = await get(contentKey(region, sha256));
      if (bytes && createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error('A stored file is not what it was.');
      return bytes;
    },
    async forget(region, sha256) {
      await objects.remove(contentKey(region, sha256));
      await objects.remove(contentKey(region, sha256, 'thumb'));
    },
    keepThumbnail: (region, sha256, bytes) => put(contentKey(region, sha256, 'thumb'), bytes),
    thumbnail: (region, sha256) => get(contentKey(region, sha256, 'thumb')),
    keepPart: (region, id, offset, bytes) => put(partKey(region, id, offset), bytes),
    async parts(region, id, offsets) {
      const parts: Buffer[] = [];
      for (const offset of offsets) {
        const part = await get(partKey(region, id, offset));
        if (!part) throw new Error('A piece of an upload is gone.');
        parts.push(part);
      }
      return Buffer.concat(parts);
    },
    async forgetParts(region, id, offsets) {
      for (const offset of offsets) await objects.remove(partKey(region, id, offset));
    },
  };
}
