import type { CompanionServer } from '../parts/companion-servers.js';
import type { LabSession } from '../session.js';
import type { Act } from './act.js';

/** `cache down`, `cache up`: the Redis that we run beside the server dies, and comes back empty. */
export function cacheAct(words: string): Act {
  return takeAway(words, 'cache', ({ cache }) => cache);
}

/** `database down`, `database up`: the PostgreSQL that we run beside the server cannot be reached, and can again. */
export function databaseAct(words: string): Act {
  return takeAway(words, 'database', ({ database }) => database);
}

function takeAway(words: string, name: string, of: (session: LabSession) => CompanionServer | undefined): Act {
  if (words !== 'down' && words !== 'up') throw new Error(`"${name} ${words}" must be "${name} down" or "${name} up"`);
  return async (session) => {
    await of(session)?.[words]();
  };
}
