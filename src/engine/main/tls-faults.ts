import { recognised } from '../../core/language/recognise.js';
import type { AnyMessage } from '../../core/language/template.js';
import { message } from '../../core/language/words.js';
import type { OperationError } from '../../core/operation-error.js';
import { printable } from '../../core/text.js';

/** A sentence about what is wrong, and one about what to do. */
export type Explanation = readonly [what: AnyMessage, hint: AnyMessage];

const MOST_CHARACTERS = 500;

/** The path of a target, where it has one. */
export function pathOf({ pathname }: URL): string {
  return pathname === '/' ? '' : pathname;
}

/** By the codes of OpenSSL and Node: what is wrong, and what to do. */
const FAULTS: readonly (readonly [codes: RegExp, explain: (target: URL, problem: OperationError) => Explanation])[] = [
  [/DEPTH_ZERO_SELF_SIGNED_CERT/, ({ host }) => [message('tls.self-signed', { host }), message('tls.trust')]],
  [
    /SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF)|CERT_UNTRUSTED|INVALID_CA/,
    ({ host }, problem) => [
      message('tls.untrusted', { host, why: whyOf(problem) }),
      message('tls.untrusted.hint', { trust: message('tls.trust') }),
    ],
  ],
  [/CERT_HAS_EXPIRED/, ({ host }) => [message('tls.expired', { host }), message('tls.expired.hint')]],
  [/CERT_NOT_YET_VALID/, ({ host }) => [message('tls.not-yet', { host }), message('tls.not-yet.hint')]],
  [
    /ERR_TLS_CERT_ALTNAME_INVALID/,
    ({ host }, problem) => [message('tls.other-name', { host, why: whyOf(problem) }), message('tls.other-name.hint')],
  ],
  [
    /ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNEXPECTED_MESSAGE)|EPROTO/,
    (target) => [
      message('tls.not-spoken', { host: target.host }),
      message('way.use-target', { target: `http://${target.host}${pathOf(target)}` }),
    ],
  ],
  [
    /ERR_SSL_.*(?:PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL)/,
    ({ host }) => [message('tls.version', { host }), message('tls.version.hint')],
  ],
  [/ERR_SSL_.*CERTIFICATE_REQUIRED/, ({ host }) => [message('tls.client', { host }), message('tls.client.hint')]],
  [
    /ERR_(?:SSL|TLS)_|CERT_/,
    ({ host }, problem) => [
      message('tls.other', { host, why: whyOf(problem), kind: problem.kind }),
      message('tls.other.hint'),
    ],
  ],
];

function whyOf({ message: why }: OperationError): ReturnType<typeof recognised> {
  return recognised(printable(why, MOST_CHARACTERS));
}

/** What went wrong in TLS, and what to do about it; undefined when that was not TLS. */
export function tlsFault(target: URL, problem: OperationError): Explanation | undefined {
  const code = /^network\.(.+)$/.exec(problem.kind)?.[1];
  if (code === undefined || target.protocol !== 'https:') return undefined;
  return FAULTS.find(([codes]) => codes.test(code))?.[1](target, problem);
}
