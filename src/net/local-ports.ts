import { createRandom, freshSeed } from '../core/random.js';
import { SystemFile } from '../core/system-file.js';

/** Where a Linux kernel says from which ports it takes those of outgoing connections, and which of these are nobody's. */
const PORT_RANGE = '/proc/sys/net/ipv4/ip_local_port_range';
const RESERVED_PORTS = '/proc/sys/net/ipv4/ip_local_reserved_ports';

/** Ports from one to another, both included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** The ports of outgoing connections of this machine; undefined where the system does not say. */
export function localPortRange(): PortRange | undefined {
  return rangesOf(textOf(PORT_RANGE).replace(/\s+/, '-'))[0];
}

/** Ports of this machine for connections to one place, each of them once before any comes again. */
export class LocalPorts {
  readonly #range: PortRange;
  readonly #excluded: readonly PortRange[];
  /** Has no factor in common with the number of ports, so that its multiples come to each of them. */
  readonly #step: number;
  #at: number;

  /**
   * Begins somewhere and goes on in strides of its own, so that threads and processes which have ports of one address seldom want the same.
   * @param range at least one port
   * @param excluded ports that are left alone
   */
  constructor(range: PortRange, excluded: readonly PortRange[] = []) {
    const count = range.last - range.first + 1;
    const random = createRandom(freshSeed(), 'local ports');
    let step = 1 + random.integer(count);
    while (commonFactor(step, count) > 1) step = 1 + (step % count);
    this.#range = range;
    this.#excluded = excluded;
    this.#step = step;
    this.#at = random.integer(count);
  }

  /** Those of this machine; undefined where the system does not say which they are. */
  static ofThisMachine(): LocalPorts | undefined {
    const range = localPortRange();
    return range === undefined ? undefined : new LocalPorts(range, rangesOf(textOf(RESERVED_PORTS)));
  }

  /**
   * The next one. It may be taken, which is known once it is bound.
   * @param port where the connection goes: from the port of the same number on this machine it would lead to itself
   */
  next(port: number): number | undefined {
    const { first, last } = this.#range;
    const count = last - first + 1;
    for (let tries = 0; tries < count; tries++) {
      this.#at = (this.#at + this.#step) % count;
      const own = first + this.#at;
      if (own !== port && !this.#excluded.some((range) => range.first <= own && own <= range.last)) return own;
    }
    return undefined;
  }
}

/** `8080,9148-9150`, as the kernel writes it. */
function rangesOf(text: string): PortRange[] {
  return [...text.matchAll(/(\d+)(?:-(\d+))?/g)].map(([, first = '', last = first]) => ({
    first: Number(first),
    last: Number(last),
  }));
}

function textOf(path: string): string {
  const file = new SystemFile(path);
  const text = (file.read() ?? '').trim();
  file.close();
  return text;
}

function commonFactor(one: number, other: number): number {
  return other === 0 ? one : commonFactor(other, one % other);
}
