import { setMaxListeners } from 'node:events';
import { nextRead, nowUs } from '../../core/clock.js';
import type { PhaseName } from '../../core/phases.js';
import { maskOf } from '../../core/secret-mask.js';
import { encodeCounts } from '../../metrics/sparse-counts.js';
import type { FromWorker, ToWorker, WorkerStart, WorkerSummary } from '../messages.js';
import { createContext, peopleSoFar, type WorkerContext } from './context.js';
import { flood } from './flood.js';
import { oversizedFrame } from './frame-sizes.js';
import { PhasePerformer } from './phase-performer.js';
import { PhaseMeter } from './phases/phase.js';
import { populate } from './populate.js';
import { lonelyNote, prepare } from './prepare.js';
import { probe } from './probe.js';
import { Receiver } from './receiver.js';
import { summariseEntrances, summariseRooms } from './room-summary.js';
import { SetUpDiary } from './set-up-diary.js';
import { Snapshotter } from './snapshotter.js';
import { dropBacklog } from './transmitter.js';
import { withoutSecrets } from './without-secrets.js';

const PROGRESS_INTERVAL_MS = 200;
const TICK_INTERVAL_MS = 1000;
const LIFELINE_INTERVAL_MS = 100;
/** So long after the end of its load a worker waits for its process to ask for its account. */
const LAST_WORDS_MS = 5000;

/** One worker's run: does what the main thread says, phase by phase, and reports. */
export class WorkerRun {
  readonly #context: WorkerContext;
  readonly #receiver: Receiver;
  readonly #setUpDiary: SetUpDiary;
  readonly #snapshotter: Snapshotter;
  readonly #post: (message: FromWorker) => void;
  readonly #ticker: NodeJS.Timeout;
  readonly #lifelineTicker: NodeJS.Timeout | undefined;
  /** Ends what is going on. */
  #stop = new AbortController();
  #goingOn: Promise<unknown> = Promise.resolve();
  readonly #performer: PhasePerformer;
  #cutAtUs: number | undefined;
  /** Distance from the marks' zero to the flood's. */
  #floodOffsetMs = 0;

