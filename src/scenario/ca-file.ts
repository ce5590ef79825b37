import { X509Certificate } from 'node:crypto';
import { readBounded, whyUnreadable } from '../core/bounded-text.js';
import type { Problem } from '../core/errors.js';
import { OPTIONS } from './options.js';

/** The authorities of a whole system have a fifth. */
const MOST_BYTES = 1 << 20;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** The certificates of `--ca`, each in PEM, or what is wrong with the file. */
export interface CaFile {
  readonly certificates: readonly string[];
  readonly problems: readonly Problem[];
}

/** Reads the file of `--ca`. @param path as the flag has it; undefined when it was not given */
export async function readCaFile(path: string | undefined): Promise<CaFile> {
  if (path === undefined) return { certificates: [], problems: [] };
  let text: string;
  try {
    text = await readBounded(path, MOST_BYTES);
  } catch (thrown) {
    const why = whyUnreadable(thrown);
    if (why === undefined) throw thrown;
    return complain(`${path}: ${why}`);
  }
  const certificates = text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0)
    return complain(
      `${path} holds no certificate in PEM (-----BEGIN CERTIFICATE-----); of one in DER, openssl x509 -inform der makes it`,
    );
  const broken = certificates.findIndex((certificate) => !isCertificate(certificate));
  return broken === -1
    ? { certificates, problems: [] }
    : complain(`certificate ${broken + 1} of ${path} cannot be read`);
}

function complain(message: string): CaFile {
  return { certificates: [], problems: [{ where: OPTIONS.ca.flag, message }] };
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
