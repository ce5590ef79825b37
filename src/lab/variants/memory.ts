import type { MessageStep, PracticeExtension } from '../../practice/extension.js';
import { parseFaults } from '../../practice/faults/parse.js';
import type { ExerciseVariants, VariantParts } from './variant.js';

/** What each message takes: 200 a second are all that it can do. */
const WORK_MS = 5;
/** Two and a half seconds of work; who comes after that is told so. */
const MOST_WAITING = 500;

/** Memory shortage: a queue without an end, and one with. */
export const memoryVariants: ExerciseVariants = {
  broken: [{ name: 'endless-queue', make: () => server(Number.POSITIVE_INFINITY) }],
  solved: { name: 'bounded-queue', make: () => server(MOST_WAITING) },
};

/** It keeps no history, so that nothing but the queue grows. */
function server(mostWaiting: number): VariantParts {
  return {
    options: { faults: parseFaults(['forget-message=1/1']) },
    extensions: [new WorkQueue(mostWaiting)],
  };
}

/** Messages are dealt with one after the other. */
class WorkQueue implements PracticeExtension {
  readonly step: MessageStep = (message, next, refuse) => {
    if (this.#waiting.length >= this.#mostWaiting) {
      refuse('The server is busy, try again later');
      return;
    }
    this.#waiting.push(() => {
      // The text is looked at when its turn comes, and kept until then.
      if (message.content.length > 0) next();
    });
  };
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  readonly #work = setInterval(() => this.#waiting.shift()?.(), WORK_MS);

  constructor(mostWaiting: number) {
    this.#mostWaiting = mostWaiting;
  }

  close(): void {
    clearInterval(this.#work);
  }
}
