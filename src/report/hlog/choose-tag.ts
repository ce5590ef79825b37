import { inEnglish, message as messageOf } from '../../core/language/words.js';
import { UsageError } from '../../core/errors.js';
import { listed, printable } from '../../core/text.js';
import { type LatencyLog, tagName, tagsOf, UNTAGGED } from './latency-log.js';

/** What our own logs hold beside the lines without a tag. */
const OWN_TAGS: readonly string[] = ['echo', 'fanout'];

/**
 * The log with the lines that are compared: those of the tag that was asked for, else those without one, else those of the only tag;
 * they become the lines without a tag. Our own logs keep their parts.
 * @throws UsageError when there are no such lines, or when nobody says which
 */
export function withChosenTag(log: LatencyLog, asked: string | undefined): LatencyLog {
  const tags = tagsOf(log);
  const [only] = tags;
  const chosen = asked ?? (tags.includes(UNTAGGED) ? UNTAGGED : tags.length === 1 ? only : undefined);
  if (chosen === undefined || !tags.includes(chosen)) {
    const found = `its tags are ${namesOfTags(tags)}`;
    const message =
      chosen === undefined
        ? `has no lines without a tag, and ${found}; say with --hlog-tag which to compare`
        : `has no lines of the tag "${printable(chosen, 60)}" (--hlog-tag); ${found}`;
    throw new UsageError([{ where: log.file, message }]);
  }
  const kept = [chosen, ...(log.isOwn && chosen === UNTAGGED ? OWN_TAGS : [])];
  const left = tags.filter((tag) => !kept.includes(tag));
  const intervals = log.intervals.flatMap((interval) =>
    kept.includes(interval.tag) ? [interval.tag === chosen ? { ...interval, tag: UNTAGGED } : interval] : [],
  );
  const notes = [
    ...(chosen === UNTAGGED ? [] : [inEnglish(messageOf('log.tag', { tags: titlesOf([chosen]) }))]),
    ...(left.length === 0 ? [] : [inEnglish(messageOf('log.left-out', { tags: titlesOf(left) }))]),
  ];
  return { ...log, intervals, notes: [...log.notes, ...notes] };
}

function namesOfTags(tags: readonly string[]): string {
  return listed(titlesOf(tags));
}

function titlesOf(tags: readonly string[]): string[] {
  return tags.map((tag) => printable(tagName(tag), 60));
}
