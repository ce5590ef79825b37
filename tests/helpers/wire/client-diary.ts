import type { TestContext } from 'node:test';
import type { DialGuard } from '#dist/net/dial-guard.js';
import { WebSocketClient } from '#dist/wire/ws/websocket-client.js';
import { ampleBudget } from './ample-budget.js';
import { eventually } from '../eventually.js';

/** A client whose handlers write down what they are told. */
export interface RecordedClient {
  readonly client: WebSocketClient;
  readonly entries: readonly string[];
  /** How many times bytes came in. */
  readonly reads: () => number;
  /** Waits until there are so many entries, and returns them. */
  readonly told: (count: number) => Promise<readonly string[]>;
}

/** Connects; the connection ends with the test. */
export function connectDuring(
  test: TestContext,
  url: string,
  onText?: (text: string) => void,
  budget = ampleBudget(),
  guard?: DialGuard,
): RecordedClient {
  const entries: string[] = [];
  let reads = 0;
  const handlers = {
    onRead: () => reads++,
    onText: (bytes: Uint8Array, start: number, end: number) => {
      const text = Buffer.from(bytes.subarray(start, end)).toString();
      entries.push(`text ${text}`);
      onText?.(text);
    },
    onBinary: (bytes: Uint8Array, start: number, end: number) =>
      entries.push(`binary ${Buffer.from(bytes.subarray(start, end)).toString('hex')}`),
    onClosed: (kind: string, reason: string) => entries.push(`closed ${kind}: ${reason}`),
  };
  const client = new WebSocketClient(url, handlers, budget, guard);
  test.after(() => client.terminate());
  const told = async (count: number): Promise<readonly string[]> => {
    await eventually(
      () => entries.length >= count,
      () => entries,
    );
    return entries;
  };
  return { client, entries, reads: () => reads, told };
}
