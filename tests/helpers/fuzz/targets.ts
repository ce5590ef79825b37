import { codecTarget } from './codec-target.js';
import type { FuzzTarget } from './fuzz.js';
import { logTarget } from './log-target.js';
import { markTarget } from './mark-target.js';
import { recordTarget, reportTarget } from './report-targets.js';
import { dialectTarget, scenarioTarget, themeTarget } from './scenario-targets.js';
import { frameTarget, msgpackTarget, packetTarget } from './wire-targets.js';

/** Everything that takes bytes from outside, for the short fuzz of the suite and the long one of `bench/fuzz.mjs`. */
export const FUZZ_TARGETS: readonly FuzzTarget[] = [
  frameTarget,
  packetTarget,
  msgpackTarget,
  markTarget,
  recordTarget,
  reportTarget,
  logTarget,
  codecTarget,
  scenarioTarget,
  dialectTarget,
  themeTarget,
];
