import type { Wording } from '../../core/language/words.js';
import { keysOf, recordOf } from '../../core/records.js';
import { BucketCounter } from '../../metrics/bucket-counter.js';
import { deliveryOf, summarise } from '../../metrics/latency-summary.js';
import type { LiveSecond } from '../../metrics/run-events.js';
import { perSecondOfFlood } from '../../metrics/run-outcome.js';
import { emptyCounters, emptyGauges, errorShare } from '../../metrics/snapshot.js';
import type { SnapshotSums } from '../../metrics/snapshot-sums.js';
import { addEncodedCounts } from '../../metrics/sparse-counts.js';
import { DELIVERY_COUNTERS } from '../../report/delivery-counters.js';
import { pageErrorsOf } from '../../report/page/page-data.js';
import type { PageCanary, PageData, PageLatencyKind } from '../../report/page/page-types.js';
import type { TpsReport } from '../../report/report-types.js';

/** The part of the page that is about the whole run so far. */
type Figures = Pick<PageData, 'messages' | 'acks' | 'deliveries' | 'latencyMs' | 'tps' | 'errors' | 'connections'>;

/** Totals and latencies of a run that goes on, by its last second and all of its histograms. */
export class LiveFigures {
  readonly latency: Readonly<Record<PageLatencyKind, BucketCounter>> = {
    echo: new BucketCounter(),
    fanout: new BucketCounter(),
  };
  #second: LiveSecond | undefined;
  #floodMs = 0;
  #peakSent = 0;
  #peakDelivered = 0;
  #peakConnections = 0;

  /** The last second. */
  get second(): LiveSecond | undefined {
    return this.#second;
  }

  /** How much of the planned flood has gone by. */
  get floodMs(): number {
    return this.#floodMs;
  }

  add(second: LiveSecond): void {
    for (const kind of ['echo', 'fanout'] as const) addEncodedCounts(this.latency[kind], second.histograms[kind]);
    this.#second = second;
    // The last seconds that are told as those of the flood may lie beyond its planned end.
    if (second.phase === 'flood')
      this.#floodMs = Math.max(this.#floodMs, Math.min(second.elapsedMs, second.durationMs));
    this.#peakSent = Math.max(this.#peakSent, second.row.sent);
    this.#peakDelivered = Math.max(this.#peakDelivered, second.row.delivered);
    this.#peakConnections = Math.max(this.#peakConnections, second.connectionsOpen);
  }

  /** @param asked connections that the plan wants */
  page(asked: number, words: Wording): Figures {
    const counters = this.#second?.counters ?? emptyCounters();
    const { intended, sent, refused, completed, otherEvents, received, duplicated, reordered } = counters;
    const aside = recordOf(keysOf(DELIVERY_COUNTERS), (field) => counters[DELIVERY_COUNTERS[field]]);
    const { expected, receiverGone } = this.#second?.gauges ?? emptyGauges();
    const { echo, fanout } = this.latency;
    return {
      // What was intended and is not sent may only be late: the end of the run tells.
      messages: { intended, sent, unsent: null, refused, completed, otherEvents },
      acks: null,
      deliveries: { expected, received, lost: null, unconfirmed: null, duplicated, reordered, receiverGone, ...aside },
      latencyMs: {
        echo: summarise(echo),
        fanout: summarise(fanout),
        delivery: summarise(deliveryOf(echo, fanout)),
        serviceEcho: null,
        lastReceiver: null,
        ack: null,
      },
      tps: this.#tps(),
      errors: this.#errors(words),
      connections: {
        asked,
        opened: this.#second === undefined ? null : counters.connectionsOpened,
        peak: this.#second === undefined ? null : this.#peakConnections,
        lost: counters.connectionsLost,
        pings: counters.pings,
        reconnects: counters.reconnects,
        openAtEnd: null,
      },
    };
  }

  #tps(): TpsReport | null {
    const flood = { floodMs: this.#floodMs };
    if (this.#second === undefined || flood.floodMs === 0) return null;
    const { intended, sent, completed, received } = this.#second.counters;
    return {
      intended: perSecondOfFlood(flood, intended),
      sent: perSecondOfFlood(flood, sent),
      completed: perSecondOfFlood(flood, completed),
      delivered: perSecondOfFlood(flood, received),
      peakSent: this.#peakSent,
      peakDelivered: this.#peakDelivered,
    };
  }

  #errors(words: Wording): Figures['errors'] {
    if (this.#second === undefined)
      return { total: null, share: null, kinds: [], moreKinds: 0, moreErrors: 0, reasons: [] };
    const { errors: total, errorsByKind: byKind, counters } = this.#second;
    const { operations } = counters;
    return pageErrorsOf({ total, share: errorShare(total, operations), byKind, operations, reasons: [] }, words);
  }
}

/** The two observers of a run that goes on; null as long as they have sent nothing. What is missing just now counts as lost. */
export function liveCanaryOf({ counters, gauges, latency }: SnapshotSums): PageCanary | null {
  const { sent, received } = counters;
  if (sent === 0) return null;
  const { expected, missing: lost } = gauges;
  const { echo, fanout } = latency;
  return { sent, expected, received, lost, echoToSender: null, echo: summarise(echo), fanout: summarise(fanout) };
}
