import { CREW_WORDS, secondsOf } from './crew-words.js';
import type { Member } from './member.js';
import { SILENT_US } from './times.js';

/** A broker that answers nothing for so long is away: it is asked at least once a second. */
const BROKER_SILENT_US = 2_500_000;
/** The longest that a run waits for its broker. */
const BROKER_PATIENCE_US = 60_000_000;
/** Who leads the run was held up itself when it looks so late: what came meanwhile is read first. */
const HELD_UP_US = 1_000_000;

/** What a look takes. */
export interface CrewLook {
  /** The machine's monotonic clock. */
  readonly nowUs: number;
  /** How long ago the broker answered last. */
  readonly brokerSilenceUs: number;
}

/** Looks four times a second whether agents and broker are still there. Silence that is the broker's, or our own, is no agent's. */
export class CrewWatch {
  readonly #members: () => Iterable<Member>;
  readonly #patienceUs: number;
  readonly #tell: (sentence: string) => void;
  #lookedAtUs: number | undefined;
  #awaySinceUs: number | undefined;
  #isToldAway = false;
  #longestAwayUs = 0;

  constructor(members: () => Iterable<Member>, patienceUs: number, tell: (sentence: string) => void) {
    this.#members = members;
    this.#patienceUs = patienceUs;
    this.#tell = tell;
  }

  /** The longest time in which the broker was away, microseconds; 0 when it never was for long. */
  get longestAwayUs(): number {
    return this.#longestAwayUs;
  }

  /** Looks. */
  look({ nowUs, brokerSilenceUs }: CrewLook): void {
    const wasHeldUp = this.#lookedAtUs !== undefined && nowUs - this.#lookedAtUs > HELD_UP_US;
    this.#lookedAtUs = nowUs;
    if (brokerSilenceUs > BROKER_SILENT_US && !wasHeldUp) this.#lookAtBroker(nowUs, brokerSilenceUs);
    else {
      if (wasHeldUp || this.#awaySinceUs !== undefined) for (const member of this.#members()) member.heardAtUs = nowUs;
      this.#brokerIsThere(nowUs);
      for (const member of this.#members()) this.#lookAt(member, nowUs);
    }
  }

  #lookAtBroker(nowUs: number, brokerSilenceUs: number): void {
    this.#awaySinceUs ??= nowUs - brokerSilenceUs;
    const awayUs = nowUs - this.#awaySinceUs;
    if (awayUs > SILENT_US && !this.#isToldAway) {
      this.#isToldAway = true;
      this.#tell(CREW_WORDS.queueAway);
    }
    if (awayUs <= BROKER_PATIENCE_US) return;
    for (const member of this.#members()) member.lose(CREW_WORDS.queueAwayForTooLong(secondsOf(awayUs)));
  }

  #brokerIsThere(nowUs: number): void {
    if (this.#awaySinceUs === undefined) return;
    const awayUs = nowUs - this.#awaySinceUs;
    this.#awaySinceUs = undefined;
    if (this.#isToldAway) {
      this.#tell(CREW_WORDS.queueBack(secondsOf(awayUs)));
      this.#longestAwayUs = Math.max(this.#longestAwayUs, awayUs);
    }
    this.#isToldAway = false;
  }

  #lookAt(member: Member, nowUs: number): void {
    if (member.isLost) return;
    const silenceUs = nowUs - member.heardAtUs;
    if (silenceUs > this.#patienceUs) member.lose(CREW_WORDS.silentForTooLong(secondsOf(silenceUs)));
    else if (silenceUs > SILENT_US && !member.isToldSilent) {
      member.isToldSilent = true;
      this.#tell(CREW_WORDS.silent(member.title, secondsOf(silenceUs)));
    } else if (silenceUs <= SILENT_US && member.isToldSilent) {
      member.isToldSilent = false;
      this.#tell(CREW_WORDS.back(member.title, secondsOf(member.longestSilenceUs)));
    }
  }
}
