/** Keys for one purpose each, derived from the master key: none of them tells anything about another. */
import { createHmac, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

export const derive = (masterKey: string, purpose: string): Buffer =>
  createHmac('sha256', Buffer.from(masterKey, 'base64')).update(purpose).digest();

/** Names a person by a keyed hash of the ID number: the same person has the same key everywhere, and it leads back to nobody. */
export function createPersonKeys(masterKey: string): (idNumber: string) => string {
  const secret = derive(masterKey, 'lianban.party-key/1');
  return (idNumber) => createHmac('sha256', secret).update(idNumber.toUpperCase()).digest('base64url');
}

/** DER of an Ed25519 private key up to its 32 bytes. */
const ed25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The key that signs the read log; `publicKey` may be given to anybody who wants to check it. */
export function createReadLogKey(masterKey: string): { privateKey: KeyObject; publicKey: KeyObject; publicHex: string } {
  const der = Buffer.concat([ed25519, derive(masterKey, 'lianban.read-log/1')]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  return { privateKey, publicKey, publicHex: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex') };
}
