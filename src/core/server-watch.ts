/** What is read of every watched server, as expressions call it: `server.rss`. */
export const SERVER_METRICS = ['cpu', 'rss', 'threads', 'descriptors', 'lag'] as const;

export type ServerMetric = (typeof SERVER_METRICS)[number];

/** The name of what an expression reads of a server, `rss` or that of a series; undefined when it reads nothing of it. */
export function nameOfServer(expression: string): string | undefined {
  return /^\s*(?:\w+\s*\(\s*)?server\.(\w+)/.exec(expression)?.[1];
}

/** A series of a server's metrics that a user names. */
export interface NamedSeries {
  /** What reports and expressions call it: `rooms` in `server.rooms`. */
  readonly name: string;
  /** As it was written: `chat_rooms{kind="open"}`. */
  readonly metric: string;
}

/** As many can be named: each is a line of the chart. */
export const MOST_SERIES = 20;

/** Which server is watched from outside while a run goes on: a process of this machine, a URL with metrics, or both. */
export interface ServerWatch {
  readonly pid: number | null;
  /** Answers with metrics in the text format of Prometheus. */
  readonly url: string | null;
  readonly series: readonly NamedSeries[];
}

/** What a metric is told by: its name, and labels that a sample must have. */
export interface MetricSelector {
  readonly name: string;
  readonly labels: readonly (readonly [name: string, value: string])[];
}

const SELECTOR = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?$/s;
const LABEL = /\s*([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(,|$)/sy;

/** Reads `chat_rooms` or `chat_rooms{kind="open"}`; undefined when it is neither. */
export function parseSelector(text: string): MetricSelector | undefined {
  const [, name, inside] = SELECTOR.exec(text.trim()) ?? [];
  if (name === undefined) return undefined;
  const labels = parseLabels(inside ?? '');
  return labels === undefined ? undefined : { name, labels };
}

/**
 * Reads what stands in the braces of a sample: `kind="open",shard="1"`. A comma at the end is allowed, as in the format.
 * @returns undefined when it is not that
 */
export function parseLabels(text: string): MetricSelector['labels'] | undefined {
  const labels: (readonly [string, string])[] = [];
  const inside = text.trimEnd();
  let at = 0;
  while (at < inside.length) {
    LABEL.lastIndex = at;
    const [whole, name, value] = LABEL.exec(inside) ?? [];
    if (whole === undefined || name === undefined || value === undefined) return undefined;
    labels.push([name, unescaped(value)]);
    at += whole.length;
  }
  return labels;
}

/** A label's value: backslash, quote and line feed are escaped (Prometheus exposition formats, "Text-based format"). */
function unescaped(value: string): string {
  return value.replaceAll(/\\(.)/gs, (_, character: string) => (character === 'n' ? '\n' : character));
}
