import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The version of the k6 on the PATH; undefined without one. */
export async function k6Version() {
  try {
    return (await run('k6', ['version'])).stdout.trim().split(' ').slice(0, 2).join(' ');
  } catch {
    return undefined;
  }
}

/**
 * Lets k6 chat: it has no Socket.IO client, so its script speaks the wire by hand.
 * @param {string} target
 * @param {{ users: number, rooms: number, messages: number, arrivalSeconds: number }} load
 */
export async function runK6(target, load) {
  const folder = mkdtempSync(join(tmpdir(), 'newyear-load-truth-peers-k6-'));
  try {
    const script = join(folder, 'chat.js');
    const report = join(folder, 'report.json');
    writeFileSync(script, scriptOf(target.replace('http', 'ws'), load));
    const ended = await run('k6', ['run', '--quiet', '--no-usage-report', `--summary-export=${report}`, script]).catch(
      (failure) => failure,
    );
    const { metrics } = JSON.parse(readFileSync(report, 'utf8'));
    return { exitCode: ended.code ?? 0, sent: metrics.ws_msgs_sent?.count, received: metrics.ws_msgs_received?.count };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function scriptOf(target, { users, rooms, messages, arrivalSeconds }) {
  return `
import ws from 'k6/ws';
export const options = { vus: ${users}, iterations: ${users} };
export default function () {
  const room = 'room-' + (__VU % ${rooms});
  ws.connect('${target}/socket.io/?EIO=4&transport=websocket&username=guest', null, (socket) => {
    socket.on('message', (packet) => {
      if (packet.startsWith('0')) socket.send('40');
      else if (packet.startsWith('40')) socket.send('42["join_room",{"roomId":"' + room + '"}]');
      else if (packet === '2') socket.send('3');
      else if (packet.startsWith('42["joined_room"')) {
        let left = ${messages};
        socket.setInterval(() => {
          if (left-- > 0) socket.send('42["send_message",{"roomId":"' + room + '","content":"Happy New Year!"}]');
        }, 500);
      }
    });
    socket.setTimeout(() => socket.close(), ${(arrivalSeconds + messages) * 1000});
  });
}
`;
}
