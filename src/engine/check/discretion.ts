import type { ChatUser } from '../../chat/people.js';
import { type AnyMessage, isList, type Text, type Value } from '../../core/language/template.js';
import { recognised } from '../../core/language/recognise.js';
import { inEnglish } from '../../core/language/words.js';
import { isSecretPlace, MASK } from '../../core/fixed-secrets.js';
import { maskOfValues, type SecretMask } from '../../core/secret-mask.js';

/** What a server gave a user and is shorter than this is no token. */
const SHORTEST_TOKEN = 6;
/** `"name": "value"` and `"name": 12` as JSON writes it. */
const JSON_PAIR = /"((?:[^"\\]|\\.)*)"(\s*:\s*)("(?:[^"\\]|\\.)*"|-?[\d.]+)/g;
/** `name=value` as URLs, forms and cookies write it. */
const PAIR = /(?<=^|[?&;\s])([^=?&;\s"{}]+)=([^&;\s"]+)/g;
/** A scheme in front of credentials, which is none itself. */
const SCHEME = /^(?:Basic|Bearer|Digest|Token) /i;
/** What a cookie's pair is followed by, which is no secret. */
const COOKIE_ATTRIBUTES = new Set(['path', 'domain', 'expires', 'max-age', 'samesite', 'secure', 'httponly']);

/**
 * Hides secrets in what is shown of a conversation: those of the run, what the server gave its users, and whatever has a name that says
 * that it is one.
 */
export class Discretion {
  readonly #mask: SecretMask;
  readonly #users: readonly ChatUser[];

  /** @param mask of the run @param users whose captures are hidden, those that come later included */
  constructor(mask: SecretMask, users: readonly ChatUser[]) {
    this.#mask = mask;
    this.#users = users;
  }

  /** A text without secrets: JSON, a URL, a packet, a sentence. */
  hide(text: string): string {
    const named = text
      .replace(JSON_PAIR, (pair, name: string, sign: string) =>
        isSecretPlace([name]) ? `"${name}"${sign}"${MASK}"` : pair,
      )
      .replace(PAIR, (pair, name: string) => (isSecretPlace([name]) ? `${name}=${MASK}` : pair));
    return this.#mask(maskOfValues(this.#users.flatMap(givenTo))(named));
  }

  /** An English sentence without secrets, as the message that it is. */
  hideSentence(sentence: string): Text {
    return recognised(this.hide(sentence));
  }

  /** A message whose values are without secrets; all of it in English, should one still be in it as a whole. */
  hideIn(said: Text): Text {
    const hidden = typeof said === 'object' ? this.#hideInValues(said) : said;
    const text = inEnglish(hidden);
    const safe = this.hide(text);
    return safe === text ? hidden : safe;
  }

  #hideInValues({ key, values }: AnyMessage): AnyMessage {
    const hideOne = (value: Text): Text =>
      typeof value === 'string' ? this.hide(value) : typeof value === 'object' ? this.#hideInValues(value) : value;
    const hidden = Object.entries(values).map(([name, value]): [string, Value] => [
      name,
      value === null ? null : isList(value) ? value.map(hideOne) : hideOne(value),
    ]);
    return { key, values: Object.fromEntries(hidden) };
  }

  /** A header's value without secrets. */
  hideHeader(name: string, value: string): string {
    if (/^(?:set-)?cookie$/i.test(name)) return this.hide(withoutCookieValues(value));
    if (isSecretPlace([name])) return `${SCHEME.exec(value)?.[0] ?? ''}${MASK}`;
    return this.hide(value);
  }
}

function withoutCookieValues(value: string): string {
  return value.replace(/([^=;\s]+)=([^;]*)/g, (pair, name: string) =>
    COOKIE_ATTRIBUTES.has(name.toLowerCase()) ? pair : `${name}=${MASK}`,
  );
}

/** Texts that the server gave a user, but for its own name. */
function givenTo({ name, captures }: ChatUser): string[] {
  return Object.values(captures).flatMap((value) =>
    typeof value === 'string' && value.length >= SHORTEST_TOKEN && value !== name ? value : [],
  );
}
