import { allBack } from './all-back.js';
import { backAfterKill } from './back-after-kill.js';
import { balanced } from './balanced.js';
import type { Criterion } from './criterion.js';
import { endsInTime } from './ends-in-time.js';
import { endsOrderly } from './ends-orderly.js';
import { nothingMissing } from './nothing-missing.js';
import { othersLoseNothing } from './others-lose-nothing.js';
import { serverLives } from './server-lives.js';
import { staysConnected } from './stays-connected.js';

/** How a server lives, ends and comes back. By their names in exercise files. */
export const ENDING_CRITERIA: Readonly<Record<string, Criterion>> = {
  'all-back': allBack,
  'back-after-kill': backAfterKill,
  balanced,
  'ends-in-time': endsInTime,
  'ends-orderly': endsOrderly,
  'nothing-missing': nothingMissing,
  'others-lose-nothing': othersLoseNothing,
  'server-lives': serverLives,
  'stays-connected': staysConnected,
};
