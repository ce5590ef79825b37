import { nowUs } from '../core/clock.js';
import type { Connection } from './redis.js';

/** How often the broker is asked for a reading: the quickest answer bounds the error best. */
const SAMPLES = 16;

/** How a machine's monotonic clock stands to the broker's. */
export interface ClockReading {
  /** The broker's time − ours, microseconds. */
  readonly offsetUs: number;
  /** The offset is right to within this, microseconds: half of the quickest round trip. */
  readonly errorUs: number;
  /** The slowest of the round trips, microseconds. */
  readonly slowestUs: number;
}

/**
 * The broker's `TIME` as the clock that all machines of a run have in common: each knows its own distance to it, and how far that
 * may be off.
 */
export class BrokerClock {
  readonly #connection: Pick<Connection, 'ask'>;
  readonly #nowUs: () => number;
  #reading: ClockReading = { offsetUs: 0, errorUs: Number.POSITIVE_INFINITY, slowestUs: 0 };

  /** @param ownClock microseconds of the clock that is compared; the machine's monotonic one */
  constructor(connection: Pick<Connection, 'ask'>, ownClock: () => number = nowUs) {
    this.#connection = connection;
    this.#nowUs = ownClock;
  }

  /** What was read last. */
  get reading(): ClockReading {
    return this.#reading;
  }

  /** Compares the clocks anew. What has been translated stays as it is: a schedule that goes on is never moved. */
  async measure(): Promise<ClockReading> {
    let [best, slowestUs] = [this.#reading, 0];
    let quickestUs = Number.POSITIVE_INFINITY;
    for (let sample = 0; sample < SAMPLES; sample++) {
      const before = this.#nowUs();
      const [seconds, microseconds] = (await this.#connection.ask('TIME')) as readonly [string, string];
      const after = this.#nowUs();
      const tripUs = after - before;
      slowestUs = Math.max(slowestUs, tripUs);
      if (tripUs >= quickestUs) continue;
      quickestUs = tripUs;
      const brokerUs = Number(seconds) * 1e6 + Number(microseconds);
      // The broker's clock counts whole microseconds, and so does ours.
      best = { offsetUs: brokerUs - (before + after) / 2, errorUs: tripUs / 2 + 1, slowestUs };
    }
    this.#reading = { ...best, slowestUs };
    return this.#reading;
  }

  /** A time of ours as the broker's. */
  toBroker(ownUs: number): number {
    return Math.round(ownUs + this.#reading.offsetUs);
  }

  /** A time of the broker's as ours. */
  fromBroker(brokerUs: number): number {
    return Math.round(brokerUs - this.#reading.offsetUs);
  }
}
