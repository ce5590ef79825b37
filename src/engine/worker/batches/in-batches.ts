import { aborted } from '../../../core/aborted.js';
import { nowUs } from '../../../core/clock.js';
import { OperationError, toOperationError } from '../../../core/operation-error.js';
import type { BatchPace } from './batch-pace.js';

/** How often one is tried whose request was not answered and may be made again. */
const MOST_TRIES = 3;

/** What is done with one batch. */
export interface BatchWork<Item> {
  /**
   * Performs the request, and settles every item of it.
   * @param begin to be called when it is sent
   * @throws OperationError when there was no answer
   */
  readonly perform: (items: readonly Item[], begin: () => void) => Promise<void>;
  /** May a request be made again that was not answered? Then its items come into smaller ones. */
  readonly mayRepeat: (problem: OperationError) => boolean;
  /** Told of every failure after which that is done. */
  readonly onRepeat: (problem: OperationError) => void;
  /** The items of a request that has failed for good. */
  readonly fail: (items: readonly Item[], problem: OperationError) => void;
}

/** Items that wait for their turn, and how often they were tried. */
interface Waiting<Item> {
  readonly items: readonly Item[];
  readonly tries: number;
}

/**
 * Performs requests for all items, as large and as many at once as `pace` says. When `signal` aborts, items that have not begun are
 * left out, and those under way are not waited for.
 */
export async function inBatches<Item>(
  items: readonly Item[],
  pace: BatchPace,
  signal: AbortSignal,
  work: BatchWork<Item>,
): Promise<void> {
  const queue: Waiting<Item>[] = items.length === 0 ? [] : [{ items, tries: 0 }];
  const underWay = new Set<Promise<void>>();
  const stopped = aborted(signal);
  for (;;) {
    while (!signal.aborted && underWay.size < pace.requests && queue.length > 0) {
      const batch = take(queue, pace.users);
      const request: Promise<void> = perform(batch, pace, queue, work).finally(() => underWay.delete(request));
      underWay.add(request);
    }
    if (signal.aborted || underWay.size === 0) return;
    await Promise.race([...underWay, stopped]);
  }
}

/** Takes the next batch off the queue: items that were tried equally often. */
function take<Item>(queue: Waiting<Item>[], users: number): Waiting<Item> {
  const [first = { items: [], tries: 0 }, ...others] = queue;
  const rest = first.items.slice(users);
  queue.splice(0, queue.length, ...(rest.length === 0 ? [] : [{ ...first, items: rest }]), ...others);
  return { items: first.items.slice(0, users), tries: first.tries };
}

async function perform<Item>(
  { items, tries }: Waiting<Item>,
  pace: BatchPace,
  queue: Waiting<Item>[],
  work: BatchWork<Item>,
): Promise<void> {
  let startedAtUs = nowUs();
  const requests = pace.requests;
  try {
    await work.perform(items, () => {
      startedAtUs = nowUs();
    });
    pace.answered(items.length, (nowUs() - startedAtUs) / 1000);
  } catch (thrown) {
    const problem = describe(toOperationError(thrown), items.length, requests);
    if (isOverload(problem)) pace.overloaded(items.length);
    if (tries + 1 < MOST_TRIES && work.mayRepeat(problem)) {
      work.onRepeat(problem);
      queue.push({ items, tries: tries + 1 });
    } else work.fail(items, problem);
  }
}

/** Was it more than the server could do in time? */
function isOverload({ kind }: OperationError): boolean {
  return kind === 'network.timeout' || /^server\.http-5\d\d$/.test(kind);
}

/** What was asked for when no answer came: that is what can be changed. */
function describe(problem: OperationError, users: number, requests: number): OperationError {
  if (problem.kind !== 'network.timeout') return problem;
  const asked = `a request for ${users} ${users === 1 ? 'user' : 'users'}, ${requests} at once`;
  return new OperationError(problem.kind, `${asked}: ${problem.message}`, {
    isHarmless: problem.isHarmless,
    cause: problem,
  });
}
