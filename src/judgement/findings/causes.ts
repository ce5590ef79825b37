import type { Verdict } from '../verdict.js';

/** What to do about a reason for which a run is not simply valid, by its code. */
const ADVICE: Readonly<Record<string, string>> = {
  'worker-crashed': 'Run it again, with fewer users or more memory.',
  'schedule-slip': 'Give the generator more processors or --workers, or ask for a lower --rate.',
  unsent: 'Give the generator more processors or --workers, or ask for a lower --rate.',
  'generator-cpu': 'Use more --workers, a faster machine, or a lower --rate.',
  'generator-starved': 'End other programs, or run the target on another machine.',
  'slower-than-canary': 'Use more --workers, or spread the users over more rooms.',
  'generator-errors': 'Raise the limits of this machine (ulimit -n, local ports, memory), or use fewer users.',
  'few-samples': 'A longer run or a higher --rate gives enough.',
};

/** What to do about the gravest reason of a verdict that is not VALID. */
export function causeFindings({ level, reasons }: Verdict): string[] {
  const [gravest] = reasons;
  const advice = gravest !== undefined && Object.hasOwn(ADVICE, gravest.code) ? ADVICE[gravest.code] : undefined;
  if (gravest === undefined || advice === undefined) return [];
  return [`${level} because ${gravest.message}. ${advice}`];
}
