import type { StorageKind } from '../../practice/store/open-storage.js';
import { dataFolderIn } from './data-folder-in.js';
import type { ExerciseVariants, Variant } from './variant.js';

/** Passwords cost enough for sign-ups to overlap. */
const HASH_COST = 1024;

/** 2-1: accounts in a file that is changed without a queue, in one whose queue a single rejection ends, and in one that is right. */
export const raceVariants: ExerciseVariants = {
  broken: [onStorage('no-queue', 'files-racy'), onStorage('poisoned-queue', 'files-poisoned')],
  solved: onStorage('queue', 'files'),
};

function onStorage(name: string, storage: StorageKind): Variant {
  return {
    name,
    make: ({ environment }) => ({ options: { storage, data: dataFolderIn(environment), hashCost: HASH_COST } }),
  };
}
