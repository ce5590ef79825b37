import { nowUs } from '../core/clock.js';
import type { ClockReading } from './broker-clock.js';
import { Channel } from './channel.js';
import { decodeData } from './codec.js';
import { CREW_WORDS } from './crew-words.js';
import type { AgentBeat, AgentFacts, AgentGauge, SlotClaim, FromAgent, ToAgent } from './protocol.js';
import type { EntryFields } from './stream-reader.js';

/** Who listens to one agent of a run. */
export interface MemberListener {
  onMessage(message: FromAgent): void;
  /** It is given up, or has left: nothing more comes of it. @param why a part of a sentence */
  onLost(why: string): void;
}

/** What a member is made of. */
export interface MemberMeans {
  readonly slot: number;
  readonly claim: SlotClaim;
  readonly key: string;
  /** One of its kind in the run. */
  readonly name: string;
  /** Adds an entry to the agent's stream. */
  readonly write: (fields: EntryFields) => void;
  readonly onUnreadable: (problem: string) => void;
}

/** An agent as who leads the run knows it. */
export class Member {
  readonly slot: number;
  readonly key: string;
  readonly entry: string;
  readonly name: string;
  readonly facts: AgentFacts;
  readonly publicKey: string;
  readonly channel: Channel<ToAgent, FromAgent>;
  /** What it costs, by its last sign of life. */
  gauge: AgentGauge | undefined;
  clock: ClockReading | undefined;
  /** When it was last heard of, on the machine's monotonic clock. */
  heardAtUs = nowUs();
  longestSilenceUs = 0;
  /** Has its silence been told? */
  isToldSilent = false;
  /** When it was given up, or left; undefined while it takes part. */
  lostAtUs: number | undefined;
  isReleased = false;
  /** Has it been heard of since it was given up, or said itself that it leaves? */
  hasComeBack = false;
  listener: MemberListener | undefined;

  constructor({ slot, claim, key, name, write, onUnreadable }: MemberMeans) {
    this.slot = slot;
    this.key = key;
    this.entry = claim.entry;
    this.name = name;
    this.facts = claim.facts;
    this.publicKey = claim.publicKey;
    this.channel = new Channel({
      key,
      write,
      onHeard: (message) => this.#onHeard(message),
      onUnreadable,
    });
  }

  get isLost(): boolean {
    return this.lostAtUs !== undefined;
  }

  /** As people read of it: `Agent b7 (host)`. */
  get title(): string {
    return `Agent ${this.name} (${this.facts.host})`;
  }

  /** An entry of its came. */
  hear(fields: EntryFields): void {
    const now = nowUs();
    if (!this.isLost) {
      this.longestSilenceUs = Math.max(this.longestSilenceUs, now - this.heardAtUs);
      this.heardAtUs = now;
    }
    if (fields['beat'] === undefined) {
      if (!this.isLost) this.channel.hear(fields);
      return;
    }
    const { gauge, clock, heard } = decodeData(fields['beat']) as AgentBeat;
    this.gauge = gauge;
    this.clock = clock;
    this.channel.confirm(heard);
  }

  /** It is given up, or has left. */
  lose(why: string): void {
    if (this.isLost) return;
    this.lostAtUs = nowUs();
    this.longestSilenceUs = Math.max(this.longestSilenceUs, this.lostAtUs - this.heardAtUs);
    this.listener?.onLost(why);
  }

  #onHeard(message: FromAgent): void {
    if (message.type === 'gauge') this.gauge = message.gauge;
    else if (message.type === 'released') this.isReleased = true;
    else {
      this.listener?.onMessage(message);
      // What it had counted has come before that.
      if (message.type !== 'goodbye') return;
      this.hasComeBack = true;
      this.lose(CREW_WORDS.saidGoodbye(message.reason));
    }
  }
}
