import type { PracticeOptions } from '../../practice/options.js';
import type { ExerciseVariants, VariantSettings } from './variant.js';

/** 3-2: a server that answers before it has written, and one that answers when it has. */
export const databaseVariants: ExerciseVariants = {
  broken: [
    {
      name: 'answers-first',
      make: (settings) => ({ options: { storage: 'postgres-careless', ...placeOf(settings) } }),
    },
  ],
  solved: { name: 'committed', make: (settings) => ({ options: { storage: 'postgres', ...placeOf(settings) } }) },
};

/** A server by `DATABASE_URL`; where there is none, PostgreSQL in the process, with its files in `DATA_DIR`. */
function placeOf({ environment }: VariantSettings): Pick<PracticeOptions, 'database' | 'data'> {
  const url = environment['DATABASE_URL'] ?? '';
  return url === '' ? { database: null, data: environment['DATA_DIR'] ?? null } : { database: url, data: null };
}
