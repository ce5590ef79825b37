/*
 * Runs in a network namespace of its own, in which another host, 10.9.8.7, exists beside loopback: a practice server on
 * loopback, and a server on the other host at every port that a run could try. Runs the command once for every list of arguments
 * in its own argument (JSON; `@target` stands for the server's URL, `@port` for its port), and prints how each ended and how many connections
 * had come to the other host by then.
 */
import { createServer } from 'node:net';
import { startPracticeServer } from '#dist/practice/server.js';
import { runCli } from '../cli/cli.js';

const OTHER_HOST = '10.9.8.7';
const lists = JSON.parse(process.argv[2] ?? '[]') as readonly (readonly string[])[];

let visits = 0;
const server = await startPracticeServer({ hashCost: 2 });
const others = [80, 443, server.port].map((port) =>
  createServer((socket) => {
    visits++;
    socket.on('error', () => undefined);
    socket.destroy();
  }).listen(port, OTHER_HOST),
);
await Promise.all(others.map((other) => new Promise((resolve) => other.once('listening', resolve))));

const results: { readonly code: number | null; readonly stderr: string; readonly visits: number }[] = [];
for (const list of lists) {
  const args = list.map((text) => text.replaceAll('@target', server.url).replaceAll('@port', String(server.port)));
  const { code, stderr } = await runCli(args);
  results.push({ code, stderr, visits });
}
for (const other of others) other.close();
await server.close();
console.log(JSON.stringify(results));
