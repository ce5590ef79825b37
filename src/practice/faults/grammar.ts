import { MAX_TIMER_MS } from '../../core/clock.js';
import { parseTimeMs } from '../../core/units.js';
import {
  type BareFault,
  type CapacityFault,
  type CutFault,
  type EveryNthFault,
  type Fault,
  type FaultName,
  MANGLE_WAYS,
  type MangleFault,
  type ReplayFault,
  type StallFault,
  type WaitingFault,
} from './fault.js';

/** How a fault is written. */
export interface Grammar {
  readonly name: FaultName;
  /** What the value after `=` looks like, for error messages; empty when the fault takes none. */
  readonly expects: string;
  /** The fault, or undefined when the value is not as {@link expects} says. `value` is undefined without an `=`. */
  parse(value: string | undefined): Fault | undefined;
}

/** `drop=1/97` */
export function everyNth(name: EveryNthFault['name']): Grammar {
  return {
    name,
    expects: '1/n with a whole n from 1, for example 1/97',
    parse(value) {
      const digits = /^1\/([1-9]\d{0,8})$/.exec(value ?? '')?.[1];
      return digits === undefined ? undefined : { name, everyNth: Number(digits) };
    },
  };
}

/** `delay=250ms` */
export function waiting(name: WaitingFault['name']): Grammar {
  return {
    name,
    expects: 'a time above zero with a unit, for example 250ms',
    parse(value) {
      const durationMs = timerMs(value);
      return durationMs === undefined || durationMs === 0 ? undefined : { name, durationMs };
    },
  };
}

/** `capacity=1500/s` */
export function perSecond(name: CapacityFault['name']): Grammar {
  return {
    name,
    expects: 'messages per second, above zero, for example 1500/s',
    parse(value) {
      const digits = /^(\d{1,7}(?:\.\d{1,6})?)\/s$/.exec(value ?? '')?.[1];
      const messagesPerSecond = Number(digits);
      return messagesPerSecond > 0 ? { name, messagesPerSecond } : undefined;
    },
  };
}

/** `replay=50` */
export function latest(name: ReplayFault['name']): Grammar {
  return {
    name,
    expects: 'a number of messages from 1 to 10000, for example 50',
    parse(value) {
      const messages = /^\d{1,5}$/.test(value ?? '') ? Number(value) : 0;
      return messages >= 1 && messages <= 10_000 ? { name, messages } : undefined;
    },
  };
}

/** `stall=2s@4s` */
export function lastingFrom(name: StallFault['name']): Grammar {
  return {
    name,
    expects: 'a time @ the time after the first message, for example 2s@4s',
    parse(value) {
      const [duration, after, ...rest] = (value ?? '').split('@');
      const durationMs = timerMs(duration);
      const afterMs = timerMs(after);
      if (durationMs === undefined || durationMs === 0 || afterMs === undefined || rest.length > 0) return undefined;
      return { name, durationMs, afterMs };
    },
  };
}

/** `cut=30%@5s` */
export function shareFrom(name: CutFault['name']): Grammar {
  return {
    name,
    expects: 'a percentage @ the time after the first message, for example 30%@5s',
    parse(value) {
      const match = /^(\d{1,3}(?:\.\d+)?)%@(.+)$/.exec(value ?? '');
      const percent = Number(match?.[1]);
      const afterMs = timerMs(match?.[2]);
      return afterMs !== undefined && percent > 0 && percent <= 100 ? { name, percent, afterMs } : undefined;
    },
  };
}

/** `mangle=cut` */
export function oneWay(name: MangleFault['name']): Grammar {
  return {
    name,
    expects: `one of ${MANGLE_WAYS.join(', ')}`,
    parse(value) {
      const way = MANGLE_WAYS.find((candidate) => candidate === value);
      return way === undefined ? undefined : { name, way };
    },
  };
}

/** `no-echo` */
export function bare(name: BareFault['name']): Grammar {
  return { name, expects: '', parse: (value) => (value === undefined ? { name } : undefined) };
}

function timerMs(text: string | undefined): number | undefined {
  const durationMs = parseTimeMs(text ?? '');
  return durationMs === undefined || durationMs > MAX_TIMER_MS ? undefined : durationMs;
}
