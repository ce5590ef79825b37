import type { FaultTruth } from './faults/active.js';

/** What a server did, counted where it was done. */
export interface PracticeTruth {
  /** Users created, batches included. */
  readonly signups: number;
  /** Tokens issued, batches included. */
  readonly logins: number;
  readonly connections: {
    /** Namespace connections accepted since the start. */
    readonly accepted: number;
    /** Refused for want of a valid token, or by `refuse-connect`. */
    readonly refused: number;
    /** Cut by `cut`, or closed by `close`. */
    readonly cut: number;
    /** Open just now. */
    readonly open: number;
  };
  readonly messages: {
    /** Well-formed messages by participants, whatever a fault did to them later. */
    readonly received: number;
    /** Answered with an error event because they were malformed or came from a stranger. */
    readonly refused: number;
    readonly stored: number;
    /** Handed to the sockets in their room; one that a fault still holds is not yet counted. */
    readonly broadcast: number;
  };
  readonly copies: {
    /** Copies handed to sockets: every receiver of every message, second copies included, withheld ones not. */
    readonly delivered: number;
    /** Copies for participants of a room who had no connection in it when the message was handed out. */
    readonly absent: number;
  };
  /** One entry for every fault that is on, in the order in which they were given. */
  readonly faults: readonly FaultTruth[];
}

/** The running numbers behind a {@link PracticeTruth}. */
export interface TruthCounters {
  signups: number;
  logins: number;
  connectionsAccepted: number;
  connectionsRefused: number;
  connectionsCut: number;
  messagesReceived: number;
  messagesRefused: number;
  messagesStored: number;
  messagesBroadcast: number;
  copiesDelivered: number;
  copiesAbsent: number;
}

export function createCounters(): TruthCounters {
  return {
    signups: 0,
    logins: 0,
    connectionsAccepted: 0,
    connectionsRefused: 0,
    connectionsCut: 0,
    messagesReceived: 0,
    messagesRefused: 0,
    messagesStored: 0,
    messagesBroadcast: 0,
    copiesDelivered: 0,
    copiesAbsent: 0,
  };
}

/** @param openConnections sockets connected to the default namespace just now */
export function truthOf(
  counters: TruthCounters,
  openConnections: number,
  faults: readonly FaultTruth[],
): PracticeTruth {
  return {
    signups: counters.signups,
    logins: counters.logins,
    connections: {
      accepted: counters.connectionsAccepted,
      refused: counters.connectionsRefused,
      cut: counters.connectionsCut,
      open: openConnections,
    },
    messages: {
      received: counters.messagesReceived,
      refused: counters.messagesRefused,
      stored: counters.messagesStored,
      broadcast: counters.messagesBroadcast,
    },
    copies: { delivered: counters.copiesDelivered, absent: counters.copiesAbsent },
    faults,
  };
}
