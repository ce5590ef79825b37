/** What an audit looked at, drawn by the run's seed. */
export interface AuditSample {
  /** Of the rooms and of the users, more than 0 and at most 1. */
  readonly share: number;
  /** Rooms with messages to look for, and those of them that were drawn. */
  readonly rooms: number;
  readonly ofRooms: number;
  readonly users: number;
  readonly ofUsers: number;
}

/** A room that an audit looked at; `expected = found + notCheckable + missing`. */
export interface AuditedRoom {
  readonly room: string;
  /** Messages that at least one member had received when the audit began. */
  readonly expected: number;
  readonly found: number;
  /** Of those found, the ones that the first look did not find. */
  readonly foundLate: number;
  readonly notCheckable: number;
  /** The second from which on every message is missing; null when the last one is there. */
  readonly missingSinceSecond: number | null;
}

/** When users signed up, milliseconds since the first could; of those that are missing as well. */
export interface SignUpTimes {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly firstMissingMs: number | null;
  readonly lastMissingMs: number | null;
}

/** A user whom the server no longer has. */
export interface MissingUser {
  readonly user: string;
  /** Number of the request that signed it up, from 1; null when it had one of its own. */
  readonly batch: number | null;
  /** When the server answered it. */
  readonly signedUpMs: number | null;
}

/** A message that the server no longer has. */
export interface MissingMessage {
  readonly room: string;
  /** In the room, from 0. */
  readonly number: number;
  /** Name of the user. */
  readonly sender: string;
  /** In which it was sent, whole seconds since the flood began. */
  readonly second: number;
}

/**
 * Users and messages looked for after the run. Found, missing and not checkable are three different numbers:
 * `expected = found + notCheckable + missing`, for users, for messages, and in every room, which add up to the messages.
 */
export interface AuditOutcome {
  readonly sample: AuditSample;
  readonly usersExpected: number;
  readonly usersFound: number;
  /** Of those found, the ones that the first look did not find. */
  readonly usersFoundLate: number;
  readonly usersNotCheckable: number;
  readonly messagesExpected: number;
  readonly messagesFound: number;
  readonly messagesFoundLate: number;
  readonly messagesNotCheckable: number;
  /** When the last of what was found late was found, since the end of the drain; null when nothing was. */
  readonly foundLateMs: number | null;
  readonly byRoom: readonly AuditedRoom[];
  /** Messages that are missing, by the second in which they were sent. */
  readonly missingBySecond: readonly { readonly second: number; readonly missing: number }[];
  /** null when nobody signed up. */
  readonly signUps: SignUpTimes | null;
  /** The first hundred. */
  readonly missingUsers: readonly MissingUser[];
  readonly missingMessages: readonly MissingMessage[];
}
