import { messageOf } from '../core/errors.js';
import { GROUP, PROTOCOL, queueKeys, runKeys } from './keys.js';
import type { Connection } from './redis.js';
import { type EntryFields, fieldsOfEntry, type StreamEntry } from './stream-reader.js';

/** More entries than a queue ever has. */
const MOST_ENTRIES = 10_000;
/** An agent that has asked for nothing for so long is gone. */
const GONE_AFTER_MS = 3_600_000;
/** How long an agent waits for a slot at a time. */
const BLOCK_MS = 1000;

/** A part of a run that an agent may take. */
export interface SlotOffer {
  /** Id of its entry. */
  readonly entry: string;
  readonly runId: string;
  readonly slot: number;
  readonly of: number;
  readonly version: string;
  readonly protocol: number;
}

/** A slot that was handed out: to whom does not matter, for how long does. */
interface HandedOut {
  readonly entry: string;
  readonly idleMs: number;
}

/** The slots of all runs of a queue, as who leads a run sees them. */
export class SlotQueue {
  readonly #connection: Connection;
  readonly #slots: string;

  constructor(connection: Connection, queueName: string) {
    this.#connection = connection;
    this.#slots = queueKeys(queueName).slots;
  }

  /** Makes the queue ready: its group, without slots of runs that nobody leads any more, and without agents that are gone. */
  async prepare(): Promise<void> {
    await this.makeGroup();
    for (const { entry } of await this.handedOut()) {
      const runId = (await this.#entry(entry))?.['run'];
      const isLed = runId !== undefined && (await this.#connection.ask('EXISTS', runKeys(runId).lease)) === 1;
      if (!isLed) await this.remove(entry);
    }
    const consumers = (await this.#connection.ask('XINFO', 'CONSUMERS', this.#slots, GROUP)) as readonly unknown[];
    for (const consumer of consumers) {
      const { name, pending, idle } = namedValues(consumer);
      const isGone = Number(pending) === 0 && Number(idle) > GONE_AFTER_MS;
      if (isGone) await this.#connection.ask('XGROUP', 'DELCONSUMER', this.#slots, GROUP, String(name));
    }
  }

  /** The group that hands slots out is there from then on. */
  async makeGroup(): Promise<void> {
    try {
      await this.#connection.ask('XGROUP', 'CREATE', this.#slots, GROUP, '0', 'MKSTREAM');
    } catch (thrown) {
      if (!messageOf(thrown).startsWith('BUSYGROUP')) throw thrown;
    }
  }

  /** Puts slots of a run into the queue, all at once, so that two runs never wait for each other. @returns the ids of their entries */
  async add(runId: string, slots: readonly number[], of: number, version: string): Promise<string[]> {
    const entries = slots.map(
      (slot) =>
        [
          'XADD',
          this.#slots,
          '*',
          'run',
          runId,
          'slot',
          slot,
          'of',
          of,
          'protocol',
          PROTOCOL,
          'version',
          version,
        ] as const,
    );
    return (await this.#connection.askTogether(entries)).map(String);
  }

  /** Takes a slot out, whoever has it. */
  async remove(entry: string): Promise<void> {
    await this.#connection.askTogether([
      ['XACK', this.#slots, GROUP, entry],
      ['XDEL', this.#slots, entry],
    ]);
  }

  /** Is the entry still in the queue? */
  async has(entry: string): Promise<boolean> {
    return (await this.#entry(entry)) !== undefined;
  }

  /** Slots that agents have taken. */
  async handedOut(): Promise<HandedOut[]> {
    const pending = await this.#connection.ask('XPENDING', this.#slots, GROUP, '-', '+', MOST_ENTRIES);
    return (pending as readonly (readonly [string, string, number, number])[]).map(([entry, , idleMs]) => ({
      entry,
      idleMs,
    }));
  }

  /** Runs that have slots in front of the first of a run that no agent has taken yet. */
  async runsBefore(runId: string): Promise<string[]> {
    const taken = new Set((await this.handedOut()).map(({ entry }) => entry));
    const all = (await this.#connection.ask('XRANGE', this.#slots, '-', '+', 'COUNT', MOST_ENTRIES)) as StreamEntry[];
    const waiting = all.filter(([entry]) => !taken.has(entry)).flatMap(([, list]) => fieldsOfEntry(list)['run'] ?? []);
    const own = waiting.indexOf(runId);
    return own === -1 ? [] : [...new Set(waiting.slice(0, own))];
  }

  async #entry(entry: string): Promise<EntryFields | undefined> {
    const found = (await this.#connection.ask('XRANGE', this.#slots, entry, entry)) as StreamEntry[];
    const list = found[0]?.[1];
    return list === undefined ? undefined : fieldsOfEntry(list);
  }
}

/** The slots of a queue, as an agent sees them. */
export class SlotTaker {
  readonly #connection: Connection;
  readonly #slots: string;
  readonly #agentId: string;

  /** @param connection for this alone, since it waits */
  constructor(connection: Connection, queueName: string, agentId: string) {
    this.#connection = connection;
    this.#slots = queueKeys(queueName).slots;
    this.#agentId = agentId;
  }

  /** Takes the next slot, which nobody else has from then on; one that was handed to this agent and never came first. */
  async take(): Promise<SlotOffer | undefined> {
    return (await this.#read('0', [])) ?? (await this.#read('>', ['BLOCK', BLOCK_MS]));
  }

  /** Is done with a slot. */
  async drop(entry: string): Promise<void> {
    await this.#connection.ask('XACK', this.#slots, GROUP, entry);
    await this.#connection.ask('XDEL', this.#slots, entry);
  }

  /** Does anybody lead the run? */
  async isLed(runId: string): Promise<boolean> {
    return (await this.#connection.ask('EXISTS', runKeys(runId).lease)) === 1;
  }

  async #read(from: string, wait: readonly (string | number)[]): Promise<SlotOffer | undefined> {
    const group = ['GROUP', GROUP, this.#agentId, 'COUNT', 1, ...wait] as const;
    const answer = await this.#connection.ask('XREADGROUP', ...group, 'STREAMS', this.#slots, from);
    const [stream] = (answer ?? []) as readonly (readonly [string, readonly (readonly [string, string[] | null])[]])[];
    const [found] = stream?.[1] ?? [];
    if (found === undefined) return undefined;
    const [entry, list] = found;
    const offer = list === null ? undefined : offerOf(entry, fieldsOfEntry(list));
    // What is no slot, or was taken out meanwhile, is nobody's.
    if (offer === undefined) await this.drop(entry);
    return offer;
  }
}

function offerOf(entry: string, { run, slot, of, protocol, version }: EntryFields): SlotOffer | undefined {
  if (run === undefined || version === undefined) return undefined;
  const numbers = { slot: Number(slot), of: Number(of), protocol: Number(protocol) };
  return Object.values(numbers).every(Number.isSafeInteger) ? { entry, runId: run, version, ...numbers } : undefined;
}

/** Names and values in turn, as some answers have them. */
function namedValues(list: unknown): Readonly<Record<string, unknown>> {
  if (!Array.isArray(list)) return {};
  return Object.fromEntries(
    Array.from({ length: list.length / 2 }, (_, pair): [string, unknown] => [
      String(list[pair * 2]),
      list[pair * 2 + 1],
    ]),
  );
}
