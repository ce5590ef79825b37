/*
 * A process of its own that speaks to the `wss:` URL in its argument, since the certificates that it trusts are read when a
 * process starts. It sends back what it hears, leaves on `bye`, and prints what it was told.
 */
import { WebSocketClient } from '#dist/wire/ws/websocket-client.js';
import { ampleBudget } from './ample-budget.js';

const told: string[] = [];
const print = (): void => console.log(JSON.stringify(told));
const handlers = {
  onRead: () => undefined,
  onText: (bytes: Uint8Array, start: number, end: number) => {
    const text = Buffer.from(bytes.subarray(start, end)).toString();
    told.push(`text of ${text.length}`);
    if (text === 'bye') void client.close(1000, 5000).then(print);
    else client.send(text);
  },
  onBinary: () => told.push('binary'),
  onClosed: (kind: string) => {
    told.push(`closed ${kind}`);
    print();
  },
};
const client = new WebSocketClient(process.argv[2] ?? '', handlers, ampleBudget());
