import {
  formatBytes,
  formatCores,
  formatCount,
  formatLatencyMs,
  formatNumber,
  formatRate,
  formatShare,
  formatTime,
} from '../units.js';

/** How numbers are shown in sentences; the same in every language, as they are in tables and expressions. */
export const NUMBER_FORMATS: Readonly<Record<string, (value: number) => string>> = {
  count: formatCount,
  rate: formatRate,
  share: formatShare,
  latency: formatLatencyMs,
  time: formatTime,
  bytes: formatBytes,
  cores: formatCores,
  number: formatNumber,
  /** Milliseconds as seconds, `2.0`. */
  seconds: (ms) => (ms / 1000).toFixed(1),
  /** Milliseconds as seconds, `2`, `1,200`; half seconds keep their half. */
  whole: (ms) => formatCount(ms / 1000),
  /** `60`, `2.5` */
  factor: (factor) => (factor < 10 ? factor.toFixed(1) : formatCount(Math.round(factor))),
  /** `0.93` */
  fixed: (value) => value.toFixed(2),
};

/** What stands for a number that is not known. */
export const NOTHING_KNOWN = '–';
