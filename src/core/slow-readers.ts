/** A part of the users who stop reading their sockets for a time, and go on to send. */
export interface SlowReaders {
  /** Of all users, above 0 and at most 1. */
  readonly share: number;
  /** When they stop, milliseconds since the first message was due. */
  readonly atMs: number;
  /** How long they do not read, milliseconds. */
  readonly durationMs: number;
}

/** Copies for receivers that were gone, and those that never came to slow readers whose connections stayed: `deliveries.receiverGone` is both. */
export function partsOfReceiverGone(
  receiverGone: number,
  slowReaders: { readonly dropped: number } | null,
): { readonly gone: number; readonly dropped: number } {
  const dropped = Math.min(receiverGone, slowReaders?.dropped ?? 0);
  return { gone: receiverGone - dropped, dropped };
}
