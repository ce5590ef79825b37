import { nowUs, sleep, waitAtMost } from '../core/clock.js';
import { messageOf } from '../core/errors.js';
import { printable } from '../core/text.js';
import type { Connection } from './redis.js';

/** How long one question waits for something new. */
const BLOCK_MS = 1000;
const MOST_ENTRIES = 500;
/** After an answer that was an error. */
const PAUSE_MS = 500;
/** Heard of nothing for so long, although the broker answers: its streams may be new ones, whose ids are lower. */
const BEGIN_ANEW_AFTER_US = 4_000_000;
const BEGINNING = '0';

/** Fields of an entry, by their names. */
export type EntryFields = Readonly<Record<string, string>>;

/** An entry as a broker answers it: its id, and names and values in turn. */
export type StreamEntry = readonly [id: string, list: readonly string[]];

type Streams = readonly (readonly [stream: string, entries: readonly StreamEntry[]])[];

/** The fields of an entry. */
export function fieldsOfEntry(list: readonly string[]): EntryFields {
  return Object.fromEntries(
    Array.from({ length: Math.floor(list.length / 2) }, (_, pair) => [list[pair * 2] ?? '', list[pair * 2 + 1] ?? '']),
  );
}

/** Reads what is added to streams, each entry in its order; a broker that was away is asked again where reading had stopped. */
export class StreamReader {
  readonly #connection: Connection;
  readonly #onEntry: (stream: string, fields: EntryFields) => void;
  readonly #onProblem: (problem: string) => void;
  readonly #last: Map<string, string>;
  readonly #reading: Promise<void>;
  #isOver = false;
  #heardAtUs = nowUs();
  #answeredAtUs = nowUs();

  /**
   * Begins to read.
   * @param connection for this alone, since it waits
   * @param onEntry called for each entry; one that comes again after the broker was away is told again
   * @param onProblem told what the broker refuses
   */
  constructor(
    connection: Connection,
    streams: readonly string[],
    onEntry: (stream: string, fields: EntryFields) => void,
    onProblem: (problem: string) => void,
  ) {
    this.#connection = connection;
    this.#onEntry = onEntry;
    this.#onProblem = onProblem;
    this.#last = new Map(streams.map((stream) => [stream, BEGINNING]));
    this.#reading = this.#read();
  }

  /** How long ago the broker answered last, microseconds. It does so once a second, whether there is something or not. */
  get silenceUs(): number {
    return nowUs() - this.#answeredAtUs;
  }

  /** The id of what was read last of a stream. */
  lastOf(stream: string): string {
    return this.#last.get(stream) ?? BEGINNING;
  }

  /** Reads no more. */
  async end(): Promise<void> {
    this.#isOver = true;
    this.#connection.close();
    // What waits for a broker that is away is answered by nobody.
    await waitAtMost(PAUSE_MS, this.#reading);
  }

  async #read(): Promise<void> {
    while (!this.#isOver) {
      try {
        const answer = await this.#ask();
        this.#answeredAtUs = nowUs();
        if (answer === null) this.#perhapsAnew();
        else for (const [stream, entries] of answer) this.#take(stream, entries);
      } catch (thrown) {
        if (this.#isOver) return;
        this.#onProblem(printable(messageOf(thrown), 120));
        await sleep(PAUSE_MS);
      }
    }
  }

  async #ask(): Promise<Streams | null> {
    const streams = ['STREAMS', ...this.#last.keys(), ...this.#last.values()];
    // What a broker answers to this has this form, or is null.
    return (await this.#connection.ask(
      'XREAD',
      'COUNT',
      MOST_ENTRIES,
      'BLOCK',
      BLOCK_MS,
      ...streams,
    )) as Streams | null;
  }

  #take(stream: string, entries: readonly StreamEntry[]): void {
    for (const [id, list] of entries) {
      this.#last.set(stream, id);
      this.#heardAtUs = nowUs();
      this.#onEntry(stream, fieldsOfEntry(list));
    }
  }

  #perhapsAnew(): void {
    if (nowUs() - this.#heardAtUs < BEGIN_ANEW_AFTER_US) return;
    this.#heardAtUs = nowUs();
    for (const stream of this.#last.keys()) this.#last.set(stream, BEGINNING);
  }
}
