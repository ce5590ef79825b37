import type { SearchTrial } from './trial.js';

/** So many trials that the generator could not offer tell its limit: a single one may have been a moment of the machine. */
const LIMITED_TRIALS = 2;
/** So many leave no doubt of it: until then it is asked again when nothing else is left to try. */
const LIMITED_BEYOND_DOUBT = 4;

/** The smallest load that the generator could not offer. */
export interface TesterLimit {
  readonly load: number;
  /** May it still have been a moment of the machine, such as another program that was busy during two short trials? */
  readonly isDoubtful: boolean;
}

/** The smallest load that could not be offered, and more often not than it could; undefined when there is none. */
export function testerLimitOf(trials: readonly SearchTrial[]): TesterLimit | undefined {
  const balance = new Map<number, { limited: number; offered: number }>();
  for (const { load, isGeneratorLimited } of trials) {
    const counts = balance.get(load) ?? { limited: 0, offered: 0 };
    balance.set(load, counts);
    counts[isGeneratorLimited ? 'limited' : 'offered']++;
  }
  return [...balance]
    .filter(([, { limited, offered }]) => limited >= LIMITED_TRIALS && limited > offered)
    .map(([load, { limited }]) => ({ load, isDoubtful: limited < LIMITED_BEYOND_DOUBT }))
    .toSorted((a, b) => a.load - b.load)[0];
}
