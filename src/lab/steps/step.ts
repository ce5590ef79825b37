import type * as z from 'zod';
import type { LabSession } from '../session.js';
import type { Words } from '../words.js';

/** A step with what an exercise file says about it. */
export interface BoundStep {
  /** What is done, for whoever waits for it; null when it is nothing that anybody would see. */
  readonly told: Words | null;
  /** How long it takes at least, as planned, milliseconds. */
  readonly lengthMs: number;
  /** Does it; what it sees goes into the session's evidence. @throws StartError when it cannot be done at all */
  perform(session: LabSession): Promise<void>;
}

/** How a kind of step is declared. */
interface StepSpec<Params> {
  readonly params: z.ZodType<Params>;
  readonly told: (params: Params) => Words | null;
  readonly lengthMs: (params: Params) => number;
  readonly perform: (params: Params, session: LabSession) => Promise<void>;
}

/** A kind of step as the table of them has it. */
export interface StepKind {
  /** Reads what an exercise file says. @throws z.ZodError when it is not what the step takes */
  bind(raw: unknown): BoundStep;
}

/** Declares a kind of step. */
export function defineStep<Params>({ params, told, lengthMs, perform }: StepSpec<Params>): StepKind {
  return {
    bind(raw) {
      const read = params.parse(raw);
      return { told: told(read), lengthMs: lengthMs(read), perform: (session) => perform(read, session) };
    },
  };
}
