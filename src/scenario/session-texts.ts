import type { DrawnTime } from '../core/sessions.js';
import { accepted, type Parsed, type Parser, quoted, rejected, rejectedParts, time } from './parsers.js';

/** Shorter sessions are none: people have to get in first. */
const SHORTEST_SESSION_MS = 100;

/** Sessions as scenarios write them. */
export interface SessionsSpec {
  readonly length: DrawnTime;
  readonly pause: DrawnTime;
}

/** How long somebody stays: `30s-5m`. */
export const sessionLength: Parser<DrawnTime> = drawnTime(SHORTEST_SESSION_MS);

/** How long somebody is away: `1s-10s`. */
export const sessionPause: Parser<DrawnTime> = drawnTime(0);

/** `30s-5m:1s-10s`: how long users stay, and how long they are away. */
export const sessionsText: Parser<SessionsSpec> = (text) => {
  const [lengthText = '', pauseText, ...others] = text.split(':');
  if (pauseText === undefined || others.length > 0) return rejected('value.sessions', { text: quoted(text) });
  const [length, pause] = [sessionLength(lengthText), sessionPause(pauseText)];
  const wrong = rejectedParts([length, pause]);
  if (length.ok && pause.ok) return accepted({ length: length.value, pause: pause.value });
  return wrong ?? rejected('value.sessions', { text: quoted(text) });
};

/** A time, or two with a hyphen between, the shorter one first. @param minMs the shortest, milliseconds */
function drawnTime(minMs: number): Parser<DrawnTime> {
  return (text): Parsed<DrawnTime> => {
    const [minText = '', maxText = minText, ...others] = text.trim().split(/\s*-\s*/);
    const [min, max] = [time(minMs)(minText), time(minMs)(maxText)];
    if (others.length > 0 || minText === '') return rejected('value.drawn-time', { text: quoted(text) });
    if (!min.ok) return min;
    if (!max.ok) return max;
    return min.value <= max.value
      ? accepted({ min: min.value, max: max.value })
      : rejected('value.shorter-first', { text: quoted(text) });
  };
}
