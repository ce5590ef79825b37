import type { Text } from '../core/language/template.js';
import { inEnglish, message } from '../core/language/words.js';
import { nowUs, sleep } from '../core/clock.js';
import { messageOf, StartError } from '../core/errors.js';
import { Once } from '../core/once.js';
import { amount, printable } from '../core/text.js';
import { formatTime } from '../core/units.js';
import { decodeData } from './codec.js';
import { Crew } from './crew.js';
import { CREW_WORDS } from './crew-words.js';
import { PROTOCOL, queueKeys } from './keys.js';
import { Member } from './member.js';
import type { SlotClaim } from './protocol.js';
import type { Broker } from './redis.js';
import { SlotQueue } from './slot-queue.js';
import type { EntryFields } from './stream-reader.js';

const LOOK_MS = 1000;
/** A slot that was handed out and not asked for by then is handed out anew. */
const UNCLAIMED_MS = 10_000;
/** A slot that was refused waits so long: the same agent may be the one that is free. */
const REFUSED_MS = 3000;
/** How long the name of a run is taken. */
const NAME_SECONDS = 7 * 24 * 3600;

/** What a run asks of its queue. */
export interface GatherOptions {
  readonly broker: Broker;
  readonly runId: string;
  /** Of newyear-load. */
  readonly version: string;
  /** Agents that are wanted. */
  readonly agents: number;
  /** How long to wait for them. */
  readonly timeoutMs: number;
  /** How long one of them may be silent. */
  readonly patienceMs: number;
  /** A run of this name is made once. */
  readonly name: string | undefined;
  /** Why an agent that may connect to these hosts cannot take part; undefined when it can. */
  readonly refusalOf: (allowedHosts: readonly string[]) => string | undefined;
  /** Takes a line about how it goes on. */
  readonly say: (line: string) => void;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

/**
 * Waits until enough agents have taken a slot of the run each.
 * @throws StartError when the broker refuses us, there are too few agents for too long, or the run has been made
 */
export async function gatherCrew(options: GatherOptions): Promise<Crew> {
  const { broker, runId, name } = options;
  const connection = await broker.open();
  const queue = new SlotQueue(connection, broker.address.name);
  try {
    if (name !== undefined) {
      const key = queueKeys(broker.address.name).nameOf(name);
      if ((await connection.ask('SET', key, runId, 'NX', 'EX', NAME_SECONDS)) === null) throw alreadyMade(name);
    }
    await queue.prepare();
  } catch (thrown) {
    connection.close();
    throw thrown instanceof StartError ? thrown : new StartError(CREW_WORDS.brokerRefuses(messageOf(thrown)));
  }
  const reader = await broker.open();
  const crew = new Crew({ broker, connection, reader, queue, runId, patienceMs: options.patienceMs });
  const lobby = new Lobby(crew, queue, options);
  try {
    await lobby.fill();
    return crew;
  } catch (thrown) {
    await lobby.cancel();
    await crew.dismiss();
    throw thrown;
  }
}

/** A place that nobody has taken yet. */
interface OpenSlot {
  readonly slot: number;
  /** Id of its entry; undefined until it is put into the queue. */
  entry: string | undefined;
  /** When it is put there, on the machine's monotonic clock. */
  readonly fromUs: number;
}

/** Where agents come in. */
class Lobby {
  readonly #crew: Crew;
  readonly #queue: SlotQueue;
  readonly #options: GatherOptions;
  readonly #open = new Map<number, OpenSlot>();
  readonly #said = new Set<string>();
  readonly #refused = new Set<string>();
  /** Happens when the last slot is taken. */
  #changed = new Once();

  constructor(crew: Crew, queue: SlotQueue, options: GatherOptions) {
    this.#crew = crew;
    this.#queue = queue;
    this.#options = options;
    crew.tell = options.say;
    crew.onClaim = (fields) => this.#onClaim(fields);
    for (let slot = 0; slot < options.agents; slot++) this.#open.set(slot, { slot, entry: undefined, fromUs: nowUs() });
  }

