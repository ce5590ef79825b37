import { type Message, message } from '../../core/language/words.js';
import type { Course } from '../course.js';
import { secondsText } from './words.js';

/** What changed while the flood went on: a queue that grew, a server that got slower, stalls, and seconds of silence. */
export function courseFindings({ fellBehind, slows, silences }: Course): Message[] {
  const stalls = silences.filter(({ lastedMs }) => lastedMs !== null);
  return [
    ...(fellBehind === null
      ? []
      : [
          message('course.fell-behind', {
            offered: fellBehind.offeredPerSecond,
            served: fellBehind.servedPerSecond,
            first: fellBehind.firstP50Ms,
            last: fellBehind.lastP50Ms,
          }),
        ]),
    ...(slows === null
      ? []
      : [
          message('course.slows', {
            last: slows.lastP50Ms,
            factor: slows.factor,
            first: slows.firstP50Ms,
            each: slows.perThousandMs,
            fit: slows.fit,
          }),
        ]),
    ...(stalls.length === silences.length && stalls.length <= MOST_STALLS
      ? stalls.map(({ from, lastedMs }) => message('course.stall', { time: lastedMs, second: from }))
      : [message('course.silent', { seconds: secondsText(silences) })]),
  ];
}

/** More stalls are told together. */
const MOST_STALLS = 3;
