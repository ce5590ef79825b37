import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from '../lib/processes.mjs';

/** From its join until a user sends its first message: by then all have joined. */
const THINK_MS = 2000;

/** The k6 on the PATH. It has no Socket.IO client, so its script speaks the wire by hand. */
export function prepareK6() {
  return {
    answers: false,
    isAlone: true,
    version: execFileSync('k6', ['version'], { encoding: 'utf8' }).split(' (')[0],
    rampMs: 1000,
    start(job, server) {
      const folder = mkdtempSync(join(tmpdir(), 'newyear-load-bench-k6-'));
      const script = join(folder, 'bench.js');
      writeFileSync(script, scriptOf(job, server));
      const running = start('client', ['k6', 'run', '--quiet', '--no-usage-report', '--no-summary', script]);
      void running.exited.then(() => rmSync(folder, { recursive: true }));
      return running;
    },
  };
}

function scriptOf({ users, roomSize, rate, seconds }, { url }) {
  const limitMs = seconds * 1000 + 2 * THINK_MS + 10_000;
  return `
import ws from 'k6/ws';
export const options = { vus: ${users}, iterations: ${users} };
const text = '🎉 Happy New Year! ${'.'.repeat(50)}';
export default function () {
  const room = 'r' + Math.floor((__VU - 1) / ${roomSize});
  const say = '42' + JSON.stringify(['send_message', { roomId: room, content: text }]);
  const url = '${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket&username=user' + __VU;
  ws.connect(url, null, (socket) => {
    socket.on('message', (packet) => {
      if (packet.startsWith('42')) {
        const [event] = JSON.parse(packet.slice(2));
        if (event === 'joined_room') socket.setTimeout(begin, ${THINK_MS});
        else if (event === 'message' && ${rate === 'max'}) socket.send(say);
      } else if (packet.startsWith('40')) socket.send('42' + JSON.stringify(['join_room', { roomId: room }]));
      else if (packet.startsWith('0')) socket.send('40');
      else if (packet === '2') socket.send('3');
    });
    const begin = () => {
      if (${rate === 'max'}) socket.send(say);
      else socket.setInterval(() => socket.send(say), ${rate === 'max' ? 0 : (users / rate) * 1000});
    };
    socket.setTimeout(() => socket.close(), ${limitMs});
  });
}
`;
}