  /** Resolves when every slot is taken. */
  async fill(): Promise<void> {
    const { agents, timeoutMs, signal, runId } = this.#options;
    const endUs = nowUs() + timeoutMs * 1000;
    await this.#putOut();
    while (this.#open.size > 0) {
      if (signal.aborted) throw new StartError('Ended before enough agents had come.');
      if (nowUs() > endUs) throw this.#tooFew();
      const present = { come: agents - this.#open.size, all: agents };
      const before = await this.#queue.runsBefore(runId).catch(() => []);
      this.#sayOnce(
        before.length === 0
          ? message('agents.waiting', present)
          : message('agents.waiting.behind', {
              ...present,
              count: before.length,
              runs: before.map((id) => printable(id)),
            }),
      );
      this.#changed = new Once();
      const over = new AbortController();
      await Promise.race([sleep(LOOK_MS, AbortSignal.any([signal, over.signal])), this.#changed.happened]);
      over.abort();
      // What goes wrong with the broker meanwhile comes right when it is back, or the time is over.
      await this.#handOutAgain().catch((thrown: unknown) => this.#sayOnce(CREW_WORDS.brokerRefuses(messageOf(thrown))));
    }
    this.#crew.onClaim = () => undefined;
    const names = this.#crew.present.map(({ name }) => printable(name));
    this.#options.say(inEnglish(message('agents.here', { count: agents, names })));
  }

  /** Nobody is to take what is left. */
  async cancel(): Promise<void> {
    this.#crew.onClaim = () => undefined;
    for (const { entry } of this.#open.values())
      if (entry !== undefined) await this.#queue.remove(entry).catch(() => undefined);
  }

  /** All slots that are to be in the queue and are not, at once. */
  async #putOut(): Promise<void> {
    const { runId, agents, version } = this.#options;
    const due = [...this.#open.values()].filter(({ entry, fromUs }) => entry === undefined && fromUs <= nowUs());
    if (due.length === 0) return;
    const entries = await this.#queue.add(
      runId,
      due.map(({ slot }) => slot),
      agents,
      version,
    );
    due.forEach((slot, index) => {
      slot.entry = entries[index];
    });
  }

  /** Slots that a broker has forgotten, that were handed out and never asked for, or whose agents are gone again. */
  async #handOutAgain(): Promise<void> {
    await this.#queue.makeGroup();
    for (const member of [...this.#crew.members.values()].filter(({ isLost }) => isLost)) {
      await this.#queue.remove(member.entry);
      this.#crew.members.delete(member.slot);
      this.#open.set(member.slot, { slot: member.slot, entry: undefined, fromUs: nowUs() });
    }
    const handedOut = await this.#queue.handedOut();
    for (const open of this.#open.values()) {
      const { entry } = open;
      if (entry === undefined) continue;
      const isStuck = handedOut.some((one) => one.entry === entry && one.idleMs > UNCLAIMED_MS);
      if (isStuck) await this.#queue.remove(entry);
      if (isStuck || !(await this.#queue.has(entry))) open.entry = undefined;
    }
    await this.#putOut();
  }

  #onClaim({ k: key = '', s: slotText = '', claim: text = '' }: EntryFields): void {
    const slot = Number(slotText);
    const claim = readClaim(text);
    if (claim === undefined || key === '') return;
    const open = this.#open.get(slot);
    // Of several who ask for one slot, one is welcome; what asks for an entry of earlier asks for nothing.
    const why =
      open === undefined || open.entry !== claim.entry ? 'its slot was given to another agent' : this.#whyNot(claim);
    if (why !== undefined) {
      this.#crew.write(slot, { k: key, refused: why });
      if (open?.entry === claim.entry) this.#onRefused(open, claim, why);
      return;
    }
    this.#open.delete(slot);
    if (this.#open.size === 0) this.#changed.fire();
    const name = this.#freeName(claim.facts.name);
    const member = new Member({
      slot,
      claim,
      key,
      name,
      write: (fields) => this.#crew.write(slot, fields),
      onUnreadable: (problem) => this.#crew.note(CREW_WORDS.unreadable(name, problem)),
    });
    this.#crew.members.set(slot, member);
    member.channel.say({ type: 'welcome', slot, atUs: this.#crew.clock.toBroker(nowUs()) });
  }

  #whyNot({ facts }: SlotClaim): string | undefined {
    const { version, refusalOf } = this.#options;
    if (facts.version !== version || facts.protocol !== PROTOCOL)
      return `it has newyear-load ${printable(facts.version, 40)}, and the run ${version}: install the same on both`;
    return refusalOf(facts.allowedHosts);
  }

  /** The slot goes to whoever comes next. */
  #onRefused({ slot, entry }: OpenSlot, { facts }: SlotClaim, why: string): void {
    this.#open.set(slot, { slot, entry: undefined, fromUs: nowUs() + REFUSED_MS * 1000 });
    if (entry !== undefined) this.#queue.remove(entry).catch(() => undefined);
    const line = `Agent ${printable(facts.name, 60)} (${printable(facts.host, 60)}) cannot take part: ${why}.`;
    this.#refused.add(line);
    this.#sayOnce(line);
  }

  /** Names are one of their kind in a run: `box`, `box-2`. */
  #freeName(wanted: string): string {
    const taken = new Set([...this.#crew.members.values()].map(({ name }) => name));
    const plain = printable(wanted, 60);
    let name = plain;
    for (let number = 2; taken.has(name); number++) name = `${plain}-${number}`;
    return name;
  }

  #sayOnce(said: Text): void {
    const line = inEnglish(said);
    if (this.#said.has(line)) return;
    this.#said.add(line);
    this.#options.say(line);
  }

  #tooFew(): StartError {
    const { agents, timeoutMs, broker } = this.#options;
    const came = agents - this.#open.size;
    const refused = [...this.#refused].map((line) => ` ${line}`).join('');
    return new StartError(
      `Of ${amount(agents, 'agent')} ${came} came within ${formatTime(timeoutMs)} (--agents-timeout).${refused}`,
      {
        hint: `Start more on other machines: newyear-load agent --queue ${broker.address.shown}, each of the version ${this.#options.version}; or take fewer: --agents ${Math.max(1, came)}.`,
      },
    );
  }
}

function readClaim(text: string): SlotClaim | undefined {
  try {
    // What is no claim lacks what is asked of it here; the rest is of one version, which is looked at first.
    const claim = decodeData(text) as Partial<SlotClaim> | null;
    const isClaim =
      typeof claim?.entry === 'string' && typeof claim.publicKey === 'string' && typeof claim.facts === 'object';
    return isClaim ? (claim as SlotClaim) : undefined;
  } catch {
    return undefined;
  }
}

function alreadyMade(name: string): StartError {
  return new StartError(`A run of the name "${name}" has begun before: it is not made twice.`, {
    hint: 'Take another --run-name, or none, to make it again.',
  });
}
