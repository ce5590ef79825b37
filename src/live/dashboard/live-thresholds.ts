import type { Stage } from '../../core/stages.js';
import { parseThreshold, type Threshold } from '../../judgement/thresholds.js';
import type { ThresholdFacts } from '../../judgement/threshold-metrics.js';
import { deliveryOf } from '../../metrics/latency-summary.js';
import { emptyOutcome } from '../../metrics/outcome-builder.js';
import { emptyLatencies } from '../../metrics/snapshot.js';
import { measuredOf } from '../../metrics/stage-outcomes.js';
import { limitLineOf, MOST_THRESHOLDS } from '../../report/page/page-stages.js';
import type { PageThreshold } from '../../report/page/page-types.js';
import { actualText } from '../../judgement/actual-text.js';
import { pageText } from '../../report/texts.js';
import type { LiveFigures } from './live-figures.js';

/** What is counted while a run goes on; everything else that a threshold can name is known at the end. */
const COUNTED: ReadonlySet<string> = new Set([
  'lost',
  'duplicated',
  'reordered',
  'quoted',
  'replayed',
  'recovered',
  'late',
  'unexpected',
  'refused',
  'errors',
  'delivered',
  'connections',
  'opened',
  'tps',
]);

/** The latencies that every second brings. */
const TIMED = /^\w+\((?:echo|fanout|delivery)\)$/;

/** A threshold on the page, and how its value so far is found; null where only the end of the run tells. */
interface Row {
  readonly shown: PageThreshold;
  readonly threshold: Threshold | null;
}

/** The promises about a run that goes on, each with the value that it has so far. None is decided before the end. */
export class LiveThresholds {
  readonly #rows: readonly Row[];

  /** @param stages of the plan */
  constructor(expressions: readonly string[], stages: readonly Pick<Stage, 'name' | 'measured'>[]) {
    const names = stages.map(({ name }) => name);
    // Seconds do not tell which stage their latencies are of, and those of stages that are not measured are no results.
    const hasTimes = measuredOf(stages) === undefined;
    this.#rows = expressions.slice(0, MOST_THRESHOLDS).map((expression) => {
      const threshold = parseThreshold(expression, names);
      return {
        shown: {
          expression: pageText(expression),
          actual: null,
          actualText: '',
          passed: null,
          line: limitLineOf(expression, names),
        },
        threshold: typeof threshold !== 'string' && isKnownMeanwhile(threshold, hasTimes) ? threshold : null,
      };
    });
  }

  /** @param asked connections that the plan wants */
  page(figures: LiveFigures, asked: number): readonly PageThreshold[] {
    const facts = factsSoFar(figures, asked);
    return this.#rows.map(({ shown, threshold }) => {
      const actual = facts === undefined || threshold === null ? null : threshold.reading(facts);
      if (actual === null) return shown;
      const text = actualText({ expression: shown.expression, actual, passed: false });
      return { ...shown, actual, actualText: pageText(text) };
    });
  }
}

function isKnownMeanwhile({ subject, stage }: Threshold, hasTimes: boolean): boolean {
  return stage === null && (COUNTED.has(subject) || (hasTimes && TIMED.test(subject)));
}

/** Undefined before the first second. What is missing just now counts as lost. */
function factsSoFar({ second, latency, floodMs }: LiveFigures, asked: number): ThresholdFacts | undefined {
  if (second === undefined) return undefined;
  const { counters, gauges, errorsByKind, missing, connectionsOpen } = second;
  const { received, duplicated, reordered, connectionsOpened } = counters;
  const { expected, receiverGone } = gauges;
  const nothing = emptyOutcome({ target: '', users: asked }, '');
  return {
    outcome: {
      ...nothing,
      floodMs,
      counters,
      errors: errorsByKind,
      latency: { ...emptyLatencies(), ...latency },
      deliveries: { ...nothing.deliveries, expected, received, lost: missing, duplicated, reordered, receiverGone },
      connections: { ...nothing.connections, opened: connectionsOpened, openAtEnd: connectionsOpen },
    },
    delivery: deliveryOf(latency.echo, latency.fanout),
    usersAsked: asked,
  };
}
