import { once } from 'node:events';
import { WebSocket } from 'ws';

/** Longer than anything that a loopback server does; a test that waits for it has failed. */
const PATIENCE_MS = 5000;

/** How a WebSocket ended. */
export interface Closed {
  readonly code: number;
}

/** A WebSocket that speaks in literal packets and remembers what came, in order. */
export class RawClient {
  readonly #socket: WebSocket;
  readonly #packets: string[] = [];
  readonly #waiting: (() => void)[] = [];
  #closed: Closed | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data, isBinary) => {
      const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
      this.#packets.push(isBinary ? `<binary ${bytes.toString('hex')}>` : bytes.toString('utf8'));
      this.#wake();
    });
    socket.on('close', (code) => {
      this.#closed = { code };
      this.#wake();
    });
    // An error is always followed by `close`, which is what the tests look at.
    socket.on('error', () => this.#wake());
  }

  /** Opens a WebSocket; resolves when it is open, and rejects with the HTTP status when it is refused. */
  static async open(url: string, query: string): Promise<RawClient> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?${query}`, { perMessageDeflate: false });
    const client = new RawClient(socket);
    await once(socket, 'open');
    return client;
  }

  /** Opens the default namespace for the holder of `auth`, a part of the query such as `token=…`. */
  static async connect(url: string, auth: string): Promise<RawClient> {
    const client = await RawClient.open(url, `EIO=4&transport=websocket&${auth}`);
    await client.packet(/^0\{/);
    client.send('40');
    await client.packet(/^40\{/);
    return client;
  }

  get isOpen(): boolean {
    return this.#closed === undefined && this.#socket.readyState === WebSocket.OPEN;
  }

  /** What came and was not yet taken. */
  get pending(): readonly string[] {
    return this.#packets;
  }

  send(packet: string | Uint8Array): void {
    this.#socket.send(packet);
  }

  /** Sends an event of the default namespace. */
  emit(event: string, ...args: unknown[]): void {
    this.send(`42${JSON.stringify([event, ...args])}`);
  }

  /** Joins a room and waits for the confirmation. */
  async join(roomId: string): Promise<void> {
    this.emit('join_room', { roomId });
    await this.packet(`42["joined_room",{"roomId":"${roomId}"}]`);
  }

  /** Takes the next packet that equals or matches `wanted`, and leaves the others. */
  async packet(wanted: string | RegExp): Promise<string> {
    const isWanted = (packet: string): boolean =>
      typeof wanted === 'string' ? packet === wanted : wanted.test(packet);
    await this.#until(() => this.#packets.some(isWanted), `a packet ${wanted.toString()}`);
    return this.#packets.splice(this.#packets.findIndex(isWanted), 1)[0] ?? '';
  }

  /** Takes the next packet, whatever it is. */
  async next(): Promise<string> {
    return this.packet(/^/);
  }

  /** Waits until `count` messages of the chat are there and returns their contents in order; they stay. */
  async contents(count: number): Promise<string[]> {
    const read = (): string[] => this.#packets.map(contentOf).filter((content) => content !== undefined);
    await this.#until(() => read().length >= count, `${count} messages`);
    return read();
  }

  /** Waits for the end of the connection. */
  async closed(): Promise<Closed> {
    await this.#until(() => this.#closed !== undefined, 'the end of the connection');
    return this.#closed ?? { code: 0 };
  }

  /** Ends the connection at once. */
  end(): void {
    this.#socket.terminate();
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async #until(holds: () => boolean, what: string): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!holds()) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`waited in vain for ${what}; there is ${JSON.stringify(this.#packets.slice(-5))}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }
}

/** The text of a `message` event, or undefined for any other packet. */
export function contentOf(packet: string): string | undefined {
  if (!packet.startsWith('42["message",')) return undefined;
  const [, payload] = JSON.parse(packet.slice(2)) as [string, { content: string }];
  return payload.content;
}
