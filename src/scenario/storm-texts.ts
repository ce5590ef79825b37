import { STORM_ENDS, STORM_RETURNS, type StormEnd, type StormReturn } from '../core/storms.js';
import { accepted, nameAmong, type Parser, quoted, rejected, rejectedParts, time } from './parsers.js';

/** A storm as scenarios write it. Times are milliseconds, the share is of all users. */
export interface StormSpec {
  readonly at: number;
  readonly share: number;
  readonly offline?: number;
  readonly how?: StormEnd;
  readonly back?: StormReturn;
}

const WAYS: readonly (StormEnd | StormReturn)[] = [...STORM_ENDS, ...STORM_RETURNS];

/** `50%`: above 0 % and at most 100 %. */
export const userShare: Parser<number> = (text) => {
  const percent = /^\d+(\.\d+)?\s*%$/.test(text.trim()) ? Number.parseFloat(text) : Number.NaN;
  return percent > 0 && percent <= 100 ? accepted(percent / 100) : rejected('value.user-share', { text: quoted(text) });
};

/** `cut` or `close`. */
export const stormEnd: Parser<StormEnd> = (text) => nameAmong(STORM_ENDS, text);

/** `at-once` or `backoff`. */
export const stormReturn: Parser<StormReturn> = (text) => nameAmong(STORM_RETURNS, text);

/** `20s:50%:2s`: when, of how many, for how long; `:close` and `:backoff` may follow. */
export const stormText: Parser<StormSpec> = (text) => {
  const [atText = '', shareText, offlineText, ...wayTexts] = text.split(':');
  if (shareText === undefined || offlineText === undefined || wayTexts.length > 2)
    return rejected('value.storm', { text: quoted(text) });
  const [at, share, offline] = [time(0)(atText), userShare(shareText), time(0)(offlineText)];
  const ways = wayTexts.map((way) => nameAmong(WAYS, way));
  const wrong = rejectedParts([at, share, offline, ...ways]);
  if (wrong !== undefined || !at.ok || !share.ok || !offline.ok)
    return wrong ?? rejected('value.storm', { text: quoted(text) });
  const said = ways.flatMap((way) => (way.ok ? [way.value] : []));
  const how = STORM_ENDS.find((name) => said.includes(name));
  const back = STORM_RETURNS.find((name) => said.includes(name));
  if (said.length > 1 && (how === undefined || back === undefined))
    return how === undefined
      ? rejected('value.storm.back-twice', { text: quoted(text) })
      : rejected('value.storm.end-twice', { text: quoted(text) });
  return accepted({
    at: at.value,
    share: share.value,
    offline: offline.value,
    ...(how === undefined ? {} : { how }),
    ...(back === undefined ? {} : { back }),
  });
};
