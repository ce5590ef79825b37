// The official client, with its default options but for the transport.
import { io } from 'socket.io-client';
import { drive, readJob, roomOf } from './drive.mjs';

const job = readJob();

function open(index, heard) {
  const roomId = roomOf(index, job);
  const socket = io(job.url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    query: { username: `user${index}` },
  });
  return new Promise((resolve, reject) => {
    const joined = () => resolve((content) => socket.emit('send_message', { roomId, content }));
    socket.on('connect_error', reject);
    socket.on('message', (payload) => heard(payload.content));
    socket.on('joined_room', joined);
    socket.on('connect', () => {
      if (job.task === 'load') socket.emit('join_room', { roomId });
      if (job.task === 'open' || !job.confirmsJoins) joined();
    });
  });
}

await drive(job, open);
