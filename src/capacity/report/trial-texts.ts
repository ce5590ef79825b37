import type { AnyMessage, Text } from '../../core/language/template.js';
import { message, type Wording } from '../../core/language/words.js';
import { formatBytes, formatLatencyMs, formatRate, formatShare } from '../../core/units.js';
import { failureOf, shortfallOf, variedLoad } from './answer.js';
import type { CapacityReport, TrialReport } from './capacity-report.js';

/** A column of the table of trials, as every format shows it. */
interface TrialColumn {
  readonly name: 'load' | 'time' | 'p50' | 'p99' | 'lost' | 'backlog' | 'cpu' | 'memory' | 'verdict' | 'result';
  readonly isNumber: boolean;
  /** On a terminal; the last column takes what is left. */
  readonly width: number;
  readonly text: (trial: TrialReport, words: Wording) => string;
}

const MEASURED: readonly TrialColumn[] = [
  { name: 'load', isNumber: true, width: 9, text: ({ load }) => formatRate(load) },
  {
    name: 'time',
    isNumber: true,
    width: 7,
    text: ({ durationMs }) => `${Number((durationMs / 1000).toFixed(2))} s`,
  },
  { name: 'p50', isNumber: true, width: 9, text: ({ latencyMs }) => formatLatencyMs(latencyMs.delivery.p50) },
  { name: 'p99', isNumber: true, width: 9, text: ({ latencyMs }) => formatLatencyMs(latencyMs.delivery.p99) },
  { name: 'lost', isNumber: true, width: 8, text: lostText },
  { name: 'backlog', isNumber: true, width: 9, text: ({ backlogMs }) => formatLatencyMs(backlogMs) },
];

/** Where the server was watched. */
const WATCHED: readonly TrialColumn[] = [
  { name: 'cpu', isNumber: true, width: 7, text: ({ server }) => coreShare(server?.cpuShare) },
  { name: 'memory', isNumber: true, width: 10, text: ({ server }) => bytesText(server?.rssBytes) },
];

const JUDGED: readonly TrialColumn[] = [
  { name: 'verdict', isNumber: false, width: 9, text: ({ verdict }) => verdict.level },
  { name: 'result', isNumber: false, width: 0, text: resultText },
];

/** The table of trials. @param isWatched has it the server's processor and memory? */
export function trialColumns(isWatched: boolean): readonly TrialColumn[] {
  return [...MEASURED, ...(isWatched ? WATCHED : []), ...JUDGED];
}

/** What stands above a column. */
export function headingOf({ name }: Pick<TrialColumn, 'name'>, words: Wording): string {
  return words.text(`capacity.column.${name}`);
}

/** Was the server watched while loads were held? */
export function wasWatched({ trials }: Pick<CapacityReport, 'trials'>): boolean {
  return trials.some(({ server }) => server !== null);
}

/** `97 %`, of one core. */
function coreShare(share: number | null | undefined): string {
  return share === null || share === undefined ? '–' : `${Math.round(share * 100)} %`;
}

function bytesText(bytes: number | null | undefined): string {
  return bytes === null || bytes === undefined ? '–' : formatBytes(bytes);
}

/** What a trial came to: `holds`, `p99 was 1.9 s`, `tester’s limit`. */
export function resultText(trial: TrialReport, words: Wording): string {
  if (trial.generatorLimited) return words.text('capacity.result.limit');
  return trial.failed.length === 0 ? words.text('capacity.result.holds') : words.say(failureOf(trial));
}

/** Is a trial bad for some goal? */
export function hasTrialFailed({ failed, generatorLimited }: TrialReport): boolean {
  return failed.length > 0 && !generatorLimited;
}

function lostText({ deliveries: { expected, received } }: TrialReport): string {
  return expected === 0 ? '–' : formatShare((expected - received) / expected);
}

/** A bound as it stands in tables, to the hundredth; `–` where there is none. */
export function boundCell(value: number | null): string {
  return value === null ? '–' : String(Math.round(value * 100) / 100);
}

/** One load of the curve: the times of its longest trial. */
export interface CurvePoint {
  readonly load: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly hasFailed: boolean;
}

