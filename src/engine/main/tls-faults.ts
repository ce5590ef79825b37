import type { OperationError } from '../../core/operation-error.js';

/** A sentence about what is wrong, and one about what to do. */
export type Explanation = readonly [what: string, hint: string];

const TRUST_IT =
  'Trust it with --ca and the certificate of its authority in PEM (or NODE_EXTRA_CA_CERTS). --insecure takes any certificate, and is for tests of your own servers alone.';

/** The path of a target, where it has one. */
export function pathOf({ pathname }: URL): string {
  return pathname === '/' ? '' : pathname;
}

/** By the codes of OpenSSL and Node: what is wrong, and what to do. */
const FAULTS: readonly (readonly [codes: RegExp, explain: (target: URL, problem: OperationError) => Explanation])[] = [
  [
    /DEPTH_ZERO_SELF_SIGNED_CERT/,
    ({ host }) => [
      `The certificate of ${host} is signed by itself, and nobody that this machine trusts vouches for it.`,
      TRUST_IT,
    ],
  ],
  [
    /SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF)|CERT_UNTRUSTED|INVALID_CA/,
    ({ host }, { message }) => [
      `The certificate of ${host} comes from an authority that this machine does not trust: ${message}.`,
      `${TRUST_IT} Where the authority is a public one, the server leaves out the certificates between.`,
    ],
  ],
  [
    /CERT_HAS_EXPIRED/,
    ({ host }) => [
      `The certificate of ${host} has expired.`,
      'Renew it on the server; --insecure takes it as it is, for a test of your own servers.',
    ],
  ],
  [
    /CERT_NOT_YET_VALID/,
    ({ host }) => [
      `The certificate of ${host} is not valid yet.`,
      'Are the clocks of this machine and of the one that made it right?',
    ],
  ],
  [
    /ERR_TLS_CERT_ALTNAME_INVALID/,
    ({ host }, { message }) => [
      `The certificate that ${host} shows is for another name: ${message}.`,
      'Name the server in --target as its certificate does, with an entry in the hosts file where DNS does not know it, or give it a certificate for this name.',
    ],
  ],
  [
    /ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNEXPECTED_MESSAGE)|EPROTO/,
    (target) => [
      `${target.host} does not speak TLS, and the target says https.`,
      `Use --target http://${target.host}${pathOf(target)}`,
    ],
  ],
  [
    /ERR_SSL_.*(?:PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL)/,
    ({ host }) => [`${host} speaks no version of TLS that this machine takes.`, 'Let it speak TLS 1.2 or 1.3.'],
  ],
  [
    /ERR_SSL_.*CERTIFICATE_REQUIRED/,
    ({ host }) => [
      `${host} wants a certificate of the client, which this tool does not send.`,
      'Test it from behind the proxy that asks for it.',
    ],
  ],
  [
    /ERR_(?:SSL|TLS)_|CERT_/,
    ({ host }, { message, kind }) => [
      `TLS with ${host} failed: ${message} (${kind}).`,
      'openssl s_client -connect shows what the server offers.',
    ],
  ],
];

/** What went wrong in TLS, and what to do about it; undefined when that was not TLS. */
export function tlsFault(target: URL, problem: OperationError): Explanation | undefined {
  const code = /^network\.(.+)$/.exec(problem.kind)?.[1];
  if (code === undefined || target.protocol !== 'https:') return undefined;
  return FAULTS.find(([codes]) => codes.test(code))?.[1](target, problem);
}
