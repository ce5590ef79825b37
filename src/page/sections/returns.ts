import { count, latency } from '#page/format.js';
import type { CountColumn } from '#page/sections/count-table.js';
import type { PageStorm } from '../../report/page/page-types.js';

/** What is told of users who were away by plan, and came back or did not. */
type Returns = Pick<PageStorm, 'back' | 'neverBack' | 'missed' | 'recovered' | 'backMs'>;

/** How many came back. */
export const BACK: CountColumn<Returns> = { label: 'back', text: ({ back }) => count(back) };

/** Who did not, what was missed meanwhile, and how long coming back took. */
export const AFTER_RETURN: readonly CountColumn<Returns>[] = [
  {
    label: 'never back',
    text: ({ neverBack }) => count(neverBack),
    tone: ({ neverBack }) => (neverBack > 0 ? 'bad' : undefined),
  },
  { label: 'missed', text: ({ missed }) => count(missed) },
  { label: 'recovered', text: ({ recovered }) => count(recovered), isSpare: true },
  { label: 'back in p50', text: ({ backMs }) => latency(backMs.p50), isSpare: true },
  { label: 'p99', text: ({ backMs }) => latency(backMs.p99), isSpare: true },
  { label: 'back in max', text: ({ backMs }) => latency(backMs.max) },
];
