import { wallClockMs } from '../core/clock.js';
import { isLoopbackHost } from '../core/hosts.js';
import { parseHttpDate, UNSENDABLE_IN_HEADER } from '../core/http-header.js';

/** Of one cookie, its name and value together (RFC 6265, section 6.1). */
const MOST_COOKIE_CHARACTERS = 4096;
/** Of one user's cookies together: servers refuse a request whose head is longer. */
const MOST_JAR_CHARACTERS = 16 * 1024;
/** What a cookie costs beside its name and value, so that many small ones are bounded, too. */
const COOKIE_OVERHEAD = 64;

/** A cookie as it is kept: its name, value and path, and when it ends. */
interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly isSecure: boolean;
  /** Milliseconds since 1970; of a cookie that lasts as long as its user, infinite. */
  readonly endsMs: number;
}

/** The parts of a URL that say which cookies a request to it carries. */
export type CookieUrl = Pick<URL, 'protocol' | 'hostname' | 'pathname'>;

const NO_COOKIES: readonly Cookie[] = [];

/**
 * What servers set as cookies for one user, kept and sent as browsers do (RFC 6265, section 5). All requests of a user go to one
 * host, so that a cookie for this host is kept, and one for another is not.
 */
export class CookieJar {
  #cookies: readonly Cookie[] = NO_COOKIES;

