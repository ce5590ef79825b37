import type { Fault, FaultName, FaultOf } from './fault.js';
import { formatFault } from './parse.js';

/** How often one fault was applied, and to whom: enough to check a measurement exactly. */
export interface FaultTruth {
  /** As it was asked for: `drop=1/97`. */
  readonly fault: string;
  readonly applied: number;
  /** Room id → times, for faults that concern messages or copies. */
  readonly byRoom: Readonly<Record<string, number>>;
  /** User names, for faults that concern users or their sockets. */
  readonly users: readonly string[];
}

/** Counts what one fault did. */
export class FaultTally {
  #applied = 0;
  readonly #byRoom = new Map<string, number>();
  readonly #users: string[] = [];

  once(): void {
    this.#applied++;
  }

  inRoom(roomId: string): void {
    this.#applied++;
    this.#byRoom.set(roomId, (this.#byRoom.get(roomId) ?? 0) + 1);
  }

  toUser(username: string): void {
    this.#applied++;
    this.#users.push(username);
  }

  truth(fault: Fault): FaultTruth {
    return {
      fault: formatFault(fault),
      applied: this.#applied,
      byRoom: Object.fromEntries(this.#byRoom),
      users: [...this.#users],
    };
  }
}

/** A fault that is on, with its tally. */
export interface ActiveFault<Name extends FaultName> {
  readonly parameters: FaultOf<Name>;
  readonly tally: FaultTally;
}

/** The faults of one server; each family of faults asks here for its own. */
export class ActiveFaults {
  readonly #entries: readonly { readonly fault: Fault; readonly tally: FaultTally }[];

  constructor(faults: readonly Fault[]) {
    this.#entries = faults.map((fault) => ({ fault, tally: new FaultTally() }));
  }

  /** The fault of this name, or undefined when it is off. */
  get<Name extends FaultName>(name: Name): ActiveFault<Name> | undefined {
    const isWanted = (fault: Fault): fault is Fault & FaultOf<Name> => fault.name === name;
    for (const { fault, tally } of this.#entries) {
      if (isWanted(fault)) return { parameters: fault, tally };
    }
    return undefined;
  }

  truth(): FaultTruth[] {
    return this.#entries.map(({ fault, tally }) => tally.truth(fault));
  }
}

/** A counter that says whether the thing that just came by is the nth, the 2nth and so on. */
export function countEvery(everyNth: number): () => boolean {
  let count = 0;
  return () => {
    count++;
    return count % everyNth === 0;
  };
}
