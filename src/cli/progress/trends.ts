import { columnsOf, cutToColumns, padRight } from '../../core/language/columns.js';
import type { Wording } from '../../core/language/words.js';
import { formatCount, formatLatencyMs } from '../../core/units.js';
import type { LiveSecond } from '../../metrics/run-events.js';
import { peakOf, sparkline } from './sparkline.js';
import { FIELD_SEPARATOR } from './texts.js';

/** Longest sparkline: a minute. */
const MOST_SECONDS = 60;
/** A shorter one says nothing. */
const FEWEST_SECONDS = 4;
/** A sparkline that is as long as this beside it has room to say what its highest level is. */
const SECONDS_WITH_PEAK = 10;
/** Space for ` peak 123,456/s`. */
const PEAK_WIDTH = 15;

/** How the last seconds went: deliveries per second and p99 as sparklines side by side. */
export class Trends {
  readonly #deliveredPerSecond: number[] = [];
  readonly #p99Ms: (number | null)[] = [];

  /** Adds a second; a minute of them is kept. */
  add({ deliveredPerSecond, p99Ms }: Pick<LiveSecond, 'deliveredPerSecond' | 'p99Ms'>): void {
    this.#deliveredPerSecond.push(deliveredPerSecond);
    this.#p99Ms.push(p99Ms);
    if (this.#p99Ms.length <= MOST_SECONDS) return;
    this.#deliveredPerSecond.shift();
    this.#p99Ms.shift();
  }

  /** One line of at most `width` characters; empty before the first second. */
  line(width: number, levels: string, words: Wording): string {
    if (this.#p99Ms.length === 0) return '';
    const trends = [
      {
        label: `${words.text('progress.delivered-trend')} `,
        history: this.#deliveredPerSecond,
        tell: (peak: number) => `${formatCount(peak)}/s`,
      },
      { label: 'p99 ', history: this.#p99Ms, tell: formatLatencyMs },
    ];
    const labels = trends.reduce((sum, { label }) => sum + columnsOf(label), FIELD_SEPARATOR.length);
    const seconds = Math.min(MOST_SECONDS, Math.floor((width - labels) / trends.length));
    if (seconds < FEWEST_SECONDS) return '';
    const withPeak = seconds - PEAK_WIDTH >= SECONDS_WITH_PEAK;
    const length = withPeak ? seconds - PEAK_WIDTH : seconds;
    const line = trends
      .map(({ label, history, tell }) => {
        // Everything keeps its place, however many seconds there are and however long the number is.
        const trend = `${label}${sparkline(history, length, levels).padEnd(length)}`;
        return withPeak
          ? `${trend}${padRight(` ${words.text('progress.peak', { value: tell(peakOf(history, length) ?? 0) })}`, PEAK_WIDTH)}`
          : trend;
      })
      .join(FIELD_SEPARATOR);
    return cutToColumns(line, width).trimEnd();
  }
}
