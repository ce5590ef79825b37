import { StartError } from '../../core/errors.js';
import type { PracticeExtension } from '../../practice/extension.js';
import type { ChatStorage } from '../../practice/store/storage.js';
import type { ExerciseVariants, VariantParts, VariantSettings } from './variant.js';
import { writeBehind } from './write-behind.js';

/** 5-2: messages are written behind, and the end comes before, while, or after they are. */
export const shutdownVariants: ExerciseVariants = {
  broken: [
    { name: 'ends-at-once', make: (settings) => ({ ...parts(settings, true), end: () => Promise.resolve() }) },
    { name: 'does-not-wait', make: (settings) => parts(settings, false) },
  ],
  solved: { name: 'waits', make: (settings) => parts(settings, true) },
};

function parts({ environment }: VariantSettings, waits: boolean): VariantParts {
  const data = environment['DATA_DIR'];
  if (data === undefined || data === '')
    throw new StartError('This server needs a folder for its data.', { hint: 'Say which with --data.' });
  return { options: { storage: 'files', data }, extensions: [new WritesBehind(waits)] };
}

class WritesBehind implements PracticeExtension {
  readonly #waits: boolean;
  #stopTimer: (() => void) | undefined;

  constructor(waits: boolean) {
    this.#waits = waits;
  }

  storage(inner: ChatStorage): ChatStorage {
    const { storage, stopTimer } = writeBehind(inner, this.#waits);
    this.#stopTimer = stopTimer;
    return storage;
  }

  close(): void {
    this.#stopTimer?.();
  }
}
