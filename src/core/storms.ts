/** How a connection ends: without a close frame, as when a network is gone, or in good order. */
export const STORM_ENDS = ['cut', 'close'] as const;
export type StormEnd = (typeof STORM_ENDS)[number];

/** When users try to come back: as soon as they can, or by the growing delays of socket.io-client. */
export const STORM_RETURNS = ['at-once', 'backoff'] as const;
export type StormReturn = (typeof STORM_RETURNS)[number];

/** A part of the users who lose their connections at one moment, and come back. */
export interface Storm {
  /** Milliseconds since the first message was due. */
  readonly atMs: number;
  /** Of all users, above 0 and at most 1. */
  readonly share: number;
  /** How long they are without a network, milliseconds. */
  readonly offlineMs: number;
  readonly how: StormEnd;
  readonly back: StormReturn;
}

/** Each has histograms of its own. */
export const MOST_STORMS = 100;
