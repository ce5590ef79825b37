import type { Problem } from '../core/errors.js';
import { unknownName } from '../core/nearest.js';
import { printable } from '../core/text.js';
import { parseTimeMs, TIME_FORMAT } from '../core/units.js';

/** A part of the time, in milliseconds since the first connection. */
export interface FaultWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What goes wrong between the two ends of a proxy. */
export interface ProxyFaults {
  /** How much later every byte arrives, in each direction. */
  readonly delayMs: number;
  /** And by up to so much more, drawn anew for every piece; what was sent first arrives first all the same. */
  readonly jitterMs: number;
  /** What the line takes in each direction, all connections together; null without a limit. */
  readonly bitsPerSecond: number | null;
  /** When the line is cut: connections are reset, and so are those that are tried meanwhile. */
  readonly cuts: readonly FaultWindow[];
  /** When nothing gets through: what is sent is kept, and goes on afterwards. */
  readonly hangs: readonly FaultWindow[];
}

export const NO_PROXY_FAULTS: ProxyFaults = { delayMs: 0, jitterMs: 0, bitsPerSecond: null, cuts: [], hangs: [] };

/** One kind of fault. */
export interface ProxyFaultKind {
  readonly example: string;
  /** What it does, for the help. */
  readonly effect: string;
  /** @returns the faults with this one, or what is wrong with its value */
  readonly add: (value: string, faults: ProxyFaults) => ProxyFaults | string;
}

const LONGEST_DELAY_MS = 60_000;
const BITS = { kbit: 1e3, mbit: 1e6, gbit: 1e9 } as const;
const SLOWEST = 1000;

/** Every kind of fault of the proxy; a new one is an entry here and a row in docs/proxy.md. */
export const PROXY_FAULTS: Readonly<Record<string, ProxyFaultKind>> = {
  delay: {
    example: 'delay=100ms',
    effect: 'every byte arrives 100 ms later, in each direction: 200 ms for a question and its answer',
    add: (value, faults) => withTime(value, (delayMs) => ({ ...faults, delayMs })),
  },
  jitter: {
    example: 'jitter=20ms',
    effect: 'and by up to 20 ms more, drawn anew for every piece; the order is kept',
    add: (value, faults) => withTime(value, (jitterMs) => ({ ...faults, jitterMs })),
  },
  rate: {
    example: 'rate=1mbit',
    effect: 'the line takes 1,000,000 bits a second in each direction, all connections together (kbit, mbit, gbit)',
    add: (value, faults) => {
      const [, digits, unit] = /^(\d+(?:\.\d+)?)(kbit|mbit|gbit)$/.exec(value) ?? [];
      const bitsPerSecond = Number(digits) * (BITS[unit as keyof typeof BITS] ?? Number.NaN);
      return bitsPerSecond >= SLOWEST
        ? { ...faults, bitsPerSecond }
        : `"${printable(value, 40)}" must be bits a second, 1kbit at least: 500kbit, 1mbit, 2.5gbit`;
    },
  },
  cut: {
    example: 'cut=5s@10s',
    effect: 'for 5 s, 10 s after the first connection, all connections are reset, and so are new ones',
    add: (value, faults) => withWindow(value, (window) => ({ ...faults, cuts: [...faults.cuts, window] })),
  },
  hang: {
    example: 'hang=5s@10s',
    effect: 'for 5 s, 10 s after the first connection, nothing gets through; afterwards it all goes on',
    add: (value, faults) => withWindow(value, (window) => ({ ...faults, hangs: [...faults.hangs, window] })),
  },
};

/** Reads faults as a command line gives them. @param flag names them in the problems */
export function readProxyFaults(
  texts: readonly string[],
  flag: string,
): { readonly faults: ProxyFaults; readonly problems: readonly Problem[] } {
  let faults = NO_PROXY_FAULTS;
  const problems: Problem[] = [];
  for (const text of texts) {
    const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(text.trim()) ?? [];
    const kind = Object.hasOwn(PROXY_FAULTS, name) ? PROXY_FAULTS[name] : undefined;
    const next = kind === undefined ? unknownName('fault', name, Object.keys(PROXY_FAULTS)) : kind.add(value, faults);
    if (typeof next === 'string') problems.push({ where: flag, message: next });
    else faults = next;
  }
  return { faults, problems };
}

function withTime(value: string, use: (timeMs: number) => ProxyFaults): ProxyFaults | string {
  const timeMs = parseTimeMs(value);
  if (timeMs === undefined) return `"${printable(value, 40)}" must be ${TIME_FORMAT}`;
  return timeMs > LONGEST_DELAY_MS ? `"${printable(value, 40)}" is too long; at most 1m` : use(timeMs);
}

function withWindow(value: string, use: (window: FaultWindow) => ProxyFaults): ProxyFaults | string {
  const [length, begin, ...more] = value.split('@');
  const [forMs, fromMs] = [parseTimeMs(length ?? ''), parseTimeMs(begin ?? '')];
  if (forMs === undefined || fromMs === undefined || more.length > 0 || forMs === 0)
    return `"${printable(value, 40)}" must say how long and when after the first connection, as 5s@10s`;
  return use({ fromMs, toMs: fromMs + forMs });
}
