/** What one trial says about one goal. */
export interface GoalEvidence {
  /** Share of the copies that were lost, or came later than the goal's bound: 0–1. */
  readonly lossRatio: number;
  /** Is that more than the goal allows, or was the trial bad in another way, such as a backlog that grew until its end? */
  readonly isHighLoss: boolean;
}

/** One load, held for a time (RFC 9971: Trial Input and Trial Output). Plain JSON. */
export interface SearchTrial {
  readonly load: number;
  readonly durationMs: number;
  /** Messages that the load made in this time. */
  readonly messages: number;
  /** Was the generator the limit? Then this was no trial of the server, and what it found is no evidence. */
  readonly isGeneratorLimited: boolean;
  /** In the order of the search's goals. */
  readonly goals: readonly GoalEvidence[];
}

/** A trial as one goal sees it. */
export interface TrialOfGoal extends GoalEvidence {
  readonly durationMs: number;
  readonly messages: number;
}
