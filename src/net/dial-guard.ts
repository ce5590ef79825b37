import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { bareHost, isLoopbackAddress, reachOf } from '../core/hosts.js';
import { HOST_NOT_ALLOWED, OperationError } from '../core/operation-error.js';

/** What a socket is connected with: a host that may be dialled, and what turns its name into addresses. */
export interface Admitted {
  readonly host: string;
  readonly lookup: LookupFunction;
}

/**
 * Says, at the moment of dialling, whether a connection may be opened. Every connection of ours is opened through one
 * (`src/net/`), so no text of a file, a report or a server leads to another machine than the user allowed.
 */
export class DialGuard {
  readonly #allowedHosts: readonly string[];
  readonly #resolve: LookupFunction;

  /**
   * @param allowedHosts beside loopback: names and addresses in the spelling of URLs
   * @param resolve turns names into addresses, as the system does
   */
  constructor(allowedHosts: readonly string[], resolve: LookupFunction = lookup) {
    this.#allowedHosts = allowedHosts;
    this.#resolve = resolve;
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
    return { host: bareHost(host), lookup: reach === 'anywhere' ? this.#resolve : this.#lookupLoopback };
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

function notAllowed(why: string): OperationError {
  return new OperationError(HOST_NOT_ALLOWED, `${why}; nothing was sent`);
}
