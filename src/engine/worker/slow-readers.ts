import { nowUs, sleep, sleepUntil } from '../../core/clock.js';
import { sumOf } from '../../core/numbers.js';
import { createRandom } from '../../core/random.js';
import type { SlowReaders } from '../../core/slow-readers.js';
import { NumberSet } from '../../ledger/number-set.js';
import { drawUsers } from '../../load/drawn-users.js';
import type { SlowReaderCounts } from '../../metrics/slow-readers.js';
import type { WorkerContext } from './context.js';
import type { CopyAccounts } from './copy-accounts.js';
import { lostDelayMs } from './reconnector.js';
import type { SlowReading } from './room-runtime.js';
import type { VirtualUser } from './virtual-user.js';

/** So often is what is under way to those who do not read taken out of what is waited for: with a window, senders wait for it so long. */
const EXCUSE_INTERVAL_MS = 20;

/** Somebody who stops reading, and what becomes of the connection. */
class SlowReader {
  readonly user: VirtualUser;
  readonly readings: readonly SlowReading[];
  isCut = false;
  hasLeft = false;
  isBack = false;

  constructor(user: VirtualUser) {
    this.user = user;
    this.readings = user.memberships.map((membership) => {
      membership.slow = { missing: new NumberSet(), received: 0 };
      return membership.slow;
    });
  }

  /** Copies that did not come. */
  get missing(): number {
    return sumOf(this.readings.map(({ missing }) => missing.size));
  }
}

/** The slow readers of a plan in one worker: they stop reading at their time, and go on later. */
export class SlowReadersOfWorker {
  readonly #context: WorkerContext;
  readonly #accounts: CopyAccounts;
  readonly #planned: SlowReaders | undefined;
  readonly #startUs: number;
  #readers: readonly SlowReader[] = [];
  readonly #over = new AbortController();

  /** @param startUs when the flood begins, on the machine's monotonic clock */
  constructor(context: WorkerContext, accounts: CopyAccounts, startUs: number) {
    this.#context = context;
    this.#accounts = accounts;
    this.#planned = context.role === 'canary' ? undefined : context.plan.slowReaders;
    this.#startUs = startUs;
    for (const user of context.users) {
      user.slow = undefined;
      for (const membership of user.memberships) membership.slow = undefined;
    }
  }

  /** Waits for their time. */
  start(): void {
    if (this.#planned !== undefined) void this.#run(this.#planned);
  }

  /** The flood is over: everybody reads, and whoever is not back stays away. */
  stop(): void {
    this.#over.abort();
    this.#readOn();
    for (const { user, isCut } of this.#readers) if (isCut) user.isAway = false;
  }

  /** Copies that may still come to those who read again. */
  get waiting(): number {
    return sumOf(
      this.#readers.map((reader) => (reader.user.slow !== undefined && reader.user.isConnected ? reader.missing : 0)),
    );
  }

  /** What became of them so far; in the end, call it after the drain. */
  get summary(): SlowReaderCounts {
    const readers = this.#readers;
    const cut = readers.filter(({ isCut }) => isCut);
    const gone = sumOf(readers.map(({ isCut, hasLeft, missing }) => (isCut || hasLeft ? missing : 0)));
    const dropped = sumOf(readers.map(({ missing }) => missing)) - gone;
    const received = sumOf(readers.flatMap(({ readings }) => readings.map((reading) => reading.received)));
    return {
      users: readers.length,
      cut: cut.length,
      back: cut.filter(({ isBack }) => isBack).length,
      held: received + gone + dropped,
      received,
      gone,
      dropped,
    };
  }

  async #run({ share, atMs, durationMs }: SlowReaders): Promise<void> {
    const { signal } = this.#over;
    const { outbox, plan, users, reconnector } = this.#context;
    await sleepUntil(this.#startUs + atMs * 1000, signal);
    if (signal.aborted) return;
    outbox.flush();
    const chosen = drawUsers(plan, share, 'slow readers');
    const endUs = this.#startUs + (atMs + durationMs) * 1000;
    this.#readers = users
      .filter((user) => chosen.has(user.chat.index) && user.isConnected && !reconnector.isBringingBack(user))
      .map((user) => this.#stopReading(user, endUs));
    while (!signal.aborted && nowUs() < endUs) {
      this.#excuse();
      await sleep(Math.min(EXCUSE_INTERVAL_MS, (endUs - nowUs()) / 1000), signal);
    }
    if (!signal.aborted) this.#readOn();
  }

  #stopReading(user: VirtualUser, endUs: number): SlowReader {
    const reader = new SlowReader(user);
    user.slow = { isReading: false, onCut: () => this.#onCut(reader, endUs), onLeft: () => this.#onLeft(reader) };
    user.setReading(false);
    return reader;
  }

  #excuse(): void {
    for (const { user } of this.#readers)
      if (user.slow?.isReading === false) for (const membership of user.memberships) this.#accounts.excuse(membership);
  }

  #readOn(): void {
    this.#excuse();
    for (const { user } of this.#readers) if (user.slow?.isReading === false) user.setReading(true);
  }

  /** A storm took it, or its session was over: what it was not given until then went with the connection. */
  #onLeft(reader: SlowReader): void {
    reader.hasLeft = true;
    reader.user.slow = undefined;
  }

  /** Who does not read does not notice, either: it comes back when it was to read again. */
  #onCut(reader: SlowReader, endUs: number): void {
    const { user } = reader;
    const { reconnector, plan } = this.#context;
    const random = createRandom(plan.seed, `slow reader ${user.chat.index}`);
    reader.isCut = true;
    user.slow = undefined;
    user.isAway = !this.#over.signal.aborted;
    reconnector.bringBack(user, {
      wait: async (tries, signal) => {
        if (tries === 0) await sleepUntil(endUs, signal);
        await sleep(lostDelayMs(tries, random), signal);
        user.isAway = false;
      },
      isBounded: true,
      onBack: () => {
        reader.isBack = true;
      },
    });
  }
}
