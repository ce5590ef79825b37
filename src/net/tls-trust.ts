import * as tls from 'node:tls';

/** Whose certificates a target may show. */
export interface TlsTrust {
  /** PEM certificates of authorities that are trusted beside those of the system. */
  readonly certificates: readonly string[];
  /** Is nothing checked? */
  readonly isInsecure: boolean;
}

/** The authorities of the system, and no others. */
export const SYSTEM_TRUST: TlsTrust = { certificates: [], isInsecure: false };

/** What a connection in TLS is made with. */
export type TlsOptions = Pick<tls.ConnectionOptions, 'secureContext' | 'rejectUnauthorized'>;

/** Makes options of trust when they are first asked for, once: reading all authorities again for every connection would take most of its time. */
export function tlsOptionsOnce(trust: TlsTrust): () => TlsOptions {
  let options: TlsOptions | undefined;
  return () => (options ??= tlsOptionsOf(trust));
}

function tlsOptionsOf({ certificates, isInsecure }: TlsTrust): TlsOptions {
  // Said in both cases, so that no environment variable decides it.
  const rejectUnauthorized = !isInsecure;
  return certificates.length === 0
    ? { rejectUnauthorized }
    : { rejectUnauthorized, secureContext: contextWith(certificates) };
}

function contextWith(certificates: readonly string[]): tls.SecureContext {
  // Since version 22.15 Node says what it trusts, with all of its options and variables.
  const { getCACertificates } = tls as { readonly getCACertificates?: (type: 'default') => readonly string[] };
  if (getCACertificates !== undefined)
    return tls.createSecureContext({ ca: [...getCACertificates('default'), ...certificates] });
  // Before, that is known only to a context that was given nothing else, and to which more can be added.
  const context = tls.createSecureContext();
  const { context: native } = context as { readonly context: { addCACert(pem: string): void } };
  for (const certificate of certificates) native.addCACert(certificate);
  return context;
}
