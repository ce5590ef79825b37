/** A span of time that is drawn anew each time, milliseconds, both ends included. */
export interface DrawnTime {
  readonly min: number;
  readonly max: number;
}

/** How long people stay, and how long they are away until they come back. */
export interface SessionTimes {
  readonly lengthMs: DrawnTime;
  readonly pauseMs: DrawnTime;
}
