/** A part of the flood with a load of its own. Rates are messages per second of the whole run; between its ends they change linearly. */
export interface Stage {
  readonly name: string;
  /** To the microsecond; 0 for a jump to where the next stage begins. */
  readonly durationMs: number;
  readonly from: number;
  readonly to: number;
  /** Whether its latencies and rates are results; what is lost in it is told in any case. */
  readonly measured: boolean;
}

/** Each has histograms of its own. */
export const MOST_STAGES = 100;

/** What of a stage its load follows from. */
type Load = Pick<Stage, 'durationMs' | 'from' | 'to'>;

/** Rates of stages are kept to a millionth of a message per second: schedules are exact in that unit. */
const RATE_PARTS = 1e6;

/** A rate in millionths of a message per second, an integer. */
export function ratePartsOf(messagesPerSecond: number): number {
  return Math.round(messagesPerSecond * RATE_PARTS);
}

/** A rate as stages keep it, messages per second. */
export function keptRate(messagesPerSecond: number): number {
  return ratePartsOf(messagesPerSecond) / RATE_PARTS;
}

/** How long stages last together, milliseconds. */
export function lengthOf(stages: readonly Pick<Stage, 'durationMs'>[]): number {
  return stages.reduce((sumUs, { durationMs }) => sumUs + Math.round(durationMs * 1000), 0) / 1000;
}

/** When each stage begins, milliseconds since the first, and when the last one ends. */
export function seamsOf(stages: readonly Pick<Stage, 'durationMs'>[]): number[] {
  return [0, ...stages.map((_, index) => lengthOf(stages.slice(0, index + 1)))];
}

/** The stage that goes on at a time since the first began; undefined when all are over. */
export function stageAt<T extends Pick<Stage, 'durationMs'>>(stages: readonly T[], elapsedMs: number): T | undefined {
  const seamsMs = seamsOf(stages);
  return stages.find((_stage, index) => elapsedMs < (seamsMs[index + 1] ?? 0));
}

/** The highest rate between two times since the first stage began, milliseconds; messages per second. */
export function highestRateBetween(stages: readonly Load[], fromMs: number, toMs: number): number {
  let [startMs, highest] = [0, 0];
  for (const { durationMs, from, to } of stages) {
    const [begin, end] = [Math.max(fromMs, startMs), Math.min(toMs, startMs + durationMs)];
    const rateAt = (ms: number): number => from + ((to - from) * (ms - startMs)) / durationMs;
    if (begin < end) highest = Math.max(highest, rateAt(begin), rateAt(end));
    startMs += durationMs;
  }
  return highest;
}

/** Does the load fall after a stage, at once or while the next one goes on? Stages of no time are passed over. */
export function fallsAfter(stages: readonly Load[], index: number): boolean {
  const [stage, next] = [stages[index], stages.slice(index + 1).find(({ durationMs }) => durationMs > 0)];
  if (stage === undefined || next === undefined) return false;
  return Math.min(next.from, next.to) < Math.max(stage.from, stage.to);
}

/** The area under the rate ÷ the time: messages per second. */
export function meanRateOf(stages: readonly Load[]): number {
  const durationMs = lengthOf(stages);
  const area = stages.reduce((sum, stage) => sum + ((stage.from + stage.to) / 2) * stage.durationMs, 0);
  return durationMs === 0 ? 0 : area / durationMs;
}

/** The highest rate in any of the stages that last, messages per second. */
export function highestRateOf(stages: readonly Load[]): number {
  const lasting = stages.filter(({ durationMs }) => durationMs > 0);
  return lasting.reduce((highest, { from, to }) => Math.max(highest, from, to), 0);
}
