import type { LabSession } from '../session.js';

/** Something that is done to the server, or to what it needs, between two moments or in the middle of a load. */
export type Act = (session: LabSession) => Promise<void> | void;

/** An act at a time of a load, milliseconds since its first message was due. */
export interface TimedAct {
  readonly atMs: number;
  readonly act: Act;
}

/** A kind of act: reads the words behind its name in an exercise file, `delay=900ms`. @throws Error with what is wrong with them */
export type ActKind = (words: string) => Act;
