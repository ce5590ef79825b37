import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import { fileURLToPath } from 'node:url';

const FIXTURES = new URL('../../../tests/fixtures/', import.meta.url);

/**
 * Certificates that nobody but tests trusts, all of one key and valid until 2120: `localhost`, signed by itself, for localhost and its
 * addresses; `name` for localhost alone, `other-name` for chat.example and `expired` since 2021, signed by `authority`.
 */
export type CertificateName = 'localhost' | 'name' | 'other-name' | 'expired' | 'authority';

/** The path of a certificate in PEM. */
export function certificateFile(name: CertificateName): string {
  return fileURLToPath(new URL(`${name}-cert.pem`, FIXTURES));
}

/** A certificate in PEM. */
export function certificateOf(name: CertificateName): string {
  return readFileSync(certificateFile(name), 'utf8');
}

/** A server in TLS with one of these certificates, which does not listen yet. */
export function secureServer(name: CertificateName, onRequest?: RequestListener): Server {
  const key = readFileSync(new URL('localhost-key.pem', FIXTURES));
  const server = createServer({ cert: certificateOf(name), key }, onRequest);
  server.on('tlsClientError', () => undefined);
  return server;
}
