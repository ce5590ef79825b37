import { reachOf } from '../core/hosts.js';
import { withoutEndSlashes } from '../core/url-parts.js';
import { accepted, type Parser, quoted, quotedUrl, rejected } from './parsers.js';

/** Where a practice server listens by default. An address, since `localhost` may mean ::1, where it does not listen. */
export const DEFAULT_TARGET = 'http://127.0.0.1:4000';

/** As many characters of a URL as servers take at least (RFC 9110, section 4.1, asks for 8,000). */
const LONGEST_URL = 8000;

const HTTP_SCHEME: Readonly<Record<string, string>> = {
  'http:': 'http:',
  'https:': 'https:',
  'ws:': 'http:',
  'wss:': 'https:',
};

/** Base URL of a chat server, `http(s)` or `ws(s)` → `http(s)://host[:port][/path]` without a slash at the end. */
export const targetUrl: Parser<string> = (text) => {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST_URL) return rejected('value.url.long', { most: LONGEST_URL });
  const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined;
  const scheme = url === undefined ? undefined : HTTP_SCHEME[url.protocol];
  if (url === undefined || scheme === undefined || !/^\w+:\/\/[^/\\]/.test(trimmed)) {
    return rejected('value.url', { text: quotedUrl(text), example: DEFAULT_TARGET });
  }
  if (url.username !== '' || url.password !== '') return rejected('value.url.login');
  if (/[\\\s\u0000-\u001f\u007f-\u009f]/.test(trimmed)) {
    return rejected('value.url.characters', { text: quotedUrl(text) });
  }
  if (url.search !== '' || url.hash !== '') return rejected('value.url.query', { text: quotedUrl(text) });
  const path = withoutEndSlashes(url.pathname);
  const base = `${scheme}//${url.host}`;
  return path.startsWith('//')
    ? rejected('value.url.slashes', {
        text: quotedUrl(text),
        right: quoted(base + path.replace(/^\/+/, '/')),
      })
    : accepted(base + path);
};

/** A host name or address as `--allow-host` takes it, in the spelling that URLs use. */
export const hostName: Parser<string> = (text) => {
  const trimmed = text.trim();
  const bracketed = trimmed.includes('::') && !trimmed.startsWith('[') ? `[${trimmed}]` : trimmed;
  const url = `http://${bracketed}/`;
  const host = URL.canParse(url) ? new URL(url) : undefined;
  // A URL drops port 80 and keeps other things than a host; what is left must be all that there was.
  const isBare = host !== undefined && /^(\[[\da-f:.]+\]|[\w.-]+)$/i.test(bracketed);
  return isBare ? accepted(host.hostname) : rejected('value.host', { text: quotedUrl(text) });
};

/**
 * Those targets that may not be flooded: loopback always may, other hosts only when the user named them.
 * @param targets URLs as {@link targetUrl} returns them
 * @param allowedHosts hosts as {@link hostName} returns them
 */
export function refusedOf(targets: readonly string[], allowedHosts: readonly string[]): string[] {
  return targets.filter((target) => reachOf(new URL(target).hostname, allowedHosts) === 'nowhere');
}
