/** Exit codes of the command, as scripts and CI rely on them. Where several apply, the one listed first wins. */
export const EXIT = {
  /** Ran, and every threshold held. */
  ok: 0,
  /** A fault of the tool itself. */
  fault: 1,
  /** Bad flag, bad scenario, bad expression. */
  usage: 2,
  /** Target unreachable or refused by policy, nobody could register or connect, too few file descriptors. */
  couldNotStart: 3,
  /** Stopped by SIGINT; the reports of what was measured are written first. */
  sigint: 130,
  /** Stopped by SIGTERM; the reports of what was measured are written first. */
  sigterm: 143,
  /** Ran, but the generator was the limit. */
  invalid: 4,
  /** A threshold failed, one that nobody has to ask for included: nothing was delivered, or the target went away. */
  thresholdFailed: 99,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
