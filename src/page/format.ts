import { formatCount, formatLatencyMs, formatRate } from '#core/units.js';
import { phrase } from '#page/labels.js';

/** What stands where nothing was measured. */
export const NOTHING = '–';

/** A count, or a dash. */
export function count(value: number | null): string {
  return value === null ? NOTHING : formatCount(value);
}

/** A rate, or a dash. */
export function rate(value: number | null): string {
  return value === null ? NOTHING : formatRate(value);
}

/** A latency, or a dash. */
export function latency(value: number | null): string {
  return formatLatencyMs(value);
}

/** A latency on an axis: as short as it is exact. */
export function latencyTick(valueMs: number): string {
  if (valueMs >= 1000) return `${Number((valueMs / 1000).toPrecision(3))} s`;
  return valueMs >= 0.1 ? `${Number(valueMs.toPrecision(3))} ms` : `${Number((valueMs * 1000).toPrecision(3))} µs`;
}

/** A count on an axis: `500`, `1.5k`, `2M`. */
export function countTick(value: number): string {
  for (const [unit, suffix] of [
    [1_000_000, 'M'],
    [1_000, 'k'],
  ] as const) {
    if (value >= unit) return `${Number((value / unit).toPrecision(3))}${suffix}`;
  }
  return String(Number(value.toPrecision(3)));
}

/** A share in whole percent. */
export function percent(share: number | null): string {
  return share === null ? NOTHING : `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}

/** A time of the run: `34 s`, `2:05`, `1:00:00`. @param seconds since the first intended send */
export function moment(seconds: number): string {
  if (seconds < 120) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** How long something took: `31 ms`, `0.27 s`, `30.0 s`, `10 min`. */
export function span(durationMs: number | null): string {
  if (durationMs === null) return NOTHING;
  if (durationMs < 1000) return `${durationMs.toFixed(0)} ms`;
  if (durationMs < 120_000) return `${(durationMs / 1000).toFixed(1)} s`;
  return moment(durationMs / 1000);
}

/** A planned time: `30 s`, `10 min`. */
export function planned(durationMs: number): string {
  const minutes = durationMs / 60_000;
  return minutes >= 2 && Number.isInteger(minutes) ? `${minutes} min` : moment(durationMs / 1000);
}

/** `2026-11-21T12:38:02.932Z` → `2026-11-21 12:38:02 UTC`. */
export function timestamp(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

/** The word that a headline may begin with (in English in capitals), and its sentence. */
export const HEADLINE_WORD = /^([A-Z][A-Z ]+|[가-힣][가-힣 ]*): ([\s\S]+)$/;

/** `4,711 of 4,758` */
export function partOf(part: number | null, whole: number | null): string {
  return phrase('{part} of {whole}', { part: count(part), whole: count(whole) });
}
