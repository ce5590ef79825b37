import { BucketCounter } from '../../metrics/bucket-counter.js';
import { summarise } from '../../metrics/latency-summary.js';
import { addNumbers, emptyCounters, emptyGauges, type Gauges, type Snapshot } from '../../metrics/snapshot.js';
import { addEncodedCounts } from '../../metrics/sparse-counts.js';
import type { PageCanary } from '../../report/page/page-types.js';

/** The two observers of a run that goes on. */
export class LiveCanary {
  readonly echo = new BucketCounter();
  readonly fanout = new BucketCounter();
  readonly #counters = emptyCounters();
  #gauges: Readonly<Gauges> = emptyGauges();
  #hasSent = false;

  add({ counters, gauges, latency }: Snapshot): void {
    addNumbers(this.#counters, counters);
    addEncodedCounts(this.echo, latency.echo);
    addEncodedCounts(this.fanout, latency.fanout);
    this.#gauges = gauges;
    this.#hasSent ||= counters.sent > 0;
  }

  /** null as long as it has sent nothing. What is missing just now counts as lost. */
  get page(): PageCanary | null {
    if (!this.#hasSent) return null;
    const { sent, received } = this.#counters;
    const { expected, missing } = this.#gauges;
    const latency = { echo: summarise(this.echo), fanout: summarise(this.fanout) };
    return { sent, expected, received, lost: missing, echoToSender: null, ...latency };
  }
}
