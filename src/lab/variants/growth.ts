import { dataFolderIn } from './data-folder-in.js';
import type { ExerciseVariants } from './variant.js';

/** 3-1: all messages in one file that is written anew for each, and files to which is only appended. */
export const growthVariants: ExerciseVariants = {
  broken: [
    {
      name: 'whole-file',
      make: ({ environment }) => ({ options: { storage: 'files-whole', data: dataFolderIn(environment) } }),
    },
  ],
  solved: {
    name: 'appended',
    make: ({ environment }) => ({ options: { storage: 'files', data: dataFolderIn(environment) } }),
  },
};
