import { briefJson } from '../../core/json.js';
import { shorten } from '../../core/text.js';
import type { HeardEvent } from '../messages.js';

/** Names that are kept apart; what comes under others is not told. */
const MOST_NAMES = 20;
const MOST_NAME_CHARACTERS = 80;
const MOST_SAMPLE_CHARACTERS = 200;

/** What an event had of a message of ours: its mark, its text without a mark that can be read, or nothing. */
export type Trace = 'marked' | 'damaged' | 'none';

type Entry = { -readonly [Key in keyof HeardEvent]: HeardEvent[Key] } & { sampled: Trace };

/** Which events came, by name, with how many of them had to do with our messages. */
export class EventDiary {
  readonly #entries = new Map<string, Entry>();

  /** Notes an event. */
  note(name: string, args: readonly unknown[], trace: Trace): void {
    const key = shorten(name, MOST_NAME_CHARACTERS);
    const entry = this.#entries.get(key) ?? this.#open(key);
    if (entry === undefined) return;
    entry.count++;
    if (trace !== 'none') entry[trace]++;
    // A damaged text says most, and a marked one more than one that has nothing of ours.
    if (entry.sample !== '' && RANK[trace] <= RANK[entry.sampled]) return;
    entry.sampled = trace;
    entry.sample = args.map((arg) => briefJson(arg, MOST_SAMPLE_CHARACTERS)).join(', ');
    entry.sample = shorten(entry.sample, MOST_SAMPLE_CHARACTERS);
  }

  /** Notes what a binary part of the last event of that name had. */
  noteAttachment(name: string, trace: 'marked' | 'damaged'): void {
    const entry = this.#entries.get(shorten(name, MOST_NAME_CHARACTERS));
    if (entry !== undefined) entry[trace]++;
  }

  /** All of them, those of our messages first, then the most frequent. */
  get events(): HeardEvent[] {
    const entries = [...this.#entries.values()].map(({ name, count, marked, damaged, sample }) => ({
      name,
      count,
      marked,
      damaged,
      sample,
    }));
    return entries.toSorted((a, b) => ours(b) - ours(a) || b.count - a.count);
  }

  #open(name: string): Entry | undefined {
    if (this.#entries.size >= MOST_NAMES) return undefined;
    const entry: Entry = { name, count: 0, marked: 0, damaged: 0, sample: '', sampled: 'none' };
    this.#entries.set(name, entry);
    return entry;
  }
}

const RANK: Readonly<Record<Trace, number>> = { none: 0, marked: 1, damaged: 2 };

function ours({ marked, damaged }: HeardEvent): number {
  return marked + damaged;
}
