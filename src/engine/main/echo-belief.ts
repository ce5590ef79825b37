/** What can be asked about a server's echo, and told of it: the fleet. */
export interface EchoWitnesses {
  /** Finds out by messages that no ledger counts; null when no copy came to anybody. @param isOver ends the search */
  probeEcho(isOver: () => boolean): Promise<boolean | null>;
  /** The server does echo: every account expects own copies from its first message on. */
  learnEcho(): void;
}

const NOT_KNOWN =
  'No copy of a first message came to anybody; whether the server echoes to the sender is not known, and was assumed.';
const CORRECTED =
  'The first messages came back to others only, but later ones came back to their senders, too: the server echoes, and loses copies. Echoes are expected from the first message on.';
const CONTRADICTED =
  'The dialect says `echo: false`, and yet messages came back to their senders; these copies count as unexpected. With `echo: true`, or without `echo`, they are counted like all others.';

/**
 * What a run believes of whether the server sends a sender its own copy. What the dialect states stays; what was found out before
 * the flood is corrected, in all accounts, as soon as own copies come that nobody expected.
 */
export class EchoBelief {
  readonly #stated: boolean | undefined;
  readonly #note: (finding: string) => void;
  #answer: boolean | null;

  /** @param stated by the dialect @param note takes a sentence for the report */
  constructor(stated: boolean | undefined, note: (finding: string) => void) {
    this.#stated = stated;
    this.#note = note;
    this.#answer = stated ?? null;
  }

  /** null when it is not known. */
  get answer(): boolean | null {
    return this.#answer;
  }

  /** Finds it out where it is not known. @param isOver ends the search */
  async findOut(witnesses: EchoWitnesses, isOver: () => boolean): Promise<void> {
    if (this.#answer !== null) return;
    this.#answer = await witnesses.probeEcho(isOver);
    if (this.#answer === null && !isOver()) this.#note(NOT_KNOWN);
  }

  /** A worker says that own copies came that it did not expect. */
  onHeard(witnesses: EchoWitnesses): void {
    if (this.#stated === false) this.#note(CONTRADICTED);
    else if (this.#answer === false) {
      this.#answer = true;
      this.#note(CORRECTED);
      witnesses.learnEcho();
    }
  }
}
