import assert from 'node:assert/strict';
import { OperationError } from '#dist/core/operation-error.js';
import { SocketSession } from '#dist/wire/socketio/socket-session.js';
import type { SessionOptions, WireVariant } from '#dist/wire/wire.js';
import { ampleBudget } from './ample-budget.js';

/** Longer than anything that a loopback server does. */
export const PATIENCE_MS = 5000;

/** What a session told its handlers, in order. */
export class Diary {
  readonly entries: string[] = [];
  pings = 0;
  #wake: (() => void) | undefined;

  readonly handlers = {
    onRead: () => undefined,
    onEvent: (bytes: Uint8Array, start: number, end: number) =>
      this.#write(`event ${Buffer.from(bytes).toString('utf8', start, end)}`),
    onAttachment: (bytes: Uint8Array, start: number, end: number) =>
      this.#write(`attachment ${Buffer.from(bytes).toString('hex', start, end)}`),
    onRecovered: () => this.#write('recovered'),
    onAck: (ackId: number, args: readonly unknown[]) => this.#write(`ack ${ackId} ${JSON.stringify(args)}`),
    onPing: () => {
      this.pings++;
      this.#wake?.();
    },
    onIllegal: (reason: string) => this.#write(`illegal ${reason}`),
    onLost: (kind: string) => this.#write(`lost ${kind}`),
  };

  /** Waits until the diary looks as wanted. */
  async until(holds: () => boolean): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!holds()) {
      assert.ok(Date.now() < deadline, `waited in vain; there is ${JSON.stringify(this.entries)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 100);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  #write(entry: string): void {
    this.entries.push(entry);
    this.#wake?.();
  }
}

/** Opens a session whose handlers write into a diary. */
export function open(
  url: string,
  diary: Diary,
  options: Partial<SessionOptions> = {},
  variant: WireVariant = {},
): Promise<SocketSession> {
  const budget = ampleBudget();
  return SocketSession.open(
    { url, namespace: '/', budget, timeoutMs: PATIENCE_MS, ...options },
    diary.handlers,
    variant,
  );
}

/** The kind and the words of the failure that opening must end with; nothing is told to the handlers. */
export async function refused(
  url: string,
  options: Partial<SessionOptions> = {},
  variant: WireVariant = {},
): Promise<[string, string]> {
  const diary = new Diary();
  const outcome: unknown = await open(url, diary, options, variant).catch((thrown: unknown) => thrown);
  assert.ok(outcome instanceof OperationError, 'it opened');
  assert.deepEqual(
    diary.entries.filter((entry) => entry.startsWith('lost')),
    [],
  );
  return [outcome.kind, outcome.message];
}
