import { isJsonObject, readJson } from '../core/json.js';
import { shorten } from '../core/text.js';
import { MOST_REASON_CHARACTERS } from './bounds.js';

/** Where the JSON of refusals has its words. */
const KEYS = ['message', 'error', 'detail', 'title', 'reason'] as const;
/** Of a page, what its title says, and what Express writes into its own. */
const TITLE = /<title[^>]*>([^<]*)/i;
const LISTING = /<pre[^>]*>([^<]*)/i;

/**
 * What the body of a refusal says: the message of JSON, the title of a page, or a plain text.
 * @param body a few kilobytes at most
 * @returns undefined when it says nothing
 */
export function refusalText(body: string): string | undefined {
  const text = wordsOf(body.trim()).replace(/\s+/g, ' ').trim();
  return text === '' ? undefined : shorten(text, MOST_REASON_CHARACTERS);
}

function wordsOf(body: string): string {
  if (body.startsWith('<')) return pageWords(body);
  const { value } = readJson(body);
  if (typeof value === 'string') return value;
  if (!isJsonObject(value)) return body;
  const said = KEYS.map((key) => value[key]).find((words) => words !== undefined && words !== null);
  if (typeof said === 'string') return said;
  return isJsonObject(said) && typeof said['message'] === 'string' ? said['message'] : body;
}

/** The title says what happened, unless it says no more than that something did. */
function pageWords(page: string): string {
  const title = TITLE.exec(page)?.[1]?.trim() ?? '';
  return /^(?:error)?$/i.test(title) ? (LISTING.exec(page)?.[1] ?? title) : title;
}
