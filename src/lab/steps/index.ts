import { actStep } from './act-step.js';
import { filesStep } from './files.js';
import { loadStep } from './load.js';
import { lookUpStep } from './look-up.js';
import { searchStep } from './search.js';
import { signUpsStep } from './sign-ups.js';
import type { StepKind } from './step.js';
import { waitStep } from './wait.js';

/** Every kind of step, by its name in exercise files. */
export const STEPS: Readonly<Record<string, StepKind>> = {
  act: actStep,
  files: filesStep,
  load: loadStep,
  'look-up': lookUpStep,
  search: searchStep,
  'sign-ups': signUpsStep,
  wait: waitStep,
};
