import { createRandom } from '#dist/core/random.js';
import type { SearchGoal } from '#dist/search/goal.js';
import { blurredKnee, hardKnee, randomKnee, type SimulatedServer, unluckyKnee } from './servers.js';
import { bisect, DEFAULT_GOAL, DEFAULT_SEARCH, simulate } from './simulate.js';

/** The servers of the spread table, by what it calls them. */
export const STUDIED: Readonly<Record<string, (knee: number) => SimulatedServer>> = {
  'a hard knee': hardKnee,
  'a knee blurred by 2 %': (knee) => blurredKnee(knee, 0.02),
  'a knee blurred by 5 %': (knee) => blurredKnee(knee, 0.05),
  'one trial in ten bad, whatever the load': (knee) => unluckyKnee(knee, 0.1),
};

/** Answers ÷ truth of many searches, and what they took. */
export interface Spread {
  /** From the 5th to the 95th percentile. */
  readonly spread: number;
  readonly median: number;
  /** Share of the answers that are no more than the width below the truth, and not above it. */
  readonly withinWidth: number;
  readonly medianMs: number;
}

/** Searches and bisections of the same servers. */
export interface Study {
  readonly search: Spread;
  readonly bisection: Spread;
  /** Median of the trial time of a search ÷ that of bisection, server by server. */
  readonly timeRatio: number;
}

/** Searches `count` random servers of a kind, and bisects them with single trials of `bisectionTrialMs`. */
export function study(
  serverAt: (knee: number) => SimulatedServer,
  count: number,
  goal: SearchGoal = DEFAULT_GOAL,
  bisectionTrialMs = DEFAULT_GOAL.durationSumMs,
): Study {
  const found: Answer[] = [];
  const bisected: Answer[] = [];
  for (let index = 0; index < count; index++) {
    const random = createRandom(index, 'study');
    const server = serverAt(randomKnee(random));
    const { results, spentMs } = simulate({ ...DEFAULT_SEARCH, goals: [goal] }, server, random);
    found.push({ ratio: (results[0]?.lowerBound ?? DEFAULT_SEARCH.minLoad) / server.knee, spentMs });
    // With chance of its own, so that what a search does changes nothing for the bisection.
    const plain = bisect(DEFAULT_SEARCH, server, createRandom(index, 'bisection'), bisectionTrialMs, goal.width);
    bisected.push({ ratio: plain.lower / server.knee, spentMs: plain.spentMs });
  }
  const ratios = found.map(({ spentMs }, index) => spentMs / (bisected[index]?.spentMs ?? Number.NaN));
  return {
    search: spreadOf(found, goal.width),
    bisection: spreadOf(bisected, goal.width),
    timeRatio: quantile(ratios, 0.5),
  };
}

interface Answer {
  /** Answer ÷ truth. */
  readonly ratio: number;
  readonly spentMs: number;
}

function spreadOf(answers: readonly Answer[], width: number): Spread {
  const ratios = answers.map(({ ratio }) => ratio);
  return {
    spread: quantile(ratios, 0.95) - quantile(ratios, 0.05),
    median: quantile(ratios, 0.5),
    withinWidth: ratios.filter((ratio) => ratio <= 1 && ratio >= 1 - width).length / ratios.length,
    medianMs: quantile(
      answers.map(({ spentMs }) => spentMs),
      0.5,
    ),
  };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
