import { BucketCounter } from '../../metrics/bucket-counter.js';
import { deliveryOf, summarise } from '../../metrics/latency-summary.js';
import type { LiveSecond } from '../../metrics/run-events.js';
import { emptyCounters, emptyGauges } from '../../metrics/snapshot.js';
import { addEncodedCounts } from '../../metrics/sparse-counts.js';
import { pageErrorsOf } from '../../report/page/page-data.js';
import type { PageData, PageLatencyKind } from '../../report/page/page-types.js';
import type { TpsReport } from '../../report/report-types.js';

/** The part of the page that is about the whole run so far. */
type Figures = Pick<PageData, 'messages' | 'deliveries' | 'latencyMs' | 'tps' | 'errors' | 'connections'>;

/** Totals and latencies of a run that goes on, by its last second and all of its histograms. */
export class LiveFigures {
  readonly latency: Readonly<Record<PageLatencyKind, BucketCounter>> = {
    echo: new BucketCounter(),
    fanout: new BucketCounter(),
  };
  #second: LiveSecond | undefined;
  /** How much of the planned flood has gone by. */
  #floodMs = 0;
  #peakSent = 0;
  #peakDelivered = 0;
  #peakConnections = 0;

  /** The last second. */
  get second(): LiveSecond | undefined {
    return this.#second;
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
  page(asked: number): Figures {
    const counters = this.#second?.counters ?? emptyCounters();
    const gauges = this.#second?.gauges ?? emptyGauges();
    const { echo, fanout } = this.latency;
    return {
      // What was intended and is not sent may only be late: the end of the run tells.
      messages: {
        intended: counters.intended,
        sent: counters.sent,
        unsent: null,
        refused: counters.refused,
        completed: counters.completed,
      },
      deliveries: {
        expected: gauges.expected,
        received: counters.received,
        lost: null,
        duplicated: counters.duplicated,
        reordered: counters.reordered,
        unexpected: counters.unexpected,
        receiverGone: gauges.receiverGone,
      },
      latencyMs: {
        echo: summarise(echo),
        fanout: summarise(fanout),
        delivery: summarise(deliveryOf(echo, fanout)),
        serviceEcho: null,
        lastReceiver: null,
      },
      tps: this.#tps(),
      errors: this.#errors(),
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
    if (this.#second === undefined || this.#floodMs === 0) return null;
    const seconds = this.#floodMs / 1000;
    const { intended, sent, completed, received } = this.#second.counters;
    return {
      intended: intended / seconds,
      sent: sent / seconds,
      completed: completed / seconds,
      delivered: received / seconds,
      peakSent: this.#peakSent,
      peakDelivered: this.#peakDelivered,
    };
  }

  #errors(): Figures['errors'] {
    if (this.#second === undefined) return { total: null, share: null, kinds: [], moreKinds: 0, moreErrors: 0 };
    const { errors: total, errorsByKind, counters } = this.#second;
    const share = counters.operations === 0 ? Math.sign(total) : Math.min(1, total / counters.operations);
    return pageErrorsOf({ total, share, byKind: errorsByKind, operations: counters.operations });
  }
}
