import { type ActiveFaults, countEvery } from './active.js';

/** Faults of registration. */
export interface AccountFaults {
  /** `refuse-signup`: is this signup to be refused? Asked once a user, those in batches included. */
  refusesSignup(username: string): boolean;
  /** `forget-user`: is the user who has just signed up to be forgotten later? Asked once for every user who was kept. */
  marksForForgetting(): boolean;
  /** `forget-user`: a marked user has logged in for the first time and is gone now. */
  forgotten(username: string): void;
}

export function createAccountFaults(active: ActiveFaults): AccountFaults {
  const refuse = active.get('refuse-signup');
  const forget = active.get('forget-user');
  const isRefused = refuse === undefined ? () => false : countEvery(refuse.parameters.everyNth);
  return {
    refusesSignup(username) {
      const refused = isRefused();
      if (refused) refuse?.tally.toUser(username);
      return refused;
    },
    marksForForgetting: forget === undefined ? () => false : countEvery(forget.parameters.everyNth),
    forgotten: (username) => forget?.tally.toUser(username),
  };
}