  constructor(start: WorkerStart, post: (message: FromWorker) => void) {
    this.#context = createContext(start, (message) => this.#post({ type: 'notice', message }));
    this.#post = withoutSecrets(post, maskOf(start.plan, start.secrets), this.#context.users);
    this.#receiver = new Receiver(this.#context);
    this.#performer = new PhasePerformer(this.#context);
    this.#setUpDiary = new SetUpDiary(this.#context.dialect);
    this.#receiver.witness = this.#setUpDiary;
    this.#receiver.accounts.onEcho = () => {
      this.#receiver.accounts.onEcho = undefined;
      post({ type: 'echo-heard' });
    };
    populate(this.#context, this.#receiver);
    if (start.admitted !== undefined) this.#admit(start.admitted);
    this.#snapshotter = new Snapshotter(this.#context, (snapshot) => this.#post({ type: 'snapshot', snapshot }));
    this.#ticker = setInterval(() => void this.#tick(), TICK_INTERVAL_MS);
    if (this.#context.lifeline !== undefined)
      this.#lifelineTicker = setInterval(() => this.#askLifeline(), LIFELINE_INTERVAL_MS);
    post({ type: 'ready' });
  }

  /** Takes a message of the main thread. */
  async handle(message: ToWorker): Promise<void> {
    switch (message.type) {
      case 'phase':
        await this.#inTurn((signal) => this.#runPhase(message, signal));
        break;
      case 'flood':
        await this.#inTurn((signal) => this.#runFlood(message, signal));
        break;
      case 'probe':
        await this.#inTurn(async (signal) => {
          const found = await probe(this.#context, this.#receiver, message.patienceMs, signal);
          this.#post({ type: 'probe-done', found });
        });
        break;
      case 'admit':
        this.#admit(message.users);
        break;
      case 'senders':
        this.#post({ type: 'senders', senders: this.#ableToSend(), oversized: oversizedFrame(this.#context) });
        break;
      case 'learn-echo':
        this.#receiver.accounts.learnEcho();
        break;
      case 'prepare':
        await this.#inTurn((signal) => prepare(this.#context, message, signal));
        this.#post({ type: 'prepared' });
        break;
      case 'stop':
        this.#stop.abort();
        break;
      case 'close-accounts':
        this.#receiver.accounts.close();
        break;
      case 'summarise':
        // A run that is abandoned asks in the middle of a phase: what that did from here on would be in no account.
        this.#stop.abort();
        this.#receiver.accounts.close();
        for (const { silence } of this.#context.entrances) silence.settle();
        this.#snapshotter.flush();
        this.#snapshotter.stop();
        this.#post({ type: 'summary', summary: this.#summary() });
        break;
      case 'close':
        await this.#close();
        break;
    }
  }

  /** A thread that was held up has read what came meanwhile before it calls a server silent. */
  async #tick(): Promise<void> {
    await nextRead();
    const now = nowUs();
    for (const user of this.#context.users) user.tick(now);
  }

  /** Nobody leads the run any more: its load ends, and when nobody of this process says anything either, so does the thread. */
  #askLifeline(): void {
    if (this.#context.lifeline?.isCut(nowUs()) !== true) return;
    this.#stop.abort();
    this.#context.reconnector.stop();
    this.#cutAtUs ??= nowUs();
    if (nowUs() - this.#cutAtUs > LAST_WORDS_MS * 1000) throw new Error('nobody leads the run any more');
  }

  /** Frees everything; the thread can end. */
  async #close(): Promise<void> {
    this.#stop.abort();
    clearInterval(this.#ticker);
    clearInterval(this.#lifelineTicker);
    this.#snapshotter.stop();
    this.#context.observer.close();
    this.#context.reconnector.stop();
    for (const user of this.#context.users) user.terminate();
    await this.#context.close();
  }

  async #runPhase(order: Extract<ToWorker, { type: 'phase' }>, signal: AbortSignal): Promise<void> {
    const { tally } = this.#context;
    const name = order.phase;
    const { meter, run } = this.#performer.begin(order);
    tally.phase = name;
    const ended = AbortSignal.any([signal, meter.silence]);
    setMaxListeners(0, ended);
    const progress = setInterval(
      () => this.#post({ type: 'progress', phase: name, tally: meter.tally }),
      PROGRESS_INTERVAL_MS,
    );
    try {
      await run(ended);
      meter.end();
    } finally {
      clearInterval(progress);
    }
    this.#snapshotter.flush();
    this.#postDone(name, meter);
  }

  async #runFlood(start: Extract<ToWorker, { type: 'flood' }>, signal: AbortSignal): Promise<void> {
    const { rooms, users, reconnector, tally } = this.#context;
    tally.phase = 'flood';
    this.#receiver.witness = undefined;
    this.#floodOffsetMs = (start.startUs - this.#context.originUs) / 1000;
    dropBacklog(this.#context);
    this.#receiver.accounts.open(start.startUs - this.#context.originUs);
    for (const { counts } of this.#context.entrances) counts?.openAccount();
    tally.stages.begin(start.startUs - this.#context.originUs);
    const { originUs, plan } = this.#context;
    for (const room of rooms) room.openLedger(start.echo, start.startUs, originUs, tally.stages.count, plan.audit);
    for (const user of users) user.refusals.reset();
    reconnector.start();
    for (const user of users) if (user.hasConnected && !user.isConnected) reconnector.add(user);
    this.#snapshotter.start(start.startUs);
    await flood(this.#context, this.#receiver, start, signal, this.#snapshotter);
    reconnector.stop();
    // What the workers saw of themselves counts only as long as the flood goes on.
    this.#snapshotter.flush();
    this.#postDone('flood', new PhaseMeter(this.#context.tally));
  }

  /** Observers are there from the first moment on. */
  #admit(users: number): void {
    const { admission, plan, role } = this.#context;
    if (role !== 'canary') admission.admit(plan, users);
  }

  #postDone(phase: PhaseName, meter: PhaseMeter): void {
    const { tally, failures } = meter;
    const setUpEvents = failures.length > 0 ? this.#setUpDiary.events : [];
    const heard = phase === 'drain' ? this.#receiver.heardInFlood : setUpEvents;
    this.#post({ type: 'phase-done', phase, tally, latency: encodeCounts(meter.latency), failures, heard });
  }

  /** Who may send: members of rooms that at least two have joined. */
  #ableToSend(): Int32Array {
    const pairs: number[] = [];
    const { admission, rooms } = this.#context;
    for (const room of rooms.filter((one) => admission.isOpen(one))) {
      if (room.joinedCount < 2) {
        this.#context.notice(lonelyNote(room.chat.name));
        continue;
      }
      for (const { isJoined, member } of room.members) if (isJoined) pairs.push(room.chat.index, member);
    }
    return Int32Array.from(pairs);
  }

  /** One thing at a time: what still goes on, and is waited for no longer, is ended before the next begins. */
  async #inTurn(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const before = this.#goingOn;
    this.#stop.abort();
    const stop = new AbortController();
    this.#stop = stop;
    setMaxListeners(0, stop.signal);
    const own = before.then(() => work(stop.signal));
    this.#goingOn = own.catch(() => undefined);
    await own;
  }

  #summary(): WorkerSummary {
    const { rooms, audit, reads } = this.#context;
    reads?.giveUp();
    return {
      ...summariseRooms(rooms, this.#floodOffsetMs),
      audit: audit?.outcome() ?? null,
      entrances: summariseEntrances(this.#context),
      ...peopleSoFar(this.#context),
    };
  }
}
