/*
 * What is measured, one entry a case. A case names its server, its job (clients/drive.mjs), who takes part, and what of the
 * measurement is shown; the first column is the one that is compared. Sizes of a smoke run are in `smoke`.
 */
import { descriptorLimits } from '../dist/core/descriptors.js';

const OURS = 'newyear-load';
/** Two thousand are left for what both processes open beside. */
const MOST_CONNECTIONS = Math.min(100_000, Math.max(1000, descriptorLimits().soft - 2000));
const LIBRARIES = ['ws', 'socket.io-client'];
const PEERS = ['artillery', 'k6', 'tsung'];

const perMessage = (title, name) => [
  { key: 'cpuUs', title, digits: 2 },
  { key: 'perSecond', title: `${name}/s`, digits: 0 },
  { key: 'perCore', title: `${name}/s a core can do`, digits: 0 },
  { key: 'busy', title: 'client, share of a core', digits: 2 },
  { key: 'serverBusy', title: 'server, share of a core', digits: 2 },
];

export const CASES = [
  {
    id: 'round-trips',
    title: 'Round trips',
    about:
      '180 users in rooms of two at the sink, which gives each message to the other member: one frame out, one in. Each user sends the next when the last has arrived.',
    kind: 'load',
    server: { kind: 'sink', mode: 'peer' },
    job: { users: 180, roomSize: 2, copies: 1, echo: false, rate: 'max', burst: 1 },
    per: 'delivered',
    contestants: [OURS, 'blast', ...LIBRARIES],
    columns: perMessage('CPU µs a round trip', 'round trips'),
  },
  {
    id: 'fan-out',
    title: 'Fan-out of 100',
    about:
      'One room of 100 users at the sink; each user sends the next message when everybody has its last. A delivery is one copy at one member.',
    kind: 'load',
    server: { kind: 'sink', mode: 'fanout' },
    job: { users: 100, roomSize: 100, copies: 100, echo: true, rate: 'max', burst: 1 },
    per: 'delivered',
    contestants: [OURS, 'blast', ...LIBRARIES],
    columns: perMessage('CPU µs a delivery', 'deliveries'),
  },
  {
    id: 'send-only',
    title: 'Sending only, ten messages a turn',
    about:
      '100 users, 400,000 messages/s, ten in a row from each, to the sink, which answers none of them but the first. (Others send what they manage of it.)',
    kind: 'load',
    server: { kind: 'sink', mode: 'sink' },
    job: { users: 100, roomSize: 2, copies: 0, echo: false, rate: 400_000, burst: 10 },
    smoke: { rate: 20_000, burst: 2 },
    per: 'sent',
    contestants: [OURS, 'blast', ...LIBRARIES],
    columns: perMessage('CPU µs a message', 'messages'),
  },
  {
    id: 'real-alone',
    title: 'A real Socket.IO server, as fast as it goes',
    about:
      '180 users on the practice server; each message makes one delivery, to the other member of a room of two (Artillery, k6 and tsung: to the sender, who is alone in its room). Each user sends the next when the last has arrived. Messages are those sent and those received.',
    kind: 'load',
    server: { kind: 'socket.io', faults: ['no-echo'] },
    job: { users: 180, roomSize: 2, copies: 1, echo: false, rate: 'max', burst: 1 },
    /** For peers that can wait for their own messages only. */
    alone: { server: { kind: 'socket.io', faults: [] }, job: { roomSize: 1, echo: true } },
    per: 'both',
    contestants: [OURS, 'blast', ...LIBRARIES, ...PEERS],
    columns: perMessage('CPU µs a message', 'messages'),
  },
  {
    id: 'real-rooms',
    title: 'A real Socket.IO server, rooms of ten, 2,000 sends a second',
    about:
      '100 users in rooms of ten on the practice server, 2,000 messages/s. Messages are those sent and those received. *blast-exact* is the program in C as it sleeps until the instant of each message, which ours does; the others look once a millisecond.',
    kind: 'load',
    server: { kind: 'socket.io', faults: [] },
    job: { users: 100, roomSize: 10, copies: 10, echo: true, rate: 2000, burst: 1 },
    per: 'both',
    contestants: [OURS, 'blast', 'blast-exact', ...LIBRARIES, ...PEERS],
    columns: perMessage('CPU µs a message', 'messages'),
  },
  {
    id: 'open',
    title: 'Opening 5,000 connections',
    about:
      'At the sink, at most 100 handshakes under way (C: 200). Memory is what the process has grown by, a connection, a second or more later.',
    kind: 'open',
    server: { kind: 'sink', mode: 'sink' },
    job: { users: 5000, roomSize: 2, copies: 0, echo: false, rate: 1, burst: 1 },
    smoke: { users: 300 },
    contestants: [OURS, 'blast', ...LIBRARIES],
    columns: [
      { key: 'cpuUs', title: 'CPU µs a connection', digits: 0 },
      { key: 'perSecond', title: 'connections/s', digits: 0 },
      { key: 'kibEach', title: 'KiB a connection', digits: 1 },
    ],
  },
  {
    id: 'ten-thousand',
    title: '10,000 connections',
    about: 'The largest preset’s users, connected and idle: the memory of the whole process at its peak.',
    kind: 'open',
    server: { kind: 'sink', mode: 'sink' },
    job: { users: 10_000, roomSize: 2, copies: 0, echo: false, rate: 1, burst: 1 },
    smoke: { users: 300 },
    times: 3,
    contestants: [OURS],
    columns: [
      { key: 'peakMib', title: 'MiB, whole process', digits: 0 },
      { key: 'perSecond', title: 'connections/s', digits: 0 },
    ],
  },
  {
    id: 'sources',
    title: `${MOST_CONNECTIONS.toLocaleString('en')} connections from addresses of their own`,
    about:
      'As many as the two processes may open, at most 100,000, from eight addresses (`--source 127.0.0.1-127.0.0.8`), connected and idle: the memory of the whole process at its peak.',
    kind: 'open',
    server: { kind: 'sink', mode: 'sink' },
    job: {
      users: MOST_CONNECTIONS,
      roomSize: 2,
      copies: 0,
      echo: false,
      rate: 1,
      burst: 1,
      sources: '127.0.0.1-127.0.0.8',
    },
    smoke: { users: 300 },
    times: 1,
    contestants: [OURS],
    columns: [
      { key: 'peakMib', title: 'MiB, whole process', digits: 0 },
      { key: 'kibEach', title: 'KiB a connection', digits: 1 },
      { key: 'perSecond', title: 'connections/s', digits: 0 },
    ],
  },
  ...[5000, 50_000].map((rate) => ({
    id: `slip-${rate}`,
    title: `Schedule at ${rate.toLocaleString('en')} messages a second`,
    about: `One worker, 100 users in rooms of two at the sink. Slip is how late messages leave beyond the declared grid of 0.5 ms.`,
    kind: 'load',
    server: { kind: 'sink', mode: 'peer' },
    job: { users: 100, roomSize: 2, copies: 1, echo: false, rate, burst: Math.ceil(rate / 10_000) },
    per: 'sent',
    times: 3,
    // One message in a hundred may be late: until the code is compiled, in the first fifth of a second, most are.
    timing: { measureMs: 24_000 },
    contestants: [OURS],
    columns: [
      { key: 'slipBeyondGridMs', title: 'slip p99, ms', digits: 3 },
      { key: 'cpuUs', title: 'CPU µs a message sent and received', digits: 2 },
    ],
  })),
  ...[100, 1000, 5000].map((rate) => ({
    id: `pace-${rate}`,
    title: `A quick server at ${rate.toLocaleString('en')} messages a second, as it is reported`,
    about:
      'One worker, 20 users in rooms of two on the practice server. *Echo* counts from the moment at which a message was to leave, *service* from that at which it left: what lies between is our own lateness. *blast-exact*, the program in C, sleeps until the same instants: what it takes is what is left to save.',
    kind: 'load',
    server: { kind: 'socket.io', faults: [] },
    job: { users: 20, roomSize: 2, copies: 2, echo: true, rate, burst: 1 },
    per: 'sent',
    times: 3,
    timing: { measureMs: 6000 },
    contestants: [OURS, 'blast-exact'],
    columns: [
      { key: 'aboveServiceMs', title: 'echo above service, p50, ms', digits: 3 },
      { key: 'echoMs', title: 'echo p50, ms', digits: 3 },
      { key: 'serviceEchoMs', title: 'service p50, ms', digits: 3 },
      { key: 'slipMs', title: 'slip p99, ms', digits: 3 },
      { key: 'busy', title: 'client, share of a core', digits: 3 },
    ],
  })),
  ...[10, 5000].map((users) => ({
    id: `connections-${users}`,
    title: `5,000 messages a second over ${users.toLocaleString('en')} connections`,
    about:
      'Rooms of two at the sink, each message to the other member. One text, so that preparing each room’s frames is over when measuring begins.',
    kind: 'load',
    server: { kind: 'sink', mode: 'peer' },
    job: { users, roomSize: 2, copies: 1, echo: false, rate: 5000, burst: 1, texts: 1 },
    smoke: { users: Math.min(users, 300) },
    per: 'sent',
    times: 3,
    contestants: [OURS],
    columns: perMessage('CPU µs a message sent and received', 'messages'),
  })),
  {
    id: 'start',
    title: 'Starting',
    about:
      'From the start of the command to the first bytes at an existing target, to the end of `--help`, and to that of a whole plan; beside them Node alone. The quickest of five each, in turns.',
    kind: 'start',
    contestants: [OURS],
    columns: [
      { key: 'firstPacketMs', title: '`run`: ms to the first packet', digits: 0 },
      { key: 'helpMs', title: '`--help`: ms', digits: 0 },
      { key: 'planMs', title: '`run --preset quick --dry-run`: ms', digits: 0 },
      { key: 'nodeMs', title: '`node -e 0`: ms', digits: 0 },
    ],
  },
];
