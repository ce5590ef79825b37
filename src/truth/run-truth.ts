import pLimit from 'p-limit';
import { messageOf } from '../core/errors.js';
import { stillComing } from './checks/ledger.js';
import { disturbance } from './checks/timing.js';
import type { Experiment } from './experiment.js';
import { EXPERIMENTS } from './experiments.js';
import { APART, type Place, performTrial, type Trial, trialsOf } from './laboratory.js';
import { rowOf, type TrialName, type TruthRow, unmadeRow } from './row.js';

export interface TruthOptions {
  /** Shorter floods, fewer repetitions, no searches: under 20 s in place of two minutes. */
  readonly isFast: boolean;
  /** Told of every row as soon as its experiment is over, which need not be in the order of the table. */
  readonly onRow?: (row: TruthRow) => void;
  /** Ends what is going on; what is complete by then is returned. */
  readonly signal?: AbortSignal;
  /** Left out: {@link APART}. */
  readonly place?: Place;
}

/** Experiments that only count may overlap: most of their time is waiting. */
const AT_ONCE = 3;

/** How often an experiment is made at most, when other programs disturb it. */
const TRIES = 3;

/** The drain of one that is made again because copies still came when it ended. */
const LONG_DRAIN = '15s';

/** The signal of a caller that waits for the end. */
const NEVER = new AbortController().signal;

/** Makes every experiment and compares what was reported with what happened. Never rejects for a run that failed: its row does. */
export function runTruth(options: TruthOptions): Promise<readonly TruthRow[]> {
  return runExperiments(EXPERIMENTS, options);
}

/** The same with other experiments. */
export async function runExperiments(
  experiments: readonly Experiment[],
  { isFast, onRow, signal = NEVER, place = APART }: TruthOptions,
): Promise<readonly TruthRow[]> {
  const trials = experiments.flatMap((experiment) => trialsOf(experiment, isFast));
  const table = new Map<Trial, readonly TruthRow[]>();
  const fill = async (trial: Trial): Promise<void> => {
    const rows = signal.aborted ? [] : await rowsOf(trial, { signal, place });
    // What was cut short says nothing.
    if (isAborted(signal)) return;
    table.set(trial, rows);
    for (const row of rows) onRow?.(row);
  };
  const limit = pLimit(AT_ONCE);
  const together = trials.filter(({ experiment }) => experiment.alone === undefined);
  await Promise.all(together.map((trial) => limit(fill, trial)));
  for (const trial of trials) if (trial.experiment.alone !== undefined) await fill(trial);
  return trials.flatMap((trial) => table.get(trial) ?? []);
}

function isAborted({ aborted }: AbortSignal): boolean {
  return aborted;
}

/** What all trials are made with. */
interface Means {
  readonly signal: AbortSignal;
  readonly place: Place;
}

async function rowsOf(trial: Trial, means: Means): Promise<readonly TruthRow[]> {
  const { experiment, setting, workers } = trial;
  const name: TrialName = { experiment: experiment.name, faults: setting.faults, workers };
  let note: string | null = null;
  try {
    for (let left = TRIES - 1; ; left--) {
      const isAgain = note !== null && trial.experiment.alone === undefined;
      const { rows, disturbedBy } = await tryOnce(isAgain ? withLongDrain(trial) : trial, name, note, means);
      if (disturbedBy === undefined || left === 0 || means.signal.aborted) return rows;
      note = `tried again, because ${disturbedBy}`;
    }
  } catch (thrown) {
    return [unmadeRow(name, 'fail', messageOf(thrown))];
  }
}

interface Try {
  readonly rows: readonly TruthRow[];
  /** Why it failed, when other programs held it up. */
  readonly disturbedBy: string | undefined;
}

async function tryOnce(trial: Trial, name: TrialName, note: string | null, { signal, place }: Means): Promise<Try> {
  const seen = await performTrial(trial, signal, place);
  if (seen === undefined) {
    const why = 'processes cannot be bound to a processor here: there is no taskset';
    return { rows: [unmadeRow(name, 'skip', why)], disturbedBy: undefined };
  }
  const claims = trial.experiment.checks.flatMap((check) => check(seen));
  const rows = claims.map((claim) => rowOf(name, claim, note));
  const failed = rows.some(({ result }) => result === 'fail');
  const reasonOf = trial.experiment.alone === true ? disturbance : stillComing;
  return { rows, disturbedBy: failed ? reasonOf(seen) : undefined };
}

function withLongDrain(trial: Trial): Trial {
  const { setting } = trial;
  return { ...trial, setting: { ...setting, flags: { ...setting.flags, drain: LONG_DRAIN } } };
}
