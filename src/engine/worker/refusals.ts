import type { Membership } from './room-runtime.js';

/** How many of a user's messages the server has answered with an error: it does not say which request an error is about. */
export class Refusals {
  readonly #memberships: readonly Membership[];
  /** Own messages, in all rooms, that no error event can be the answer to any more: refused, or sent over an earlier connection. */
  #answered = 0;

  constructor(memberships: readonly Membership[]) {
    this.#memberships = memberships;
  }

  /** The server sends an error event that is about no join: it is taken for the answer to a message of this connection. @returns false when there is none */
  refuse(): boolean {
    if (this.#answered >= this.#sent) return false;
    this.#answered++;
    return true;
  }

  /** A connection is open: what was sent before is not answered any more. */
  begin(): void {
    this.#answered = this.#sent;
  }

  /** The accounts of the user's rooms begin, with no message of anybody. */
  reset(): void {
    this.#answered = 0;
  }

  /** Messages so far that an account counts. */
  get #sent(): number {
    return this.#memberships.reduce((sum, { room, member }) => sum + (room.ledger?.sentBy(member) ?? 0), 0);
  }
}
