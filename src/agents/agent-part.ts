import { nowUs, sleep, waitAtMost } from '../core/clock.js';
import { AppError, messageOf } from '../core/errors.js';
import { Once } from '../core/once.js';
import type { StartWorker } from '../engine/worker-port.js';
import { createLifelineMemory, Lifeline } from '../engine/lifeline.js';
import { OwnGauge } from '../engine/main/generator-gauge.js';
import { type OwnReach, type PlanOrder, prepareTask } from './agent-task.js';
import { AgentWorkers } from './agent-workers.js';
import type { BrokerClock } from './broker-clock.js';
import { Channel } from './channel.js';
import { decodeData, encodeData } from './codec.js';
import { type RunKeys, runKeys } from './keys.js';
import type { AgentBeat, AgentFacts, AgentGauge, SlotClaim, FromAgent, LeaderBeat, ToAgent } from './protocol.js';
import type { Connection } from './redis.js';
import { createSealingKeys } from './sealing.js';
import type { SlotOffer } from './slot-queue.js';
import { type EntryFields, StreamReader } from './stream-reader.js';
import { WORDS } from './agent-words.js';

const BEAT_MS = 1000;
const WATCH_MS = 250;
const CLOCK_MS = 30_000;
/** A claim that is not answered by then is dropped. */
const WELCOME_US = 10_000_000;
/** How long the leader of a run may be silent unless it says otherwise. */
const USUAL_PATIENCE_US = 15_000_000;
/** What was counted is kept for so long after the load has ended without its leader. */
const KEPT_US = 300_000_000;
/** For what was said last to be heard. */
const LAST_HEARD_US = 3_000_000;
const LOOK_AGAIN_MS = 200;
/** Entries of what agents say that are not read yet, at the most. */
const MOST_UNREAD = 20_000;

/** What a part of a run is done with. */
export interface PartMeans {
  /** For what is said. */
  readonly connection: Connection;
  /** For what is heard; ended with the part. */
  readonly reader: Connection;
  readonly clock: BrokerClock;
  readonly facts: AgentFacts;
  readonly reach: OwnReach;
  /** Identifies what this agent says of this run. */
  readonly key: string;
  /** Does anybody lead the run? */
  readonly isLed: () => Promise<boolean>;
  /** Takes a line for who looks at the agent. */
  readonly say: (line: string) => void;
  readonly startWorker: StartWorker | undefined;
}

/** One agent's part of one run, from the claim of its slot until it is free again. */
export class AgentPart {
  readonly #offer: SlotOffer;
  readonly #means: PartMeans;
  readonly #keys: RunKeys;
  readonly #own = createSealingKeys();
  readonly #gauge = new OwnGauge();
  readonly #memory = createLifelineMemory(nowUs());
  readonly #channel: Channel<FromAgent, ToAgent>;
  readonly #reader: StreamReader;
  readonly #over = new Once();
  readonly #claimedAtUs = nowUs();
  #lifeline: Lifeline;
  #workers: AgentWorkers | undefined;
  /** On the broker's clock; undefined as long as the slot is not ours. */
  #welcomeAtUs: number | undefined;
  #isEnding = false;
  #isReleased = false;
  #isGivenUp = false;
  #asking: Promise<void> | undefined;
  #isLed = true;
  #clockAtUs = nowUs();
  #timers: NodeJS.Timeout[] = [];

