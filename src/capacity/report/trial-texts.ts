import { listed } from '../../core/text.js';
import { formatBytes, formatLatencyMs, formatRate, formatShare } from '../../core/units.js';
import type { GaveWay, LimitCause } from '../vocabulary.js';
import { failureText, shortfallOf, variedText } from './answer.js';
import type { CapacityReport, TrialReport } from './capacity-report.js';

/** A column of the table of trials, as every format shows it. */
interface TrialColumn {
  readonly heading: string;
  readonly isNumber: boolean;
  /** On a terminal; the last column takes what is left. */
  readonly width: number;
  readonly text: (trial: TrialReport) => string;
}

const MEASURED: readonly TrialColumn[] = [
  { heading: 'load', isNumber: true, width: 9, text: ({ load }) => formatRate(load) },
  {
    heading: 'time',
    isNumber: true,
    width: 7,
    text: ({ durationMs }) => `${Number((durationMs / 1000).toFixed(2))} s`,
  },
  { heading: 'p50', isNumber: true, width: 9, text: ({ latencyMs }) => formatLatencyMs(latencyMs.delivery.p50) },
  { heading: 'p99', isNumber: true, width: 9, text: ({ latencyMs }) => formatLatencyMs(latencyMs.delivery.p99) },
  { heading: 'lost', isNumber: true, width: 8, text: lostText },
  { heading: 'backlog', isNumber: true, width: 9, text: ({ backlogMs }) => formatLatencyMs(backlogMs) },
];

/** Where the server was watched. */
const WATCHED: readonly TrialColumn[] = [
  { heading: 'CPU', isNumber: true, width: 7, text: ({ server }) => coreShare(server?.cpuShare) },
  { heading: 'memory', isNumber: true, width: 10, text: ({ server }) => bytesText(server?.rssBytes) },
];

const JUDGED: readonly TrialColumn[] = [
  { heading: 'verdict', isNumber: false, width: 9, text: ({ verdict }) => verdict.level },
  { heading: 'result', isNumber: false, width: 0, text: resultText },
];

/** The table of trials. @param isWatched has it the server's processor and memory? */
export function trialColumns(isWatched: boolean): readonly TrialColumn[] {
  return [...MEASURED, ...(isWatched ? WATCHED : []), ...JUDGED];
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
export function resultText(trial: TrialReport): string {
  if (trial.generatorLimited) return 'tester’s limit';
  return trial.failed.length === 0 ? 'holds' : failureText(trial);
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
export function entrancesText({ run: { target }, plan }: Pick<CapacityReport, 'run' | 'plan'>): string {
  const others: unknown = plan.run['otherTargets'];
  return listed([target, ...(Array.isArray(others) ? others.map(String) : [])]);
}

/** `14 trials, 3 min 40 s, regular`. */
export function effortText({ trials, run, goals }: CapacityReport): string {
  const seconds = Math.round(run.durationMs / 1000);
  const minutes = Math.floor(seconds / 60);
  const time = minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
  const regular = goals.every((goal) => goal.regular) ? 'regular' : 'irregular';
  return `${trials.length} ${trials.length === 1 ? 'trial' : 'trials'}, ${time}, ${regular}`;
}

/** What is known beside the answers: that it is less than was asked for, the tester's own limit, what gave way, how long the server took to recover. */
export function capacityNotes(report: CapacityReport): string[] {
  const { goals, trials, plan, recoveryMs } = report;
  const gaveWay = goals.flatMap(({ gaveWay: weaknesses, upperBound, slo }) => {
    const [first, ...others] = weaknesses.filter((weakness, at) => at === 0 || weakness !== 'backlog');
    if (first === undefined || upperBound === null) return [];
    const failed = trials.find(
      ({ load, highLoss, generatorLimited }) => load === upperBound && highLoss[slo] === true && !generatorLimited,
    );
    const how = failed === undefined ? '' : ` (${failureText(failed)})`;
    const beside =
      others.length === 0 ? '' : `, and with it ${listed(others.map((weakness) => WEAKNESS_NAMES[weakness]))}`;
    const at = `At ${variedText(upperBound, plan.vary)}`;
    const used = usedText(failed);
    return [
      `${at} ${WEAKNESS_NAMES[first]} gave way first${how}${beside}.`,
      ...(used === undefined ? [] : [`${at} the server used ${used}.`]),
    ];
  });
  const shortfall = goals.flatMap((goal) => shortfallOf(goal, plan) ?? [])[0];
  return [
    ...(shortfall === undefined ? [] : [`Less than --at-least: ${shortfall}.`]),
    ...new Set(gaveWay),
    ...(recoveryMs === null
      ? []
      : [`After the last trial that failed the server took ${formatLatencyMs(recoveryMs)} to catch up.`]),
    ...maxLoadNote(report),
  ];
}

/** `97 % of a core and 210 MiB`; undefined where neither is known. */
function usedText(trial: TrialReport | undefined): string | undefined {
  const { cpuShare = null, rssBytes = null } = trial?.server ?? {};
  const used = [
    ...(cpuShare === null ? [] : [`${coreShare(cpuShare)} of a core`]),
    ...(rssBytes === null ? [] : [bytesText(rssBytes)]),
  ];
  return used.length === 0 ? undefined : listed(used);
}

const WEAKNESS_NAMES: Readonly<Record<GaveWay, string>> = {
  connections: 'connections',
  errors: 'requests (errors)',
  loss: 'delivery (loss)',
  latency: 'latency',
  backlog: 'the backlog',
  generator: 'the generator',
};

function maxLoadNote({ maxLoad: { messagesPerSecond, why }, plan: { max, vary } }: CapacityReport): string[] {
  if (messagesPerSecond === null) return [];
  const isAsked = why === 'asked' && max !== null;
  return [MAX_LOAD_WORDS[why](isAsked ? variedText(max, vary) : variedText(messagesPerSecond, 'rate'))];
}

const MAX_LOAD_WORDS: Readonly<Record<LimitCause, (load: string) => string>> = {
  calibration: (load) => `The tester itself can offer ${load}, to a sink of its own (Max Load).`,
  trial: (load) => `From ${load} on the tester itself was the limit here (Max Load).`,
  asked: (load) => `Nothing above ${load} was to be tried (Max Load).`,
};
