import { inEnglish, message } from '../../core/language/words.js';
/** What can be told of a server's echo: the fleet. */
export interface EchoWitnesses {
  /** The server does echo: every account expects own copies from its first message on. */
  learnEcho(): void;
}

const CORRECTED = inEnglish(message('notice.echo-after-all'));
const CONTRADICTED = inEnglish(message('notice.echo-contradicted'));

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

  /** What the first messages showed; it counts where the dialect states nothing. */
  learn(echo: boolean | null): void {
    this.#answer ??= echo;
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
