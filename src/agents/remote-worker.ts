import { Once } from '../core/once.js';
import { waitAtMost } from '../core/clock.js';
import type { FromWorker, ToWorker, WorkerStart } from '../engine/messages.js';
import { AgentLostError } from '../engine/main/hosts.js';
import type { WorkerListener, WorkerPort } from '../engine/worker-port.js';
import type { BrokerClock } from './broker-clock.js';
import type { Member } from './member.js';
import { withTimes } from './times.js';

/** How long an agent may take to say that a worker has ended. */
const END_TIMEOUT_MS = 5000;

/** Who listens to a worker on an agent. */
interface RemoteListener extends WorkerListener {
  /** It is told something. */
  onTold(message: ToWorker): void;
}

/** Where a worker is started. */
interface RemotePlace {
  readonly start: WorkerStart;
  readonly member: Member;
  /** Workers of this agent, the observers' included. */
  readonly threads: number;
  readonly clock: BrokerClock;
}

/** A worker on an agent, behind the port that a thread has. */
export class RemoteWorker implements WorkerPort {
  readonly role: WorkerStart['role'];
  isAlive = true;
  /** Has it said all that it knows? */
  hasSummarised = false;
  readonly #member: Member;
  readonly #clock: BrokerClock;
  readonly #listener: RemoteListener;
  readonly #closed = new Once();
  #isClosing = false;

  /** Starts it. */
  constructor({ start, member, threads, clock }: RemotePlace, listener: RemoteListener) {
    const { role, shards, originUs, admitted } = start;
    this.role = role;
    this.#member = member;
    this.#clock = clock;
    this.#listener = listener;
    member.channel.say({
      type: 'start',
      start: {
        role,
        shards,
        originUs: clock.toBroker(originUs),
        threads,
        ...(admitted === undefined ? {} : { admitted }),
      },
    });
  }

  send(message: ToWorker): void {
    if (!this.isAlive) return;
    this.#listener.onTold(message);
    const translated = withTimes(message, (ownUs) => this.#clock.toBroker(ownUs));
    this.#member.channel.say({ type: 'tell', role: this.role, message: translated });
  }

  async end(): Promise<void> {
    await this.#close(false);
  }

  async terminate(): Promise<void> {
    await this.#close(true);
  }

  /** It said something. */
  onSaid(message: FromWorker): void {
    if (!this.isAlive) return;
    if (message.type === 'summary') this.hasSummarised = true;
    this.#listener.onMessage(message);
  }

  /** It ended, as it was told to. */
  onClosed(): void {
    this.#closed.fire();
  }

  /** It ended, without having been told to. */
  onDied(cause: Error): void {
    this.#closed.fire();
    if (!this.isAlive) return;
    this.isAlive = false;
    this.#listener.onDeath(cause);
  }

  /** Its agent is lost, of which everything has been said. */
  onAgentLost(): void {
    this.onDied(new AgentLostError(`its agent ${this.#member.name} was lost`));
  }

  async #close(isForced: boolean): Promise<void> {
    const wasAlive = this.isAlive;
    this.isAlive = false;
    if (wasAlive || (isForced && !this.#isClosing)) {
      this.#isClosing = true;
      this.#member.channel.say({ type: 'close', role: this.role, isForced });
    }
    if (this.#member.isLost) this.#closed.fire();
    await waitAtMost(END_TIMEOUT_MS, this.#closed.happened);
  }
}
