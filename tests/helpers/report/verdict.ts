import type { Verdict, VerdictLevel, VerdictReason } from '#dist/judgement/verdict.js';

/** A verdict of one level on times and counts alike. */
export function verdictOf(level: VerdictLevel, reasons: readonly VerdictReason[] = []): Verdict {
  return { level, times: { level }, counts: { level }, reasons };
}
