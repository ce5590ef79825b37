import { type Problem, saidProblem } from '../core/errors.js';
import { message } from '../core/language/words.js';
import {
  MOST_SERIES,
  type NamedSeries,
  parseSelector,
  SERVER_METRICS,
  type ServerWatch,
} from '../core/server-watch.js';
import { BOTH, option } from './option-spec.js';
import { accepted, type Parser, quoted, rejected, wholeNumber } from './parsers.js';
import { targetUrl } from './target.js';

/** More than any Linux counts up to (PID_MAX_LIMIT). */
const HIGHEST_PID = 4_194_304;

/** A URL with metrics: like that of a target, but its last slash is part of what is asked for. */
const metricsUrl: Parser<string> = (text) => {
  const parsed = targetUrl(text);
  const hasSlash = parsed.ok && new URL(text.trim()).pathname.length > 1 && text.trim().endsWith('/');
  return hasSlash ? accepted(`${parsed.value}/`) : parsed;
};

/** `rooms=chat_rooms{kind="open"}`, or `chat_rooms`, which is then its own name. */
const namedSeries: Parser<NamedSeries> = (text) => {
  const [, alias, metric = ''] = /^(?:(\w+)=)?(?!=)(.*)$/s.exec(text.trim()) ?? [];
  const selector = parseSelector(metric);
  const example = 'rooms=chat_rooms{kind="open"}';
  if (selector === undefined) return rejected('value.series', { text: quoted(text), example });
  const name = alias ?? selector.name;
  if (!/^\w+$/.test(name)) return rejected('value.series.name', { text: quoted(text), example });
  return SERVER_METRICS.some((taken) => taken === name)
    ? rejected('value.series.taken', { text: quoted(text), name })
    : accepted({ name, metric });
};

/** Options of watching the server from outside, in the order of their help. */
export const WATCH_OPTIONS = {
  watchPid: option({
    flag: '--watch-pid',
    argument: '<n>',
    help: 'Watch the server: processor, memory, threads and descriptors of this process each second (Linux)',
    commands: BOTH,
    scope: 'plan',
    parse: wholeNumber(1, HIGHEST_PID),
  }),
  watchUrl: option({
    flag: '--watch-url',
    argument: '<url>',
    help: 'Watch the server: ask for its metrics each second, in the text format of Prometheus',
    commands: BOTH,
    scope: 'plan',
    parse: metricsUrl,
  }),
  watchSeries: option({
    flag: '--watch-series',
    argument: '<[name=]metric>',
    repeatable: true,
    help: 'With --watch-url: watch this metric as well: rooms=chat_rooms{kind="open"}',
    commands: BOTH,
    scope: 'plan',
    parse: namedSeries,
  }),
};

/** The flags of {@link WATCH_OPTIONS}, as a command line gives them. */
export type WatchFlags = {
  readonly [Name in keyof typeof WATCH_OPTIONS]?: string | boolean | readonly string[] | undefined;
};

/** What is to be watched, and what is wrong with the flags that say so. */
export interface WatchReading {
  readonly watch: ServerWatch | undefined;
  readonly problems: readonly Problem[];
}

/** Reads what is to be watched. */
export function readWatch({ watchPid, watchUrl, watchSeries }: WatchFlags): WatchReading {
  const problems: Problem[] = [];
  const pid = readFlag(WATCH_OPTIONS.watchPid, watchPid, problems);
  const url = readFlag(WATCH_OPTIONS.watchUrl, watchUrl, problems);
  const series = [watchSeries ?? []]
    .flat()
    .flatMap((text) => readFlag(WATCH_OPTIONS.watchSeries, String(text), problems) ?? []);
  const names = series.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  const where = WATCH_OPTIONS.watchSeries.flag;
  if (twice !== undefined) problems.push(saidProblem(where, message('fit.series-twice', { name: twice })));
  if (series.length > MOST_SERIES)
    problems.push(saidProblem(where, message('fit.series-many', { count: series.length, most: MOST_SERIES })));
  if (watchSeries !== undefined && watchUrl === undefined)
    problems.push(saidProblem(where, message('fit.series-nowhere', { flag: WATCH_OPTIONS.watchUrl.flag })));
  const isWatched = pid !== undefined || url !== undefined;
  return { watch: isWatched ? { pid: pid ?? null, url: url ?? null, series } : undefined, problems };
}

function readFlag<T>(
  { flag, parse }: { readonly flag: string; readonly parse: Parser<T> },
  text: string | boolean | readonly string[] | undefined,
  problems: Problem[],
): T | undefined {
  if (typeof text !== 'string') return undefined;
  const parsed = parse(text);
  if (parsed.ok) return parsed.value;
  problems.push(saidProblem(flag, parsed.said));
  return undefined;
}
