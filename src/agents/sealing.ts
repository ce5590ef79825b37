import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

/** Of AES-256-GCM. */
const CIPHER = 'aes-256-gcm';
const [KEY_BYTES, NONCE_BYTES, TAG_BYTES] = [32, 12, 16];
const PURPOSE = 'newyear-load agent 1';

/** One end's keys for one run: what is sealed for its public one can be read with the private one alone. */
export interface SealingKeys {
  /** X25519, as DER in base 64. */
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

/** New keys. */
export function createSealingKeys(): SealingKeys {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return { publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'), privateKey };
}

/**
 * Seals a text for who has the private key to `publicKey`: a fresh X25519 key, HKDF-SHA-256 and AES-256-GCM, so that who reads
 * along, or finds it in a broker's files, learns nothing.
 * @returns our public key and what was sealed, base 64 with a dot between
 */
export function seal(text: string, publicKey: string): string {
  const own = createSealingKeys();
  const { key, nonce } = sharedKey(own.privateKey, publicKey);
  const cipher = createCipheriv(CIPHER, key, nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${own.publicKey}.${sealed.toString('base64')}`;
}

/** The text that {@link seal} sealed. @throws Error when it was for somebody else, or has been changed */
export function unseal(sealed: string, privateKey: KeyObject): string {
  const [publicKey = '', content = ''] = sealed.split('.');
  const { key, nonce } = sharedKey(privateKey, publicKey);
  const bytes = Buffer.from(content, 'base64');
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
}

/** Each key seals one text, so that the nonce may come from the same secret. */
function sharedKey(privateKey: KeyObject, publicKey: string): { readonly key: Buffer; readonly nonce: Buffer } {
  const other = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  const secret = diffieHellman({ privateKey, publicKey: other });
  const derived = Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, KEY_BYTES + NONCE_BYTES));
  return { key: derived.subarray(0, KEY_BYTES), nonce: derived.subarray(KEY_BYTES) };
}
