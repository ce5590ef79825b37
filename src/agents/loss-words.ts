import type { Text } from '../core/language/template.js';
import { message } from '../core/language/words.js';
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
  onTold(told: ToWorker): void {
    if (told.type === 'phase') this.#phase = told.phase;
    else if (told.type === 'flood') [this.#phase, this.#floodStartUs] = ['flood', told.startUs];
  }

  /** A worker of an agent says something. */
  onSaid({ slot }: Member, said: FromWorker): void {
    if (said.type === 'snapshot') this.#seconds.set(slot, said.snapshot.second);
  }

  /** The sentence. @param isWhole did it say all that it had counted? */
  of(member: Member, why: string, isWhole: boolean): string {
    const second = this.#seconds.get(member.slot) ?? -1;
    const partly = second < 0 ? CREW_WORDS.knownNothing : CREW_WORDS.knownUntil(second);
    return CREW_WORDS.lost(member.title, this.#when(member), why, isWhole ? CREW_WORDS.knownAll : partly);
  }

  /** By the clock of the flood, at the moment in which it was last heard of. */
  #when({ heardAtUs }: Member): Text {
    if (this.#phase === undefined) return message('agents.lost.before');
    const phase = message(`phase.${this.#phase}`);
    if (this.#floodStartUs === undefined) return message('agents.lost.in', { phase });
    const seconds = Math.max(0, Math.floor((Math.min(heardAtUs, nowUs()) - this.#floodStartUs) / 1e6));
    const clock = [Math.floor(seconds / 60), seconds % 60].map((part) => String(part).padStart(2, '0')).join(':');
    return message('agents.lost.at', { phase, clock });
  }
}
