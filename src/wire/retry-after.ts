import { parseHttpDate } from '../core/http-header.js';

/**
 * How long an answer asks to wait before the next request (RFC 9110, section 10.2.3), in milliseconds; undefined when it does not
 * say, or what it says cannot be read.
 * @param value of its `Retry-After`: seconds, or a date
 * @param date of its `Date`, by whose clock the date is; without one, ours holds
 */
export function retryAfterMs(value: string, date: string | undefined, nowMs: number): number | undefined {
  const text = value.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const untilMs = parseHttpDate(text);
  return untilMs === undefined ? undefined : Math.max(0, untilMs - (parseHttpDate(date ?? '') ?? nowMs));
}
