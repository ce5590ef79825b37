/** A part of the users who stop reading their sockets for a time, and go on to send. */
export interface SlowReaders {
  /** Of all users, above 0 and at most 1. */
  readonly share: number;
  /** When they stop, milliseconds since the first message was due. */
  readonly atMs: number;
  /** How long they do not read, milliseconds. */
  readonly durationMs: number;
}
