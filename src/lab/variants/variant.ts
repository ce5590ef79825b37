import type { PracticeExtension } from '../../practice/extension.js';
import type { PracticeOptions } from '../../practice/options.js';
import type { PracticeServer } from '../../practice/server.js';

/** What a practice server of the lab is told by its environment, as a learner's own server is. */
export interface VariantSettings {
  /** `ALERT_WEBHOOK`, `FILTER_URL`, `DATA_DIR`, `MEMORY_LIMIT_MB` and the like. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** How the practice server of an exercise differs from a plain one. */
export interface VariantParts {
  readonly options?: Partial<PracticeOptions>;
  readonly extensions?: readonly PracticeExtension[];
  /** What it does when it is asked to end; closes in good order unless given. */
  readonly end?: (server: Pick<PracticeServer, 'close'>) => Promise<void>;
}

/** One practice server of an exercise. Real code with a real fault, or without: what comes of it is nobody's decision but the check's. */
export interface Variant {
  /** What `--variant` takes. */
  readonly name: string;
  readonly make: (settings: VariantSettings) => VariantParts | Promise<VariantParts>;
}

/** The practice servers of an exercise. */
export interface ExerciseVariants {
  /** Each fails for a reason of its own; the first is the usual one. */
  readonly broken: readonly [Variant, ...Variant[]];
  readonly solved: Variant;
}
