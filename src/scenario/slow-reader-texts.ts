import { accepted, type Parser, quoted, rejected, rejectedParts, time } from './parsers.js';
import { userShare } from './storm-texts.js';

/** Slow readers as scenarios write them. Times are milliseconds, the share is of all users. */
export interface SlowReadersSpec {
  readonly share: number;
  readonly at?: number;
  readonly for?: number;
}

/** How long somebody does not read, in milliseconds. */
export const slowTime: Parser<number> = time(1);

/** `5%`, or `5%:10s:20s`: how many, from when on, for how long. */
export const slowReadersText: Parser<SlowReadersSpec> = (text) => {
  const [shareText = '', atText, forText, ...others] = text.split(':');
  if (others.length > 0) return rejected('value.slow-readers', { text: quoted(text) });
  const share = userShare(shareText);
  const at = atText === undefined ? undefined : time(0)(atText);
  const length = forText === undefined ? undefined : slowTime(forText);
  const wrong = rejectedParts([share, at, length]);
  if (!share.ok) return wrong ?? share;
  if (wrong !== undefined) return wrong;
  return accepted({
    share: share.value,
    ...(at?.ok === true ? { at: at.value } : {}),
    ...(length?.ok === true ? { for: length.value } : {}),
  });
};
