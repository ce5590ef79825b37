import { nowUs } from '../core/clock.js';
import type { PhaseName } from '../core/phases.js';
import type { FromWorker, ToWorker } from '../engine/messages.js';
import { CREW_WORDS } from './crew-words.js';
import type { Member } from './member.js';

/** What is told of an agent that was lost: in which phase, when, and until when its numbers are there. */
export class LossWords {
  /** By slot: the second that was told last. */
  readonly #seconds = new Map<number, number>();
  #phase: PhaseName | undefined;
  #floodStartUs: number | undefined;

  /** A worker is told something. */
  onTold(message: ToWorker): void {
    if (message.type === 'phase') this.#phase = message.phase;
    else if (message.type === 'flood') [this.#phase, this.#floodStartUs] = ['flood', message.startUs];
  }

  /** A worker of an agent says something. */
  onSaid({ slot }: Member, message: FromWorker): void {
    if (message.type === 'snapshot') this.#seconds.set(slot, message.snapshot.second);
  }

  /** The sentence. @param isWhole did it say all that it had counted? */
  of(member: Member, why: string, isWhole: boolean): string {
    const second = this.#seconds.get(member.slot) ?? -1;
    const partly = second < 0 ? CREW_WORDS.knownNothing : CREW_WORDS.knownUntil(second);
    return CREW_WORDS.lost(member.title, this.#when(member), why, isWhole ? CREW_WORDS.knownAll : partly);
  }

  /** By the clock of the flood, at the moment in which it was last heard of. */
  #when({ heardAtUs }: Member): string {
    if (this.#phase === undefined) return 'before the run began';
    if (this.#floodStartUs === undefined) return `in the phase ${this.#phase}`;
    const seconds = Math.max(0, Math.floor((Math.min(heardAtUs, nowUs()) - this.#floodStartUs) / 1e6));
    const clock = [Math.floor(seconds / 60), seconds % 60].map((part) => String(part).padStart(2, '0')).join(':');
    return `in the ${this.#phase} at ${clock}`;
  }
}
