import { inEnglish, message } from '../../core/language/words.js';
import type { DialectSpec } from '../../core/dialect-spec.js';
import type { MarkForm } from '../../core/mark-form.js';
import { type ProbeFindings, type Recognition, USUAL_RECOGNITION } from '../messages.js';
import { EchoBelief } from './echo-belief.js';
import { endedAtFirst, nothingRecognised } from './what-came.js';

/** What sends first messages: the fleet. */
export interface FirstSenders {
  /**
   * Sends messages that no ledger counts, until some come back so that they can be recognised.
   * @param patienceMs how long to wait where nothing at all comes back
   * @returns what each who was asked found; the last one has recognised some, or nobody has
   */
  probe(patienceMs: number, isOver: () => boolean): Promise<ProbeFindings[]>;
}

/** What is told of a form of marks that is not the usual one. */
const NOTES: Readonly<Record<MarkForm, string | undefined>> = {
  end: undefined,
  front: inEnglish(message('notice.mark.front')),
  letters: inEnglish(message('notice.mark.letters')),
};

/** What a run finds out of its chat by a few messages before the load: how they come back, and whether senders get them, too. */
export class FirstContact {
  readonly echo: EchoBelief;
  readonly #dialect: DialectSpec;
  readonly #note: (finding: string) => void;
  #recognition = USUAL_RECOGNITION;
  #messages: number | null = null;

  /** @param note takes a sentence for the report */
  constructor(dialect: DialectSpec, note: (finding: string) => void) {
    this.#dialect = dialect;
    this.#note = note;
    this.echo = new EchoBelief(dialect.echo, note);
  }

  /** How messages are recognised. */
  get recognition(): Recognition {
    return this.#recognition;
  }

  /** The form of marks; null as long as it is not found out. */
  get mark(): MarkForm | null {
    return this.#messages === null ? null : this.#recognition.form;
  }

  /** Messages that were sent to find out; null as long as that has not begun. */
  get messages(): number | null {
    return this.#messages;
  }

  /**
   * Finds out.
   * @param isOver ends it
   * @throws StartError when no message came back so that it can be recognised
   */
  async make(senders: FirstSenders, patienceMs: number, isOver: () => boolean): Promise<void> {
    const found = await senders.probe(patienceMs, isOver);
    this.#messages = found.reduce((sum, { sent }) => sum + sent, 0);
    if (isOver()) return;
    const { recognition = null, echo = null } = found.at(-1) ?? {};
    if (recognition === null) throw nothingRecognised(this.#dialect, found);
    this.#recognition = recognition;
    const endings = found.flatMap((probe) => probe.endings);
    if (endings.length > 0) this.#note(endedAtFirst(endings));
    const note = NOTES[recognition.form];
    if (note !== undefined) this.#note(note);
    this.echo.learn(echo);
  }
}