/** Load by load, ascending: trials in which the generator was the limit left out. */
export function curveOf({ trials }: CapacityReport): CurvePoint[] {
  const byLoad = new Map<number, TrialReport>();
  for (const trial of trials) {
    if (trial.generatorLimited) continue;
    const known = byLoad.get(trial.load);
    if (known === undefined || trial.durationMs >= known.durationMs) byLoad.set(trial.load, trial);
  }
  return [...byLoad.values()]
    .toSorted((a, b) => a.load - b.load)
    .map((trial) => ({
      load: trial.load,
      p50Ms: trial.latencyMs.delivery.p50,
      p99Ms: trial.latencyMs.delivery.p99 ?? trial.latencyMs.delivery.max,
      hasFailed: hasTrialFailed(trial),
    }));
}

/** Where the server was: all its entrances. */
export function entrancesOf({ run: { target }, plan }: Pick<CapacityReport, 'run' | 'plan'>): AnyMessage {
  const others: unknown = plan.run['otherTargets'];
  return message('list.and', { parts: [target, ...(Array.isArray(others) ? others.map(String) : [])] });
}

/** `14 trials, 3 min 40 s, regular`. */
export function effortOf({ trials, run, goals }: CapacityReport): AnyMessage {
  const seconds = Math.round(run.durationMs / 1000);
  const minutes = Math.floor(seconds / 60);
  const time = minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
  const regular = message(goals.every((goal) => goal.regular) ? 'capacity.regular' : 'capacity.irregular');
  return message('capacity.effort', { trials: trials.length, time, regular });
}

/** Whether a goal's bounds are as close as asked for, or why not. */
export function regularityOf({ regular, why }: CapacityReport['goals'][number]): AnyMessage {
  return regular ? message('capacity.regular') : message('capacity.irregular.why', { why });
}

/** What is known beside the answers: that it is less than was asked for, the tester's own limit, what gave way, how long the server took to recover. */
export function capacityNotes(report: CapacityReport, words: Wording): string[] {
  const { goals, plan, recoveryMs } = report;
  const gaveWay = goals.flatMap((goal) => gaveWayNotes(goal, report)).map((note) => words.say(note));
  const shortfall = goals.flatMap((goal) => shortfallOf(goal, plan) ?? [])[0];
  return [
    ...(shortfall === undefined ? [] : [words.text('capacity.note.shortfall', { shortfall })]),
    ...new Set(gaveWay),
    ...(recoveryMs === null ? [] : [words.text('capacity.note.recovery', { time: recoveryMs })]),
    ...maxLoadNote(report).map((note) => words.say(note)),
  ];
}

function gaveWayNotes(goal: CapacityReport['goals'][number], { trials, plan }: CapacityReport): AnyMessage[] {
  const { gaveWay, upperBound, slo } = goal;
  const [first, ...others] = gaveWay.filter((weakness, at) => at === 0 || weakness !== 'backlog');
  if (first === undefined || upperBound === null) return [];
  const failed = trials.find(
    ({ load, highLoss, generatorLimited }) => load === upperBound && highLoss[slo] === true && !generatorLimited,
  );
  const named = others.map((weakness) => message(`capacity.weak.${weakness}`));
  const load = variedLoad(upperBound, plan.vary);
  const used = usedBy(failed);
  return [
    message('capacity.note.gave-way', {
      load,
      what: message(`capacity.weak.${first}`),
      how: failed === undefined ? '' : message('capacity.note.how', { failed: failureOf(failed) }),
      beside: named.length === 0 ? '' : message('capacity.note.beside', { others: named }),
    }),
    ...(used.length === 0 ? [] : [message('capacity.note.used', { load, used })]),
  ];
}

/** `97 % of a core`, `210 MiB`; empty where neither is known. */
function usedBy(trial: TrialReport | undefined): Text[] {
  const { cpuShare = null, rssBytes = null } = trial?.server ?? {};
  return [
    ...(cpuShare === null ? [] : [message('capacity.note.core', { share: coreShare(cpuShare) })]),
    ...(rssBytes === null ? [] : [bytesText(rssBytes)]),
  ];
}

function maxLoadNote({ maxLoad: { messagesPerSecond, why }, plan: { max, vary } }: CapacityReport): AnyMessage[] {
  if (messagesPerSecond === null) return [];
  const isAsked = why === 'asked' && max !== null;
  const load = isAsked ? variedLoad(max, vary) : variedLoad(messagesPerSecond, 'rate');
  return [message(`capacity.note.${why}`, { load })];
}