  constructor(offer: SlotOffer, means: PartMeans) {
    this.#offer = offer;
    this.#means = means;
    this.#keys = runKeys(offer.runId);
    this.#lifeline = new Lifeline({ memory: this.#memory, patienceUs: USUAL_PATIENCE_US });
    this.#channel = new Channel({
      key: means.key,
      write: (fields) => this.#write({ ...fields, s: String(offer.slot) }),
      onHeard: (message) => this.#onHeard(message),
      onUnreadable: (problem) => means.say(WORDS.unreadable(problem)),
    });
    const down = this.#keys.downOf(offer.slot);
    this.#reader = new StreamReader(
      means.reader,
      [this.#keys.down, down],
      (stream, fields) => this.#onEntry(stream === down, fields),
      (problem) => means.say(WORDS.brokerRefuses(problem)),
    );
  }

  /** Does the part. @returns when the agent is free for another run */
  async perform(): Promise<void> {
    const { facts, key, clock } = this.#means;
    await clock.measure();
    const claim: SlotClaim = { entry: this.#offer.entry, facts, publicKey: this.#own.publicKey };
    this.#write({ k: key, s: String(this.#offer.slot), claim: encodeData(claim) });
    this.#timers = [
      setInterval(() => this.#beat(), BEAT_MS),
      setInterval(() => this.#watch(), WATCH_MS),
      setInterval(() => void this.#readClock(), CLOCK_MS),
    ];
    try {
      await this.#over.happened;
    } finally {
      for (const timer of this.#timers) clearInterval(timer);
      this.#gauge.close();
      await this.#reader.end();
    }
  }

  /** Leaves before the run is over, with what was counted said. @param reason a part of a sentence */
  async leave(reason: string): Promise<void> {
    if (this.#welcomeAtUs === undefined) {
      this.#over.fire();
      return;
    }
    await this.#endEarly(reason, LAST_HEARD_US);
  }

  #onEntry(isOwn: boolean, fields: EntryFields): void {
    const { k: key, refused, beat } = fields;
    if (isOwn && key === this.#means.key && refused !== undefined) {
      this.#means.say(WORDS.refused(this.#offer.runId, refused));
      this.#over.fire();
    } else if (isOwn) this.#channel.hear(fields);
    else if (beat !== undefined) this.#onBeat(decodeData(beat) as LeaderBeat);
  }

  #onBeat({ atUs, heard }: LeaderBeat): void {
    const [key, number] = heard[this.#offer.slot] ?? [];
    const now = nowUs();
    this.#lifeline.renew(this.#means.clock.fromBroker(atUs), now);
    if (key === this.#means.key && number !== undefined) this.#channel.confirm(number);
    // A beat may be older than the welcome.
    else if (this.#welcomeAtUs !== undefined && atUs > this.#welcomeAtUs) void this.#endGivenUp();
  }

  #onHeard(message: ToAgent): void {
    switch (message.type) {
      case 'welcome':
        this.#welcomeAtUs = message.atUs;
        this.#means.say(WORDS.welcome(this.#offer.runId, message.slot + 1, this.#offer.of));
        break;
      case 'plan':
        void this.#prepare(message);
        break;
      case 'start':
        this.#workers?.start(message.start);
        break;
      case 'tell':
        if (message.message.type === 'prepare') void this.#readClock();
        this.#workers?.tell(message.role, message.message);
        break;
      case 'close':
        void this.#workers
          ?.close(message.role, message.isForced)
          .then(() => this.#channel.say({ type: 'closed', role: message.role }));
        break;
      case 'release':
        void this.#release();
        break;
    }
  }

  async #prepare(order: PlanOrder): Promise<void> {
    const lifeline = { memory: this.#memory, patienceUs: order.patienceMs * 1000 };
    this.#lifeline = new Lifeline(lifeline);
    try {
      const task = await prepareTask(order, this.#means.reach, this.#own.privateKey, lifeline);
      if (this.#isEnding) return;
      this.#workers = new AgentWorkers(task, this.#means, {
        onMessage: (role, message) => {
          // What a phase has cost is known with its end.
          if (message.type === 'phase-done') this.#channel.say({ type: 'gauge', gauge: this.#gaugeNow() });
          this.#channel.say({ type: 'said', role, message });
        },
        onDeath: (role, message, code) => this.#channel.say({ type: 'died', role, message, code }),
        note: (sentence) => this.#channel.say({ type: 'note', sentence }),
      });
      const [{ address }] = task.found;
      this.#channel.say({ type: 'found', address, notices: task.found.flatMap(({ notices }) => notices) });
    } catch (thrown) {
      const hint = thrown instanceof AppError ? (thrown.hint ?? null) : null;
      this.#means.say(WORDS.notFound(messageOf(thrown)));
      this.#channel.say({ type: 'not-found', message: messageOf(thrown), hint });
    }
  }

  #watch(): void {
    const now = nowUs();
    if (this.#welcomeAtUs === undefined) {
      if (now - this.#claimedAtUs > WELCOME_US) {
        this.#means.say(WORDS.notWelcome(this.#offer.runId));
        this.#over.fire();
      }
      return;
    }
    this.#workers?.look(now);
    if (this.#means.connection.isUp && this.#reader.silenceUs < 2 * BEAT_MS * 1000) this.#channel.sayAgain();
    if (!this.#isEnding && this.#lifeline.isCut(now)) void this.#endEarly(WORDS.noSign, KEPT_US);
  }

  /** Ends the load before its leader says so. What was counted is said until that has heard it, or is there no more. */
  async #endEarly(reason: string, keptUs: number): Promise<void> {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#means.say(WORDS.endsEarly(this.#offer.runId, reason));
    await this.#workers?.lastWords();
    this.#lifeline.cut();
    this.#channel.say({ type: 'goodbye', reason });
    const endUs = nowUs() + keptUs;
    while (nowUs() < endUs && !this.#channel.isConfirmed && !this.#isReleased && !this.#isGivenUp) {
      if (!(await this.#askIfLed())) break;
      await sleep(LOOK_AGAIN_MS);
    }
    this.#over.fire();
  }

  /** Whoever leads the run has given this agent up: nothing that it still says is counted. */
  async #endGivenUp(): Promise<void> {
    this.#isGivenUp = true;
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#means.say(WORDS.endsEarly(this.#offer.runId, WORDS.givenUp));
    this.#lifeline.cut();
    await this.#workers?.terminate();
    this.#over.fire();
  }

  async #release(): Promise<void> {
    this.#isReleased = true;
    if (!this.#isEnding) {
      this.#isEnding = true;
      await this.#workers?.end();
      this.#means.say(WORDS.released(this.#offer.runId));
    }
    this.#channel.say({ type: 'released' });
    const endUs = nowUs() + LAST_HEARD_US;
    while (nowUs() < endUs && !this.#channel.isConfirmed && (await this.#askIfLed())) await sleep(LOOK_AGAIN_MS);
    this.#over.fire();
  }

  /** Does anybody lead the run? While the broker is away that is not known, and what was known last holds. */
  async #askIfLed(): Promise<boolean> {
    this.#asking ??= this.#means
      .isLed()
      .then(
        (isLed) => {
          this.#isLed = isLed;
        },
        () => undefined,
      )
      .finally(() => {
        this.#asking = undefined;
      });
    await waitAtMost(LOOK_AGAIN_MS, this.#asking);
    return this.#isLed;
  }

  #beat(): void {
    const { clock, key } = this.#means;
    const beat: AgentBeat = { gauge: this.#gaugeNow(), clock: clock.reading, heard: this.#channel.heard };
    this.#write({ k: key, s: String(this.#offer.slot), beat: encodeData(beat) });
  }

  #gaugeNow(): AgentGauge {
    return {
      ...this.#gauge.inUse(),
      peakRssBytes: this.#gauge.peakRssBytes(),
      cpuSeconds: this.#gauge.cpuSeconds(),
      pacing: this.#workers?.pacing ?? null,
    };
  }

  async #readClock(): Promise<void> {
    if (nowUs() - this.#clockAtUs < BEAT_MS * 1000 || !this.#means.connection.isUp) return;
    this.#clockAtUs = nowUs();
    await this.#means.clock.measure().catch(() => undefined);
  }

  #write(fields: EntryFields): void {
    const list = Object.entries(fields).flat();
    // Who leads the run takes its streams away once this agent is released; a sign of life must not make one anew, which nobody would remove.
    const onlyThere = this.#isReleased ? ['NOMKSTREAM'] : [];
    this.#means.connection
      .ask('XADD', this.#keys.up, ...onlyThere, 'MAXLEN', '~', MOST_UNREAD, '*', ...list)
      .catch((thrown: unknown) => {
        this.#means.say(WORDS.brokerRefuses(messageOf(thrown)));
      });
  }
}
