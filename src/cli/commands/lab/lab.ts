import { type FlagSpec, toOption } from '../../flags.js';
import type { CommandSpec } from '../command.js';
import { LAB_FLAGS } from './lab-flags.js';

/** Exercises on the learner's own server. */
export const labCommand: CommandSpec = {
  operands: '[show|serve|check|report] [exercise]',
  words: ['show', 'serve', 'check', 'report'],
  options: () => [
    ...Object.values(LAB_FLAGS).map((spec: FlagSpec) => toOption(spec, 'The lab:')),
    toOption({ flag: '--json', help: 'check, report: JSON on stdout' }, 'What is shown:'),
    toOption({ flag: '--quiet', short: '-q', help: 'Nothing but the answer' }, 'What is shown:'),
    toOption({ flag: '--no-color', help: 'No colours' }, 'What is shown:'),
  ],
  epilogue: `Examples:
  newyear-load lab                       the exercises, and what is passed so far
  newyear-load lab show 1-1              what it is about; --hint 1 gives a hint
  newyear-load lab serve 1-1 --port 4000 a server with the fault in it, to look at
  newyear-load lab check 1-1 --server 'npm start'
  newyear-load lab check 1-1 --target http://127.0.0.1:4000
  newyear-load lab report --out md=card.md

Attempts are kept in newyear-load-lab.json in the current folder.

Exit codes of check: 0 passed, 99 failed, 4 not proven (this machine was the limit,
or something could not be measured), 3 the server could not be started or talked to.`,
  load: async () => (await import('./lab-action.js')).lab,
};
