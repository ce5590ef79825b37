import { X509Certificate } from 'node:crypto';
import { readBounded, whyUnreadable } from '../core/bounded-text.js';
import { type Problem, saidProblem } from '../core/errors.js';
import { type Message, message } from '../core/language/words.js';
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
    return complain(message('file.named', { file: path, what: why }));
  }
  const certificates = text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) return complain(message('ca.none', { file: path }));
  const broken = certificates.findIndex((certificate) => !isCertificate(certificate));
  return broken === -1
    ? { certificates, problems: [] }
    : complain(message('ca.broken', { number: broken + 1, file: path }));
}

function complain(said: Message): CaFile {
  return { certificates: [], problems: [saidProblem(OPTIONS.ca.flag, said)] };
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
