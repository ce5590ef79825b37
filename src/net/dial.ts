import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { DialGuard } from './dial-guard.js';

/** How a connection is opened. */
export interface DialOptions {
  /** Takes what is read, without an object for it; a connection in TLS tells it by `data` events instead. */
  readonly onread?: OnReadOpts;
  /** Is what goes one way not to end with what comes the other way? */
  readonly allowHalfOpen?: true;
  /** The port of this machine that it comes from; left out = the system's choice. */
  readonly localPort?: number | undefined;
  /** Called when bytes can be sent. */
  readonly onReady?: () => void;
}

/**
 * Begins to connect to the host and port of a URL, in TLS when its scheme is `wss:` or `https:`.
 * @throws OperationError when the guard does not let connections go there; the address that a name leads to is checked
 * later, and ends the socket with such an error
 */
export function dial(guard: DialGuard, url: URL, options: DialOptions = {}): Socket {
  if (!isSecure(url)) return dialTcp(guard, url.hostname, portOf(url), options);
  const admitted = guard.admit(url.hostname);
  // An address is no name for SNI (RFC 6066, section 3); certificates are checked against it all the same.
  const servername = isIP(admitted.host) === 0 ? { servername: admitted.host } : {};
  return connectTls(
    { ...admitted, port: portOf(url), ...fromPort(options), ...guard.tls, ...servername },
    options.onReady,
  ).setNoDelay(true);
}

/**
 * Begins to connect, without TLS.
 * @param host a name or an address, with or without the brackets of IPv6
 * @throws OperationError as {@link dial} does
 */
export function dialTcp(guard: DialGuard, host: string, port: number, options: DialOptions = {}): Socket {
  const { onread, onReady, allowHalfOpen = false } = options;
  return connectTcp(
    {
      ...guard.admit(host),
      port,
      ...fromPort(options),
      noDelay: true,
      allowHalfOpen,
      ...(onread === undefined ? {} : { onread }),
    },
    onReady,
  );
}

function fromPort({ localPort }: DialOptions): { localPort?: number } {
  return localPort === undefined ? {} : { localPort };
}

/** Does the URL's scheme ask for TLS? */
export function isSecure({ protocol }: URL): boolean {
  return protocol === 'wss:' || protocol === 'https:';
}

/** The port of a URL, also where it goes without saying. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return isSecure(url) ? 443 : 80;
}
