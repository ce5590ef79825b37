/** What one copy turned out to be: any of these bits together. */
export const COPY = {
  /** The receiver's first copy of this message. */
  first: 1,
  /** A further copy. */
  duplicate: 2,
  /** A first copy that came after a later message of the same sender. */
  reordered: 4,
  /** The first copy that anybody received: the message is completed. */
  completed: 8,
  /** The copy after which every member that was due one has it; told once a message. */
  last: 16,
  /** A mark that this receiver should not have got: sent before it was a member, never sent, or its own where there is no echo. */
  unexpected: 32,
  /**
   * Its own, where no echo is expected, of a message that it sent over its present connection: the server sends them after all.
   * Nothing is counted yet; the copy is to be taken again when the room has learned it.
   */
  echo: 64,
  /**
   * Of a message from before the receiver's present connection joined: beside `first` when it had missed it, alone when it had it,
   * or was not to get it. Its time says nothing of the server.
   */
  replayed: 128,
  /** Beside `first`: missed, and brought by a connection that the server has recovered. Its time says nothing either. */
  recovered: 256,
} as const;
