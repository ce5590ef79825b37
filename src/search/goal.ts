/** What a search is to find out: the largest load that holds, and how sure that has to be (RFC 9971: Search Goal). */
export interface SearchGoal {
  /** Only trials of this length decide by themselves (Goal Final Trial Duration). */
  readonly finalTrialMs: number;
  /** So much trial time at one load decides it in any case (Goal Duration Sum). */
  readonly durationSumMs: number;
  /** The share that may be lost in a trial that is still a good one, 0–1 (Goal Loss Ratio). */
  readonly lossRatio: number;
  /** The share of trial time that may be bad at a load that still holds, 0 to below 1 (Goal Exceed Ratio). */
  readonly exceedRatio: number;
  /** The search ends when the bounds are this close: (upper − lower) ÷ upper, 0–1 (Goal Width). */
  readonly width: number;
  /** The first, short trials: at most {@link finalTrialMs} (Goal Initial Trial Duration). */
  readonly initialTrialMs: number;
  /** A trial of fewer messages proves nothing: it counts as a short one, however long it was. */
  readonly messagesNeeded: number;
}

/** How sure one is to be that a share of lost messages is not above the bound: 99 %. */
const DOUBT = 0.01;

/**
 * So many messages without a lost one are needed to be certain of a bound: ln 0.01 ÷ ln(1 − l), which is 459 for 1 %. The unit is the
 * message: its copies share its fate. No number is large enough for a bound of nothing at all, so it asks for none.
 */
export function messagesToBeCertainOf(lossRatio: number): number {
  return lossRatio <= 0 || lossRatio >= 1 ? 0 : Math.ceil(Math.log(DOUBT) / Math.log(1 - lossRatio));
}
