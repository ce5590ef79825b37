import { sumTrials } from './classify.js';
import { type Bounds, boundsOf, relativeWidth, type TriedLoad } from './bounds.js';
import type { SearchGoal } from './goal.js';
import { type Level, levelsOf } from './levels.js';
import { type LoadRange, loadBetween } from './loads.js';

/** A trial that a goal would have next. */
export interface WantedTrial {
  readonly load: number;
  readonly durationMs: number;
}

/** Where a goal may look. */
export interface Ground extends LoadRange {
  /** The smallest load that the generator could not offer: nothing from there on is tried. */
  readonly generatorLimit: number | undefined;
  /** Messages per second that a load of 1 makes. */
  readonly messagesPerSecondOfLoad: number;
}

/** Until a load fails each is so many times the one before. */
const GROWTH = 2;

/**
 * The next trial towards one goal. Both passes are gone through from the beginning every time, with all that is known by then: a long
 * trial that contradicts a short one moves the first look as well.
 * @param tried what is known, ascending by load
 * @returns undefined when no trial can bring the bounds closer, or none has to
 */
export function wantedBy(goal: SearchGoal, tried: readonly TriedLoad[], ground: Ground): WantedTrial | undefined {
  const offered = tried.filter(({ load }) => canBeOffered(load, ground));
  let hint: Bounds = { lower: undefined, upper: undefined };
  for (const level of levelsOf(goal)) {
    let bounds = boundsOf(tried, level);
    // A first look says where to ask, and there is no asking where the generator is the limit.
    if (level !== goal) bounds = { ...bounds, lower: boundsOf(offered, level).lower };
    const load = loadToTry(bounds, hint, level, ground);
    if (load !== undefined) {
      const isLook = level === goal && needsSecondLook(goal, tried, load);
      return { load, durationMs: isLook ? goal.initialTrialMs : trialLengthMs(load, level, ground) };
    }
    hint = bounds;
  }
  return undefined;
}

/**
 * Is the load about to be condemned by one bad look and one bad trial? A second look balances the first, or confirms it: where one trial in
 * ten is bad whatever the load is, that halves the wrong answers for a quarter of a trial's time.
 */
function needsSecondLook(goal: SearchGoal, tried: readonly TriedLoad[], load: number): boolean {
  const trials = tried.find((one) => one.load === load)?.trials ?? [];
  const { fullHighMs, shortHighMs, shortLowMs } = sumTrials(trials, goal);
  return fullHighMs > 0 && shortHighMs > 0 && shortLowMs === 0 && shortHighMs <= goal.initialTrialMs;
}

/** Long enough for the messages that a trial takes to be one of full length. */
function trialLengthMs(load: number, level: Level, { messagesPerSecondOfLoad }: Ground): number {
  const neededMs = Math.ceil((level.messagesNeeded * 1000) / (load * messagesPerSecondOfLoad));
  return Math.max(level.finalTrialMs, neededMs);
}

/** @param hint the bounds of the pass before */
function loadToTry({ lower, upper }: Bounds, hint: Bounds, level: Level, ground: Ground): number | undefined {
  // Smaller loads first: an upper bound that is found further below later makes everything above it worthless.
  if (lower === undefined) return upper === undefined ? firstLoad(hint, ground) : lowerLoad(upper, hint, level, ground);
  if (upper === undefined) return higherLoad(lower, hint, level, ground);
  if (relativeWidth(lower, upper) <= level.width) return undefined;
  const hinted = [hint.lower, hint.upper].find((load) => isBetween(load, lower, upper) && canBeOffered(load, ground));
  return hinted ?? middleLoad(lower, upper, level, ground);
}

function firstLoad(hint: Bounds, ground: Ground): number | undefined {
  return [hint.lower, hint.upper, ground.minLoad].find(
    (load) => isBetween(load, 0, Infinity) && canBeOffered(load, ground),
  );
}

/** Nothing is known to hold, `upper` is known not to. */
function lowerLoad(upper: number, hint: Bounds, level: Level, ground: Ground): number | undefined {
  const { minLoad, isWhole } = ground;
  const middle = loadBetween(minLoad, upper, level.width, isWhole);
  return [hint.lower, middle, minLoad].find((load) => isBetween(load, 0, upper) && canBeOffered(load, ground));
}

/** `lower` is known to hold, nothing is known not to. */
function higherLoad(lower: number, hint: Bounds, level: Level, ground: Ground): number | undefined {
  const { maxLoad } = ground;
  if (lower >= maxLoad) return undefined;
  const load = hint.upper !== undefined && hint.upper > lower ? hint.upper : Math.min(maxLoad, lower * GROWTH);
  return canBeOffered(load, ground) ? load : middleLoad(lower, load, level, ground);
}

/** Between two loads, below what the generator can offer; undefined when that is as close as asked for. */
function middleLoad(lower: number, upper: number, level: Level, ground: Ground): number | undefined {
  const { generatorLimit = upper, isWhole } = ground;
  const limit = Math.min(upper, generatorLimit);
  if (limit <= lower || relativeWidth(lower, limit) <= level.width) return undefined;
  return loadBetween(lower, limit, level.width, isWhole);
}

function isBetween(load: number | undefined, lower: number, upper: number): load is number {
  return load !== undefined && load > lower && load < upper;
}

function canBeOffered(load: number, { generatorLimit, maxLoad }: Ground): boolean {
  return load <= maxLoad && (generatorLimit === undefined || load < generatorLimit);
}
