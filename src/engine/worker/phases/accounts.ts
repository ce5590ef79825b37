import { performBatch, performStep } from '../../../chat/http-steps.js';
import { scopesOf } from '../../../chat/people.js';
import { nowUs } from '../../../core/clock.js';
import type { BatchSpec, HttpStep } from '../../../core/dialect-spec.js';
import { OperationError } from '../../../core/operation-error.js';
import { atFirst, isPassing, type Retries, withRetries } from '../../retry.js';
import { inBatchesByEntrance } from '../batches/by-entrance.js';
import type { WorkerContext } from '../context.js';
import type { FailureCount } from '../tally.js';
import type { VirtualUser } from '../virtual-user.js';
import { forEachBounded, type Phase, type PhaseMeter } from './phase.js';

/** Registers every user, in batches where the dialect has them. */
export const register: Phase = accountPhase('register');

/** Logs every registered user in. */
export const logIn: Phase = accountPhase('login');

/** Registering and logging in are the same work with another step of the dialect. */
function accountPhase(name: 'register' | 'login'): Phase {
  return {
    async run(context, meter, signal) {
      const step = context.plan.dialect.http[name];
      const users = context.admission.newcomers.filter((user) => user.isReady);
      meter.total = users.length;
      if (step === undefined) return;
      for (const user of users) user.isReady = false;
      const work = {
        context,
        meter,
        signal,
        step,
        onReady: name === 'register' ? signUpsOf(context) : () => undefined,
      };
      const single = step.batch === undefined ? users : await runBatches(work, step.batch, users);
      await forEachBounded(single, context.concurrency.http, signal, (user) => takeStep(work, user));
      if (name === 'register') for (const user of users) user.isRegistered = user.isReady;
    },
  };
}

/** What registering or logging in is done with. */
interface AccountWork {
  readonly context: WorkerContext;
  readonly meter: PhaseMeter;
  readonly signal: AbortSignal;
  readonly step: HttpStep;
  /** Told of a user whom the server took. @param batch number of the request in this worker, from 0; null for one of its own */
  readonly onReady: (user: VirtualUser, batch: number | null) => void;
}

/** Notes when and in which request of the whole run users signed up. */
export function signUpsOf({ role, plan, signUps }: WorkerContext): AccountWork['onReady'] {
  const startedUs = nowUs();
  const worker = role === 'canary' ? 0 : role;
  return (user, batch) => {
    const number = batch === null ? null : batch * plan.workers + worker + 1;
    signUps.set(user, { atMs: Math.round((nowUs() - startedUs) / 1000), batch: number });
  };
}

/** Performs the step in batches. @returns the users for whom single requests are the way after all */
async function runBatches(
  { context, meter, signal, step, onReady }: AccountWork,
  batch: BatchSpec,
  users: readonly VirtualUser[],
): Promise<VirtualUser[]> {
  const single: VirtualUser[] = [];
  let batches = 0;
  await inBatchesByEntrance(context, batch, users, signal, ({ http, counts }) => {
    const retries = retriesOf(context, meter, step, counts);
    return {
      async perform(chunk, begin) {
        const number = batches++;
        let startedAtUs = nowUs();
        const onSend = (): void => {
          startedAtUs = nowUs();
          begin();
        };
        const people = chunk.map((user) => user.chat);
        const outcome = await withRetries(
          (attempt) =>
            performBatch(http, step, batch, context.run, people, { signal, onSend: atFirst(attempt, onSend) }),
          { ...retries, mayRepeat: (problem) => !isTimeout(problem) && retries.mayRepeat(problem) },
          signal,
        );
        if (outcome === undefined) single.push(...chunk);
        else
          for (const user of chunk) {
            if (settle(meter, user, outcome.get(user.chat), startedAtUs, counts)) onReady(user, number);
          }
      },
      // What took too long is asked for again in smaller requests.
      mayRepeat: (problem) => isTimeout(problem) && retries.mayRepeat(problem),
      onRepeat: retries.onRepeat,
      fail: (chunk, problem) => {
        for (const _ of chunk) meter.fail(problem, counts);
      },
    };
  });
  return single;
}

function isTimeout({ kind }: OperationError): boolean {
  return kind === 'network.timeout';
}

/** One user's own request. */
export async function takeStep(
  { context, meter, signal, step, onReady }: AccountWork,
  user: VirtualUser,
): Promise<void> {
  const { http, counts } = context.entranceOf(user.chat);
  user.isReady = await meter.measure(async (begin) => {
    const scopes = scopesOf(context.run, user.chat);
    const captures = await withRetries(
      (attempt) =>
        performStep(http, step, scopes, {
          again: attempt > 1,
          signal,
          cookies: user.chat.cookies,
          onSend: atFirst(attempt, begin),
        }),
      retriesOf(context, meter, step, counts),
      signal,
    );
    Object.assign(user.chat.captures, captures);
  }, counts);
  if (user.isReady) onReady(user, null);
}

/** A request that certainly changed nothing may be sent again, and one whose step says so after a failure that passes. */
function retriesOf(
  { plan }: WorkerContext,
  meter: PhaseMeter,
  { retry }: HttpStep,
  at: FailureCount | undefined,
): Required<Retries> {
  return {
    mayRepeat: (problem) => problem.isHarmless || (retry && isPassing(problem)),
    onRepeat: (problem) => meter.countRepeat(problem, at),
    mostWaitMs: plan.limits.phaseTimeoutMs,
  };
}

/** @returns whether the server took the user */
function settle(
  meter: PhaseMeter,
  user: VirtualUser,
  result: Readonly<Record<string, unknown>> | OperationError | undefined,
  startedAtUs: number,
  at: FailureCount | undefined,
): boolean {
  if (result === undefined || result instanceof OperationError) {
    meter.fail(result, at);
    return false;
  }
  Object.assign(user.chat.captures, result);
  user.isReady = true;
  meter.succeed(startedAtUs);
  return true;
}