  /**
   * Keeps what an answer sets, and drops what it deletes.
   * @param url that was asked for
   * @param setCookies the values of its `Set-Cookie` headers
   */
  take(url: CookieUrl, setCookies: readonly string[], nowMs = wallClockMs()): void {
    for (const text of setCookies) {
      const cookie = parseSetCookie(text, url, nowMs);
      if (cookie === undefined) continue;
      const isSame = ({ name, path }: Cookie): boolean => name === cookie.name && path === cookie.path;
      if (cookie.endsMs <= nowMs) this.#cookies = this.#cookies.filter((kept) => !isSame(kept));
      else if (this.#cookies.some(isSame))
        this.#cookies = withinBounds(this.#cookies.map((kept) => (isSame(kept) ? cookie : kept)));
      else this.#cookies = withinBounds([...this.#cookies, cookie]);
    }
  }

  /** The cookies of a request, those with longer paths first and the older ones before the younger ones (section 5.4). */
  cookiesFor(url: CookieUrl, nowMs = wallClockMs()): readonly Pick<Cookie, 'name' | 'value'>[] {
    if (this.#cookies.length === 0) return this.#cookies;
    return this.#cookies
      .filter((cookie) => cookie.endsMs > nowMs && isPathBelow(url.pathname, cookie.path))
      .filter(({ isSecure }) => !isSecure || isTrusted(url))
      .toSorted((a, b) => b.path.length - a.path.length);
  }
}

/**
 * The headers of a request with the cookies of its user: one that is written out in a `Cookie` header stands in the place of one
 * that is kept.
 * @param headers names in any case, each once
 */
export function withCookies(
  headers: Readonly<Record<string, string>>,
  jar: CookieJar | undefined,
  url: CookieUrl,
): Readonly<Record<string, string>> {
  const kept = jar?.cookiesFor(url) ?? [];
  if (kept.length === 0) return headers;
  const [name, written] = Object.entries(headers).find(([key]) => key.toLowerCase() === 'cookie') ?? ['Cookie', ''];
  const writtenPairs = written.split(';').map((pair) => pair.trim());
  const writtenNames = new Set(writtenPairs.map((pair) => pair.split('=', 1)[0]));
  const pairs = kept
    .filter((cookie) => !writtenNames.has(cookie.name))
    .map((cookie) => `${cookie.name}=${cookie.value}`);
  return { ...headers, [name]: [...writtenPairs, ...pairs].filter((pair) => pair !== '').join('; ') };
}

/** The value that an answer gives a cookie, whatever host and path it is for; the last one when it does so several times. */
export function cookieValueIn(setCookies: readonly string[], name: string): string | undefined {
  return setCookies.map((text) => nameAndValue(text)).findLast((pair) => pair?.name === name)?.value;
}

/** The names of the cookies that an answer sets. */
export function cookieNamesIn(setCookies: readonly string[]): string[] {
  return setCookies.flatMap((text) => nameAndValue(text)?.name ?? []);
}

/** Reads a `Set-Cookie` header (section 5.2). @returns undefined for one that is not kept */
function parseSetCookie(text: string, url: CookieUrl, nowMs: number): Cookie | undefined {
  const pair = nameAndValue(text);
  if (pair === undefined) return undefined;
  const attributes = new Map<string, string>();
  for (const part of text.split(';').slice(1)) {
    const [name, value] = splitAtSign(part);
    attributes.set(name.toLowerCase(), value);
  }
  const domain = attributes.get('domain')?.replace(/^\./, '').toLowerCase() ?? '';
  if (domain !== '' && !isHostBelow(url.hostname, domain)) return undefined;
  const isSecure = attributes.has('secure');
  if (isSecure && !isTrusted(url)) return undefined;
  const path = attributes.get('path') ?? '';
  return {
    ...pair,
    path: path.startsWith('/') ? path : defaultPathOf(url.pathname),
    isSecure,
    endsMs: endOf(attributes, nowMs),
  };
}

/** What stands before the first semicolon. @returns undefined when it has no name, or what no request can carry */
function nameAndValue(text: string): Pick<Cookie, 'name' | 'value'> | undefined {
  const pair = text.split(';', 1)[0] ?? '';
  const [name, value] = splitAtSign(pair);
  const isFit = name !== '' && pair.includes('=') && name.length + value.length <= MOST_COOKIE_CHARACTERS;
  return isFit && !UNSENDABLE_IN_HEADER.test(pair) ? { name, value } : undefined;
}

function splitAtSign(text: string): [name: string, value: string] {
  const sign = text.indexOf('=');
  return sign === -1 ? [text.trim(), ''] : [text.slice(0, sign).trim(), text.slice(sign + 1).trim()];
}

/** Of both times `Max-Age` holds (section 5.3); what cannot be read is as if it were not there. */
function endOf(attributes: ReadonlyMap<string, string>, nowMs: number): number {
  const maxAge = attributes.get('max-age') ?? '';
  if (/^-?\d+$/.test(maxAge)) return Number(maxAge) <= 0 ? Number.NEGATIVE_INFINITY : nowMs + Number(maxAge) * 1000;
  return parseHttpDate(attributes.get('expires') ?? '') ?? Number.POSITIVE_INFINITY;
}

/** The newest that fit together. */
function withinBounds(cookies: readonly Cookie[]): readonly Cookie[] {
  const sizeOf = ({ name, value, path }: Cookie): number => name.length + value.length + path.length + COOKIE_OVERHEAD;
  let excess = cookies.reduce((sum, cookie) => sum + sizeOf(cookie), 0) - MOST_JAR_CHARACTERS;
  const begin = cookies.findIndex((cookie) => {
    if (excess <= 0) return true;
    excess -= sizeOf(cookie);
    return false;
  });
  return begin === -1 ? NO_COOKIES : cookies.slice(begin);
}

/** The folder of the path that was asked for (section 5.1.4). */
function defaultPathOf(pathname: string): string {
  return pathname.slice(0, Math.max(1, pathname.lastIndexOf('/')));
}

/** Section 5.1.4. */
function isPathBelow(pathname: string, path: string): boolean {
  return pathname === path || (pathname.startsWith(path) && (path.endsWith('/') || pathname[path.length] === '/'));
}

/** Section 5.1.3; an address is below none but itself. */
function isHostBelow(hostname: string, domain: string): boolean {
  if (hostname === domain) return true;
  return hostname.endsWith(`.${domain}`) && !/^[\d.]+$|^\[/.test(hostname);
}

/** Browsers trust TLS, and this machine. */
function isTrusted({ protocol, hostname }: CookieUrl): boolean {
  return protocol === 'https:' || protocol === 'wss:' || isLoopbackHost(hostname);
}
