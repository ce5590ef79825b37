import type { Socket } from 'node:net';
import { messageOf } from '../core/errors.js';
import type { ListenAddress } from '../core/listen.js';
import { createRandom } from '../core/random.js';
import { TcpListener } from '../core/tcp-listener.js';
import { amount, printable } from '../core/text.js';
import { dialTcp } from '../net/dial.js';
import { DialGuard } from '../net/dial-guard.js';
import { FaultClock } from './fault-clock.js';
import { Lane } from './lane.js';
import { SharedLine } from './shared-line.js';
import type { FaultWindow, ProxyFaults } from './proxy-faults.js';

/** Connections at once: two descriptors each. */
const MOST_CONNECTIONS = 20_000;

/** What a proxy is made from. */
export interface ProxyOptions {
  readonly listen: ListenAddress;
  /** Where connections lead to. */
  readonly to: { readonly host: string; readonly port: number };
  readonly faults: ProxyFaults;
  /** Draws the jitter. */
  readonly seed: number;
  /** Hosts beside this machine that connections may lead to. */
  readonly allowedHosts: readonly string[];
  /** Takes a sentence about what happens, without full stop. */
  readonly tell: (sentence: string) => void;
}

/** What a proxy has done. */
export interface ProxyCounts {
  /** Connections that were taken. */
  connections: number;
  /** Those of them that a cut had reset while they went on. */
  reset: number;
  /** And those that were tried during a cut. */
  refused: number;
  /** And those for which the other end could not be reached. */
  unreachable: number;
  bytesToServer: number;
  bytesToClient: number;
  /** Bytes that had arrived, and that a hang kept. */
  heldBytes: number;
  /** Cuts and hangs that have begun. */
  cuts: number;
  hangs: number;
}

/** One connection and what it leads to. */
interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  readonly lanes: readonly Lane[];
}

/** A way to a server on which exactly those things go wrong that were asked for, all of it counted. */
export class FaultProxy {
  readonly counts: ProxyCounts = {
    connections: 0,
    reset: 0,
    refused: 0,
    unreachable: 0,
    bytesToServer: 0,
    bytesToClient: 0,
    heldBytes: 0,
    cuts: 0,
    hangs: 0,
  };
  readonly #options: ProxyOptions;
  readonly #guard: DialGuard;
  readonly #clock: FaultClock;
  readonly #listener: TcpListener;
  readonly #toServer: SharedLine;
  readonly #toClient: SharedLine;
  readonly #pairs = new Set<Pair>();
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(options: ProxyOptions) {
    const { faults, seed } = options;
    this.#options = options;
    this.#guard = new DialGuard(options.allowedHosts);
    this.#clock = new FaultClock(faults);
    this.#toServer = new SharedLine(faults, createRandom(seed, 'to server'));
    this.#toClient = new SharedLine(faults, createRandom(seed, 'to client'));
    this.#listener = new TcpListener(
      MOST_CONNECTIONS,
      (near) => this.#onConnection(near),
      (error) => options.tell(`no connection could be taken: ${printable(messageOf(error))}`),
    );
  }

  /** Begins to listen. @returns the port @throws StartError when the port cannot be had */
  async start(): Promise<number> {
    return await this.#listener.listen(this.#options.listen, 'the proxy');
  }

  /** Ends every connection, and takes none any more. */
  close(): void {
    this.#listener.close();
    for (const timer of this.#timers) clearTimeout(timer);
    for (const pair of this.#pairs) this.#end(pair);
  }

  #onConnection(near: Socket): void {
    this.counts.connections++;
    if (this.#clock.start()) this.#planFaults();
    if (this.#clock.isCut()) {
      this.counts.refused++;
      near.on('error', ignore).resetAndDestroy();
      return;
    }
    const { to } = this.#options;
    try {
      this.#join(near, dialTcp(this.#guard, to.host, to.port, { allowHalfOpen: true }));
    } catch (thrown) {
      near.on('error', ignore).resetAndDestroy();
      this.#unreachable(thrown);
    }
  }

  #join(near: Socket, far: Socket): void {
    const onHeld = (bytes: number): void => {
      this.counts.heldBytes += bytes;
    };
    const lanes = [
      new Lane(near, far, this.#toServer, this.#clock, {
        onHeld,
        onBytes: (bytes) => (this.counts.bytesToServer += bytes),
      }),
      new Lane(far, near, this.#toClient, this.#clock, {
        onHeld,
        onBytes: (bytes) => (this.counts.bytesToClient += bytes),
      }),
    ];
    const pair = { near, far, lanes };
    this.#pairs.add(pair);
    // Whatever ends one side without a word ends the other in the same way.
    let isConnected = false;
    far.once('connect', () => {
      isConnected = true;
    });
    far.on('error', (error) => {
      if (!isConnected && this.#pairs.has(pair)) this.#unreachable(error);
      this.#end(pair);
    });
    near.on('error', () => this.#end(pair));
    for (const socket of [near, far])
      socket.once('close', () => {
        if (near.destroyed && far.destroyed) this.#pairs.delete(pair);
        else if (socket.errored !== null) this.#end(pair);
      });
  }

  #end(pair: Pair): void {
    this.#pairs.delete(pair);
    for (const lane of pair.lanes) lane.close();
    for (const socket of [pair.near, pair.far]) if (!socket.destroyed) socket.resetAndDestroy();
  }

  #unreachable(thrown: unknown): void {
    const { to, tell } = this.#options;
    if (this.counts.unreachable === 0) tell(`${to.host}:${to.port} cannot be reached: ${printable(messageOf(thrown))}`);
    this.counts.unreachable++;
  }

  /** The first connection is there: from now on the times of the faults count. */
  #planFaults(): void {
    const { faults, tell } = this.#options;
    for (const window of faults.cuts) this.#at(window, () => this.#cut(window));
    for (const window of faults.hangs) {
      this.#at(window, () => {
        this.counts.hangs++;
        tell(`hang: nothing gets through for ${lengthOf(window)}`);
      });
    }
  }

  #cut(window: FaultWindow): void {
    const reset = this.#pairs.size;
    this.counts.cuts++;
    this.counts.reset += reset;
    for (const pair of this.#pairs) this.#end(pair);
    this.#options.tell(`cut for ${lengthOf(window)}: ${amount(reset, 'connection')} reset`);
  }

  #at({ fromMs }: FaultWindow, begin: () => void): void {
    this.#timers.push(setTimeout(begin, fromMs));
  }
}

function lengthOf({ fromMs, toMs }: FaultWindow): string {
  return `${(toMs - fromMs) / 1000} s`;
}

function ignore(): void {
  // It was reset by us.
}
