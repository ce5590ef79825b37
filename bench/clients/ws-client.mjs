// The client that one would write by hand: `ws`, and JSON for every message.
import { WebSocket } from 'ws';
import { drive, readJob, roomOf } from './drive.mjs';

const job = readJob();
const base = `${job.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;

function open(index, heard) {
  const roomId = roomOf(index, job);
  const socket = new WebSocket(`${base}&username=user${index}`, { perMessageDeflate: false });
  const emit = (event, payload) => socket.send(`42${JSON.stringify([event, payload])}`);
  return new Promise((resolve, reject) => {
    const joined = () => resolve((content) => emit('send_message', { roomId, content }));
    socket.on('error', reject);
    socket.on('message', (data) => {
      const packet = /** @type {Buffer} */ (data).toString();
      if (packet.startsWith('42')) {
        const [event, payload] = JSON.parse(packet.slice(2));
        if (event === 'message') heard(payload.content);
        else if (event === 'joined_room') joined();
      } else if (packet.startsWith('40')) {
        if (job.task === 'load') emit('join_room', { roomId });
        if (job.task === 'open' || !job.confirmsJoins) joined();
      } else if (packet.startsWith('0')) socket.send('40');
      else if (packet === '2') socket.send('3');
    });
  });
}

await drive(job, open);
