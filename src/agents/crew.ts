import { nowUs, sleep } from '../core/clock.js';
import { messageOf } from '../core/errors.js';
import { BrokerClock } from './broker-clock.js';
import { CrewWatch } from './crew-watch.js';
import { CREW_WORDS, secondsOf } from './crew-words.js';
import { encodeData } from './codec.js';
import { type RunKeys, runKeys } from './keys.js';
import type { Member } from './member.js';
import type { LeaderBeat } from './protocol.js';
import type { Broker, Command, Connection } from './redis.js';
import type { SlotQueue } from './slot-queue.js';
import { type EntryFields, StreamReader } from './stream-reader.js';
import { SILENT_US } from './times.js';

const BEAT_MS = 1000;
const LEASE_EVERY_MS = 5000;
const LEASE_MS = 15_000;
const WATCH_MS = 250;
const CLOCK_MS = 30_000;
/** A clock that is known no better is told of. */
const CLOCK_ERROR_US = 20_000;
/** Signs of life that are kept: nobody reads old ones. */
const MOST_BEATS = 30;
/** What is left of a run that nobody ended is gone after this. */
const KEPT_SECONDS = 3600;
/** For agents to say that they are free. */
const RELEASE_US = 3_000_000;
const LOOK_AGAIN_MS = 50;

/** What a crew works with. */
export interface CrewMeans {
  readonly broker: Broker;
  readonly connection: Connection;
  readonly reader: Connection;
  readonly queue: SlotQueue;
  readonly runId: string;
  readonly patienceMs: number;
}

/** The agents of one run: signs of life to them, and watch over theirs, from the first claim until the last is free. */
export class Crew {
  readonly clock: BrokerClock;
  readonly members = new Map<number, Member>();
  readonly patienceMs: number;
  /** Takes claims while the run waits for agents. */
  onClaim: (fields: EntryFields) => void = () => undefined;
  /** Takes sentences for who watches, and those for the report. */
  tell: (sentence: string) => void = () => undefined;
  note: (sentence: string) => void = () => undefined;
  readonly #means: CrewMeans;
  readonly #keys: RunKeys;
  readonly #reader: StreamReader;
  readonly #watch: CrewWatch;
  readonly #timers: readonly NodeJS.Timeout[];
  #isOver = false;
  #dismissal: Promise<void> | undefined;
  #lastProblem = '';

