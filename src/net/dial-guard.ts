import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { bareHost, isLoopbackAddress, reachOf } from '../core/hosts.js';
import { HOST_NOT_ALLOWED, OperationError } from '../core/operation-error.js';
import { LocalPorts } from './local-ports.js';
import { SYSTEM_TRUST, type TlsOptions, type TlsTrust, tlsOptionsOnce } from './tls-trust.js';

/** What a socket is connected with: a host that may be dialled, and what turns its name into addresses. */
export interface Admitted {
  readonly host: string;
  readonly lookup: LookupFunction;
  /** The address of this machine that it comes from; absent = the system's choice. */
  readonly localAddress?: string;
}

/** What a guard knows beside the hosts that are allowed. */
export interface DialGuardOptions {
  /** Turns names into addresses, as the system does. */
  readonly resolve?: LookupFunction;
  /** Addresses that names lead to, whatever the system says. */
  readonly addresses?: Readonly<Record<string, string>>;
  /** Whose certificates are taken. */
  readonly trust?: TlsTrust;
  /** The address of this machine that connections come from; left out = the system's choice. */
  readonly source?: string | undefined;
  /** Ports of that address; left out = those that the system says. */
  readonly ports?: LocalPorts | undefined;
}

/**
 * Says, at the moment of dialling, whether a connection may be opened, and whose certificate it takes. Every connection of ours is opened through one
 * (`src/net/`), so no text of a file, a report or a server leads to another machine than the user allowed.
 */
export class DialGuard {
  readonly #allowedHosts: readonly string[];
  readonly #resolve: LookupFunction;
  readonly #source: { readonly localAddress?: string };
  readonly #tls: () => TlsOptions;
  /** Made when the first one is wanted. */
  #ports: LocalPorts | undefined;

  /**
   * @param allowedHosts beside loopback: names and addresses in the spelling of URLs
   * @param tls what is made of the trust, where another guard has made it
   */
  constructor(
    allowedHosts: readonly string[],
    { resolve = lookup, addresses = {}, trust = SYSTEM_TRUST, source, ports }: DialGuardOptions = {},
    tls = tlsOptionsOnce(trust),
  ) {
    this.#allowedHosts = allowedHosts;
    this.#resolve = withAddresses(resolve, addresses);
    this.#source = source === undefined ? {} : { localAddress: source };
    this.#ports = ports;
    this.#tls = tls;
  }

  /** The same for connections that come from another address of this machine. */
  from(source: string): DialGuard {
    return new DialGuard(this.#allowedHosts, { resolve: this.#resolve, source }, this.#tls);
  }

  /** The same rule of where connections may go, for one that only looks whether TLS is spoken: it takes any certificate. */
  withoutTrust(): DialGuard {
    return new DialGuard(this.#allowedHosts, {
      resolve: this.#resolve,
      trust: { certificates: [], isInsecure: true },
      source: this.#source.localAddress,
    });
  }

  /**
   * A port of the source for a connection to another port, which may be taken: then the next one is to be tried. The kernel tells a free one at
   * once as long as a quarter of an address's ports is taken, and takes a hundred times as long from then on (`inet_csk_find_open_port`).
   * @returns undefined where the choice is the kernel's: without a source, and where it does not say which ports it takes
   */
  nextPort(to: number): number | undefined {
    if (this.#source.localAddress === undefined) return undefined;
    this.#ports ??= LocalPorts.ofThisMachine();
    return this.#ports?.next(to);
  }

  /** What connections in TLS are made with; the host's name is checked beside. */
  get tls(): TlsOptions {
    return this.#tls();
  }

  /** For the host of a URL that the user named by a flag, and no other. */
  static forUrl(url: string): DialGuard {
    return new DialGuard([new URL(url).hostname]);
  }

  /**
   * Lets a host be dialled, or not. What its name leads to is checked when it is looked up, which is part of connecting.
   * @param host a name or an address, with or without the brackets of IPv6
   * @throws OperationError when connections may not go there
   */
  admit(host: string): Admitted {
    const reach = reachOf(host, this.#allowedHosts);
    if (reach === 'nowhere') throw notAllowed(`${host} is not on this machine, and nobody allowed it`);
    return {
      host: bareHost(host),
      lookup: reach === 'anywhere' ? this.#resolve : this.#lookupLoopback,
      ...this.#source,
    };
  }

  readonly #lookupLoopback: LookupFunction = (name, options, callback) => {
    this.#resolve(name, options, (error, found, family) => {
      const addresses = typeof found === 'string' ? [found] : (found?.map(({ address }) => address) ?? []);
      const foreign = error === null ? addresses.find((address) => !isLoopbackAddress(address)) : undefined;
      if (foreign === undefined) callback(error, found, family);
      else callback(notAllowed(`${name} leads to ${foreign}, which is not on this machine, and nobody allowed it`), []);
    });
  };
}

/** Lets connections go to this machine alone; the default. */
export const LOOPBACK_ONLY = new DialGuard([]);

/** The system's way from names to addresses, but for those that are known. */
function withAddresses(resolve: LookupFunction, addresses: Readonly<Record<string, string>>): LookupFunction {
  const known = new Map(Object.entries(addresses));
  return (name, options, callback) => {
    const address = known.get(name);
    if (address === undefined) resolve(name, options, callback);
    else if (options.all === true) callback(null, [{ address, family: isIP(address) }]);
    else callback(null, address, isIP(address));
  };
}

function notAllowed(why: string): OperationError {
  return new OperationError(HOST_NOT_ALLOWED, `${why}; nothing was sent`);
}
