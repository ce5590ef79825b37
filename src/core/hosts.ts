/**
 * How far connections to a host may go: anywhere that its name leads, because the user allowed the name; to loopback alone,
 * whatever the name leads to; or nowhere.
 */
export type Reach = 'anywhere' | 'loopback' | 'nowhere';

/** 127.0.0.0/8 inside IPv6, in hexadecimal. */
const MAPPED_LOOPBACK = /^::ffff:7f[\da-f]{2}:[\da-f]{1,4}$/i;

/**
 * How far connections to a host may go. The one rule of it, for plans and for the moment of dialling alike.
 * @param host a name or an address as URLs spell it, with or without the brackets of IPv6
 * @param allowedHosts hosts that the user named, in the same spelling
 */
export function reachOf(host: string, allowedHosts: readonly string[]): Reach {
  const bare = bareHost(host);
  if (allowedHosts.some((allowed) => bareHost(allowed) === bare)) return 'anywhere';
  return isLoopbackHost(bare) ? 'loopback' : 'nowhere';
}

/** Is this host, as URLs spell it, `localhost` or a loopback address? */
export function isLoopbackHost(host: string): boolean {
  const bare = bareHost(host);
  return bare === 'localhost' || isLoopbackAddress(bare);
}

/**
 * Does this address lie in 127.0.0.0/8, or is it ::1? An IPv4 address may be written inside an IPv6 one, which is dialled as the same
 * (RFC 4291, section 2.5.5.2): `::ffff:127.0.0.1`, or `::ffff:7f00:1` as URLs have it.
 */
export function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127(\.\d{1,3}){3}$/i.test(address) || MAPPED_LOOPBACK.test(address);
}

/** A host without the brackets that URLs put around an IPv6 address. */
export function bareHost(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}
