import { nowUs } from '../../core/clock.js';
import type { MessageStep, OfferedMessage, PracticeExtension } from '../../practice/extension.js';
import { FilterBeforeMessages, FilterClient } from './filter-client.js';
import { urlIn } from './url-in.js';
import type { ExerciseVariants, VariantSettings } from './variant.js';

const TIMEOUT_MS = 1000;
const MOST_FAILURES = 5;
const OPEN_US = 30_000_000;

/** 5-1: a server that waits for whom it asks, and one that knows when to stop asking. */
export const breakerVariants: ExerciseVariants = {
  broken: [{ name: 'waits', make: (settings) => ({ extensions: [new FilterBeforeMessages(clientOf(settings))] }) }],
  solved: { name: 'breaker', make: (settings) => ({ extensions: [new BreakerBeforeMessages(clientOf(settings))] }) },
};

function clientOf({ environment }: VariantSettings): FilterClient {
  return new FilterClient(urlIn(environment, 'FILTER_URL'));
}

/**
 * Asks the filter for a second at most. After five failures in a row it asks no more for thirty seconds, in which messages go on unchecked; then one of them is
 * shown to the filter again, and decides.
 */
class BreakerBeforeMessages implements PracticeExtension {
  readonly step: MessageStep = (message, next) => {
    if (this.#mayAsk()) void this.#ask(message, next);
    else next();
  };
  readonly #filter: FilterClient;
  #failures = 0;
  /** Until when nobody is asked; undefined while it is closed. */
  #openUntilUs: number | undefined;
  #isProbing = false;

  constructor(filter: FilterClient) {
    this.#filter = filter;
  }

  close(): void {
    this.#filter.close();
  }

  #mayAsk(): boolean {
    if (this.#openUntilUs === undefined) return true;
    if (this.#isProbing || nowUs() < this.#openUntilUs) return false;
    this.#isProbing = true;
    return true;
  }

  async #ask({ content }: OfferedMessage, next: () => void): Promise<void> {
    try {
      await this.#filter.ask(content, AbortSignal.timeout(TIMEOUT_MS));
      this.#failures = 0;
      this.#openUntilUs = undefined;
    } catch {
      // Whatever the reason: a filter that does not answer is no reason to say nothing.
      this.#failures++;
      if (this.#failures >= MOST_FAILURES) this.#openUntilUs = nowUs() + OPEN_US;
    }
    this.#isProbing = false;
    next();
  }
}
