/** Faults that strike every nth thing that comes by, counted from 1, starting with the nth. */
export interface EveryNthFault {
  readonly name:
    | 'drop'
    | 'duplicate'
    | 'swap'
    | 'lose-message'
    | 'forget-message'
    | 'error'
    | 'close'
    | 'quote'
    | 'refuse-connect'
    | 'refuse-signup'
    | 'forget-user';
  readonly everyNth: number;
}

/** Faults that make every broadcast wait, or what is stored (`store-late`), or that wait for something themselves. */
export interface WaitingFault {
  readonly name: 'delay' | 'jitter' | 'slower' | 'store-late' | 'batch' | 'receipt';
  readonly durationMs: number;
}

/** Messages are taken one after the other, each in the same time; those that come faster wait in one queue without an end. */
export interface CapacityFault {
  readonly name: 'capacity';
  /** More than 0. */
  readonly messagesPerSecond: number;
}

/** Whoever joins a room is sent its latest messages again. */
export interface ReplayFault {
  readonly name: 'replay';
  readonly messages: number;
}

/** The server stands still for `durationMs`, `afterMs` after the first chat message. */
export interface StallFault {
  readonly name: 'stall';
  readonly durationMs: number;
  readonly afterMs: number;
}

/** A share of the open sockets is cut, `afterMs` after the first chat message. */
export interface CutFault {
  readonly name: 'cut';
  /** More than 0, at most 100. */
  readonly percent: number;
  readonly afterMs: number;
}

/** Ways in which servers change texts. */
export const MANGLE_WAYS = ['cut', 'hide', 'strip', 'escape', 'shout', 'encode'] as const;
export type MangleWay = (typeof MANGLE_WAYS)[number];

/** The text of every message is changed. */
export interface MangleFault {
  readonly name: 'mangle';
  readonly way: MangleWay;
}

/** Faults that are on or off. */
export interface BareFault {
  readonly name: 'no-echo' | 'recover' | 'silent';
}

/** Something that a practice server does wrong on purpose. Plain JSON. */
export type Fault =
  | EveryNthFault
  | WaitingFault
  | CapacityFault
  | ReplayFault
  | StallFault
  | CutFault
  | MangleFault
  | BareFault;

export type FaultName = Fault['name'];

/** The shape of the fault of one name: `FaultOf<'drop'>` is an {@link EveryNthFault}. */
export type FaultOf<Name extends FaultName, Candidate = Fault> = Candidate extends { readonly name: infer Names }
  ? Name extends Names
    ? Candidate
    : never
  : never;
