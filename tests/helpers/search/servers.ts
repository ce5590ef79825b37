import type { Random } from '#dist/core/random.js';

/** What one trial at one load does to a simulated server. */
export interface Attempt {
  readonly load: number;
  readonly durationMs: number;
  /** SearchTrial time that the search has spent before. */
  readonly spentMs: number;
}

/** A server whose truth is known: how probable it is that a trial is bad. */
export interface SimulatedServer {
  /** The load at which the probability passes one half: what a search is to find. */
  readonly knee: number;
  probabilityOfBad(attempt: Attempt): number;
}

/** Holds everything up to its knee, and nothing above. */
export function hardKnee(knee: number): SimulatedServer {
  return { knee, probabilityOfBad: ({ load }) => (load > knee ? 1 : 0) };
}

/** The probability of a bad trial rises as a logistic of the logarithm of the load. @param blur its scale: 0.02 is 2 % of the load */
export function blurredKnee(knee: number, blur: number): SimulatedServer {
  return { knee, probabilityOfBad: ({ load }) => 1 / (1 + (knee / load) ** (1 / blur)) };
}

/** A hard knee, and trials that are bad whatever the load is. */
export function unluckyKnee(knee: number, badShare: number): SimulatedServer {
  return { knee, probabilityOfBad: ({ load }) => (load > knee ? 1 : badShare) };
}

/** Holds less the longer it is used. @param lossAMinute share of what it holds that goes away in each minute of trials */
export function tiringKnee(knee: number, lossAMinute: number): SimulatedServer {
  return {
    knee,
    probabilityOfBad: ({ load, spentMs }) => (load > knee * (1 - lossAMinute) ** (spentMs / 60_000) ? 1 : 0),
  };
}

/** Fails from `knee` to `island`, and holds again from there to twice as much. */
export function islandKnee(knee: number, island: number): SimulatedServer {
  return { knee, probabilityOfBad: ({ load }) => ((load > knee && load < island) || load > 2 * island ? 1 : 0) };
}

/** The knees of servers that one study is made of: 300–6,000/s, evenly over the logarithm. */
export function randomKnee(random: Random): number {
  return 300 * 20 ** random.next();
}