  constructor(means: CrewMeans) {
    this.#means = means;
    this.patienceMs = means.patienceMs;
    this.#keys = runKeys(means.runId);
    this.clock = new BrokerClock(means.connection);
    this.#watch = new CrewWatch(
      () => this.members.values(),
      means.patienceMs * 1000,
      (sentence) => this.tell(sentence),
    );
    this.#reader = new StreamReader(
      means.reader,
      [this.#keys.up],
      (_stream, fields) => this.#onEntry(fields),
      (problem) => this.#complain(problem),
    );
    this.#timers = [
      setInterval(() => this.#beat(), BEAT_MS),
      setInterval(() => this.#renewLease(), LEASE_EVERY_MS),
      setInterval(() => this.#look(), WATCH_MS),
      setInterval(() => void this.clock.measure().catch(() => undefined), CLOCK_MS),
    ];
    this.#renewLease();
  }

  /** Agents that take part. */
  get present(): Member[] {
    return [...this.members.values()].filter(({ isLost }) => !isLost);
  }

  /** Adds to the stream of a slot. */
  write(slot: number, fields: EntryFields): void {
    const stream = this.#keys.downOf(slot);
    this.#ask('XADD', stream, '*', ...Object.entries(fields).flat());
    this.#ask('EXPIRE', stream, KEPT_SECONDS);
  }

  /** Sentences about silences that were none of the numbers' business, once everything has come. */
  noteSilences(): void {
    // What ended this moment is to be known.
    this.#look();
    const { longestAwayUs } = this.#watch;
    if (longestAwayUs > 0) this.note(CREW_WORDS.queueWasAway(secondsOf(longestAwayUs)));
    // Whoever could not be reached because nobody was has been told of.
    for (const { title, longestSilenceUs, isLost } of this.members.values())
      if (!isLost && longestSilenceUs > Math.max(SILENT_US, longestAwayUs + BEAT_MS * 1000))
        this.note(CREW_WORDS.unreachable(title, secondsOf(longestSilenceUs)));
  }

  /** Sentences about clocks that are not known well. */
  noteClocks(): void {
    for (const { title, clock } of this.members.values())
      if (clock !== undefined && clock.errorUs > CLOCK_ERROR_US)
        this.note(CREW_WORDS.clock(title, (clock.errorUs / 1000).toFixed(0)));
  }

  /** A slot is nobody's any more. */
  giveUp({ entry }: Pick<Member, 'entry'>): void {
    this.#means.queue.remove(entry).catch((thrown: unknown) => this.#complain(messageOf(thrown)));
  }

  /** Lets all agents go, and takes away what the run has left with the broker. May be called again. */
  async dismiss(): Promise<void> {
    this.#dismissal ??= this.#dismiss();
    await this.#dismissal;
  }

  async #dismiss(): Promise<void> {
    this.#isOver = true;
    for (const { channel } of this.present) channel.say({ type: 'release' });
    const endUs = nowUs() + RELEASE_US;
    while (nowUs() < endUs && this.present.some(({ isReleased }) => !isReleased)) await sleep(LOOK_AGAIN_MS);
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.race([this.#cleanUp().catch(() => undefined), sleep(RELEASE_US / 1000)]);
    this.#means.connection.close();
    await this.#reader.end();
  }

  async #cleanUp(): Promise<void> {
    for (const member of this.members.values()) await this.#means.queue.remove(member.entry);
    const streams = [...this.members.keys()].map((slot) => this.#keys.downOf(slot));
    await this.#means.connection.ask('DEL', this.#keys.lease, this.#keys.down, this.#keys.up, ...streams);
  }

  #onEntry(fields: EntryFields): void {
    if (fields['claim'] !== undefined) {
      this.onClaim(fields);
      return;
    }
    const member = this.members.get(Number(fields['s']));
    if (member === undefined || member.key !== fields['k']) return;
    if (member.isLost && !member.hasComeBack && fields['beat'] !== undefined) {
      member.hasComeBack = true;
      this.note(CREW_WORDS.cameBack(member.title, secondsOf(nowUs() - member.heardAtUs)));
    }
    member.hear(fields);
  }

  #beat(): void {
    const heard = Object.fromEntries(
      this.present.map(({ slot, key, channel }) => [slot, [key, channel.heard] as const]),
    );
    const beat: LeaderBeat = { atUs: this.clock.toBroker(nowUs()), heard };
    this.#ask('XADD', this.#keys.down, 'MAXLEN', MOST_BEATS, '*', 'beat', encodeData(beat));
    this.#ask('EXPIRE', this.#keys.down, KEPT_SECONDS);
  }

  #renewLease(): void {
    this.#ask('SET', this.#keys.lease, '1', 'PX', LEASE_MS);
    const read = this.#reader.lastOf(this.#keys.up);
    if (read === '0') return;
    this.#ask('XTRIM', this.#keys.up, 'MINID', read);
    this.#ask('EXPIRE', this.#keys.up, KEPT_SECONDS);
  }

  #look(): void {
    const { silenceUs } = this.#reader;
    this.#watch.look({ nowUs: nowUs(), brokerSilenceUs: silenceUs });
    if (this.#means.connection.isUp && silenceUs < 2 * BEAT_MS * 1000)
      for (const { channel } of this.present) channel.sayAgain();
  }

  #ask(...command: Command): void {
    // A beat that waited for the broker would be of no use when it is back.
    if (!this.#means.connection.isUp && command[1] === this.#keys.down) return;
    this.#means.connection.ask(...command).catch((thrown: unknown) => this.#complain(messageOf(thrown)));
  }

  #complain(problem: string): void {
    if (this.#isOver || problem === this.#lastProblem) return;
    this.#lastProblem = problem;
    this.tell(CREW_WORDS.brokerRefuses(problem));
  }
}
