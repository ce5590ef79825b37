import type { Socket } from 'node:net';
import { MarkCodec } from '../../../chat/mark.js';
import { TcpListener } from '../../../core/tcp-listener.js';
import { encodeServerFrame, WebSocketPeer } from '../../../wire/ws/websocket-peer.js';
import type { WorkerContext } from '../context.js';

/** What a chat of a rehearsal is like. */
export interface PeerManners {
  /** The event that brings messages. */
  readonly event: string;
  /** Does a sender get its own copy? */
  readonly echo: boolean;
  /** Room number of each connection, in the order in which they come. */
  readonly rooms: readonly number[];
}

/** Somebody's connection. */
interface Guest {
  readonly peer: WebSocketPeer;
  readonly room: number;
}

/** A chat server within this thread, for a rehearsal: it brings a message to who is in its room. */
export class ChatPeer {
  readonly #manners: PeerManners;
  readonly #listener: TcpListener;
  readonly #guests: Guest[] = [];
  readonly #welcome: Buffer;
  /** What brings a message, with a place for its mark. */
  readonly #frame: Buffer;
  readonly #markAt: number;
  readonly #codec: MarkCodec;
  /** Copies of what has come with one read. */
  #copies: Buffer[] = [];

  constructor({ dialect, codec, plan, texts }: WorkerContext, manners: PeerManners) {
    this.#manners = manners;
    this.#codec = new MarkCodec(plan.runId, codec.form);
    const { wire, namespace } = dialect;
    this.#welcome = Buffer.concat(wire.welcome(namespace).map(encodeServerFrame));
    const content = codec.withPlaceholder(texts[0] ?? '');
    this.#frame = encodeServerFrame(wire.encodeEvent(namespace, manners.event, [{ roomId: 'rehearsal', content }]));
    this.#markAt = this.#frame.lastIndexOf(codec.placeholder(), undefined, 'latin1');
    this.#listener = new TcpListener(
      manners.rooms.length,
      (socket) => this.#onConnection(socket),
      () => this.close(),
    );
  }

  /** Begins to listen, for this machine alone. @returns its base URL @throws StartError when it cannot */
  async listen(): Promise<string> {
    const port = await this.#listener.listen({ host: '127.0.0.1', port: 0 }, 'the rehearsal');
    return `http://127.0.0.1:${port}`;
  }

  /** Takes no more connections. */
  stopListening(): void {
    this.#listener.close();
  }

  /** Ends all connections, and takes no more. */
  close(): void {
    this.stopListening();
    for (const { peer } of this.#guests) peer.terminate();
  }

  #onConnection(socket: Socket): void {
    const room = this.#manners.rooms[this.#guests.length] ?? -1;
    const peer: WebSocketPeer = new WebSocketPeer(socket, {
      onOpened: () => peer.write(this.#welcome),
      onMessage: (bytes, start, end) => {
        if (this.#codec.parse(bytes, start, end)) this.#copies.push(this.#copy());
      },
      onRead: () => this.#deliver(peer, room),
    });
    this.#guests.push({ peer, room });
  }

  #copy(): Buffer {
    const frame = Buffer.from(this.#frame);
    this.#codec.write(frame, this.#markAt, this.#codec.fields);
    return frame;
  }

  /** What came with one read leaves together. */
  #deliver(sender: WebSocketPeer, room: number): void {
    if (this.#copies.length === 0) return;
    const frames = Buffer.concat(this.#copies);
    this.#copies = [];
    for (const guest of this.#guests) {
      if (guest.room === room && (this.#manners.echo || guest.peer !== sender)) guest.peer.write(frames);
    }
  }
}
