import type * as z from 'zod';
import type { LabSession } from '../session.js';

/** A step with what an exercise file says about it. */
export interface BoundStep {
  /** How long it takes at least, as planned, milliseconds. */
  readonly lengthMs: number;
  /** Does it; what it sees goes into the session's evidence. @throws StartError when it cannot be done at all */
  perform(session: LabSession): Promise<void>;
}

/** How a kind of step is declared. */
interface StepSpec<Params> {
  readonly params: z.ZodType<Params>;
  readonly lengthMs: (params: Params) => number;
  readonly perform: (params: Params, session: LabSession) => Promise<void>;
}

/** A kind of step as the table of them has it. */
export interface StepKind {
  /** Reads what an exercise file says. @throws z.ZodError when it is not what the step takes */
  bind(raw: unknown): BoundStep;
}

/** Declares a kind of step. */
export function defineStep<Params>({ params, lengthMs, perform }: StepSpec<Params>): StepKind {
  return {
    bind(raw) {
      const read = params.parse(raw);
      return { lengthMs: lengthMs(read), perform: (session) => perform(read, session) };
    },
  };
}
