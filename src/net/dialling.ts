import type { Socket } from 'node:net';
import { type ErrorKind, PORT_KINDS } from '../core/error-kinds.js';
import { dial, isSecure, portOf } from './dial.js';
import type { DialGuard } from './dial-guard.js';

/** Ports of a source that are tried one after the other, until the kernel is asked to look for one among all. */
const PORTS_TRIED = 30;

/** Who a connection is opened for. */
export interface Dialler {
  /** Bytes can be sent. */
  onReady(): void;
  /** So many bytes were read, which may be overwritten afterwards. */
  onBytes(bytes: Buffer, length: number): void;
}

/** One buffer that all plain sockets of a thread read into: what is read is dealt with before the next read. */
const READ_BUFFER = Buffer.allocUnsafeSlow(64 * 1024);

/** One connection on its way, from a port of ours where its guard has any: what is taken makes it begin anew, from the next one. */
export class Dialling {
  readonly #guard: DialGuard;
  readonly #url: URL;
  #tries = 0;

  /** @param guard says where connections may go, and where they come from */
  constructor(guard: DialGuard, url: URL) {
    this.#guard = guard;
    this.#url = url;
  }

  /** Begins to connect. @throws OperationError as {@link dial} does */
  begin(dialler: Dialler): Socket {
    const localPort = this.#tries < PORTS_TRIED ? this.#guard.nextPort(portOf(this.#url)) : undefined;
    this.#tries = localPort === undefined ? Infinity : this.#tries + 1;
    const onReady = (): void => dialler.onReady();
    if (isSecure(this.#url)) {
      const socket = dial(this.#guard, this.#url, { onReady, localPort });
      return socket.on('data', (chunk: Buffer) => dialler.onBytes(chunk, chunk.length));
    }
    const onread = {
      buffer: READ_BUFFER,
      callback: (length: number): boolean => {
        dialler.onBytes(READ_BUFFER, length);
        return true;
      },
    };
    return dial(this.#guard, this.#url, { onread, onReady, localPort });
  }

  /** Did it fail for its port, with others left to be tried? @param kind of failure */
  isToBeginAnew(kind: ErrorKind | undefined): boolean {
    return this.#tries <= PORTS_TRIED && kind !== undefined && PORT_KINDS.includes(kind);
  }
}
