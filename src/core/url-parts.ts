/** `.` and `..` as parts of a path, in any of the spellings that URLs take for them. */
const DOT_PART = /(?:^|\/)(?:\.|%2e){1,2}(?=\/|$)/i;

/**
 * The URL of a path below a base URL. Its host is that of the base, whatever the path holds: the parts are set, and never
 * resolved against each other, which would take what follows `//` for a host.
 * @param base `http://127.0.0.1:4000`, perhaps with a path of its own
 * @param path below the base, perhaps with a query
 */
export function urlBelow(base: string, path: string): URL {
  const url = new URL(base);
  const end = path.indexOf('?');
  url.pathname = `${withoutEndSlashes(url.pathname)}${end === -1 ? path : path.slice(0, end)}`;
  url.search = end === -1 ? '' : path.slice(end);
  url.hash = '';
  return url;
}

/** A text as one part of a path or a query holds it: nothing in it ends the part. Half a character becomes U+FFFD. */
export function encodePart(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}

/** A path without the slashes that it ends with. */
export function withoutEndSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end--;
  return path.slice(0, end);
}

/** Is a part of this path, before its query, `.` or `..`? URLs resolve such parts, and so lead elsewhere than they say. */
export function hasDotPart(path: string): boolean {
  const end = path.search(/[?#]/);
  return DOT_PART.test(end === -1 ? path : path.slice(0, end));
}
