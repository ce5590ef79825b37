const UNIT_MS = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
type TimeUnit = keyof typeof UNIT_MS;

/** A time: numbers with units, the largest first. */
export const TIME_PATTERN =
  /^(?=\d)(?:\d+(?:\.\d+)?h)?(?:\d+(?:\.\d+)?m)?(?:\d+(?:\.\d+)?s)?(?:\d+(?:\.\d+)?ms)?(?:\d+(?:\.\d+)?us)?$/;

/** What a time looks like, for error messages. */
export const TIME_FORMAT = 'a number with a unit: 500ms, 30s, 5m, 1m30s, 1h';

/** `500ms`, `30s`, `1.5m`, `1m30s`, `1h` → milliseconds; undefined when the text is no time. */
export function parseTimeMs(text: string): number | undefined {
  const trimmed = text.trim();
  if (!TIME_PATTERN.test(trimmed)) return undefined;
  const parts = [...trimmed.matchAll(/(\d+(?:\.\d+)?)(us|ms|s|m|h)/g)];
  const durationMs = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * UNIT_MS[unit as TimeUnit], 0);
  // To the microsecond, or 2.3h would be 8279999.999999999 ms.
  return Math.round(durationMs * 1000) / 1000;
}

const AMOUNTS = { '': 1, k: 1000, M: 1_000_000 } as const;

/** `250`, `0.5`, `10k`, `1.5M` → the number; undefined when the text is none. */
export function parseAmount(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([kM]?)$/.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  const amount = Number(digits) * AMOUNTS[unit as keyof typeof AMOUNTS];
  // To the millionth, or 1.1k would be 1100.0000000000002.
  return unit === '' ? amount : Math.round(amount * 1e6) / 1e6;
}

/** `5/s`, `300/m`, `0.5/s` → how often a second; undefined when the text is no rate. */
export function parseRatePerSecond(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\/(s|m|h)$/.exec(text.trim());
  if (match === null) return undefined;
  const perSecond = (Number(match[1]) * 1000) / UNIT_MS[match[2] as TimeUnit];
  return perSecond > 0 ? perSecond : undefined;
}

/** Milliseconds as the shortest exact time that {@link parseTimeMs} reads back: 90000 → `90s`, 60000 → `1m`. */
export function formatTime(durationMs: number): string {
  for (const unit of ['h', 'm', 's'] as const) {
    const amount = durationMs / UNIT_MS[unit];
    if (amount >= 1 && Number.isInteger(amount)) return `${amount}${unit}`;
  }
  return `${durationMs}ms`;
}

/** A latency for people: `0.31 ms`, `12.4 ms`, `340 ms`, `2.10 s`; `–` for null. */
export function formatLatencyMs(latencyMs: number | null): string {
  if (latencyMs === null) return '–';
  if (latencyMs < 10) return `${latencyMs.toFixed(2)} ms`;
  if (latencyMs < 100) return `${latencyMs.toFixed(1)} ms`;
  if (latencyMs < 1000) return `${latencyMs.toFixed(0)} ms`;
  return `${(latencyMs / 1000).toFixed(2)} s`;
}

/** A count for people, with thousands separators: `1,032,580`. */
export function formatCount(count: number): string {
  const whole = Math.round(count);
  // Intl reads tables when it is asked first, for as long as a whole plan takes.
  return Number.isSafeInteger(whole)
    ? String(whole).replaceAll(/\B(?=(?:\d{3})+$)/g, ',')
    : whole.toLocaleString('en-US');
}

/** A rate for people, with a decimal below 1,000: `0.4`, `99.7`, `1,022`. Rounded down, so that 999.97 is not the 1,000 it fell short of. */
export function formatRate(perSecond: number): string {
  return perSecond < 1000 && !Number.isInteger(perSecond)
    ? (Math.floor(perSecond * 10) / 10).toFixed(1)
    : formatCount(Math.floor(perSecond));
}

/** A share between 0 and 1 as a percentage that never rounds a flaw away: 0.99996 → `99.99 %`, 1 → `100 %`. */
export function formatShare(share: number): string {
  if (share === 0 || share === 1) return `${share * 100} %`;
  const percent = Math.min(99.99, Math.max(0.01, share * 100));
  return `${percent.toFixed(2)} %`;
}

/** Bytes for people, binary units: `512 B`, `9.7 KiB`, `212 MiB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let amount = bytes;
  let unit = 0;
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit++;
  }
  return `${amount >= 100 || unit === 0 ? amount.toFixed(0) : amount.toFixed(1)} ${units[unit] ?? ''}`;
}

/** Processors in use, as a share of one: `14 %`, `250 %`. */
export function formatCores(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

/** A change a minute, with its sign: `+1.2 MiB/min`, `−34/min`. @param format of its size */
export function formatGrowth(perMinute: number, format: (value: number) => string): string {
  return `${perMinute < 0 ? '−' : '+'}${format(Math.abs(perMinute))}/min`;
}

/** Any number for people: three digits of small ones, thousands separators in large ones. */
export function formatNumber(value: number): string {
  return Math.abs(value) < 1000 ? String(Number(value.toPrecision(3))) : formatCount(value);
}
