// What the ledger costs: a copy that comes in step, and thousands that come late, which must cost the same each however many they are.
// node bench/ledger.mjs [--dist folder] [--passes n] [--copies n] [--late 5000,20000,80000] [--only words] [--json]
// --dist names another build's `dist`; to compare two, run them in turns on one processor (taskset).
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

const { values: flags } = parseArgs({
  options: {
    dist: { type: 'string', default: new URL('../dist/', import.meta.url).pathname },
    copies: { type: 'string', default: '2000000' },
    passes: { type: 'string', default: '3' },
    late: { type: 'string', default: '5000,20000,80000' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const { RoomLedger } = await import(pathToFileURL(resolve(flags.dist, 'ledger/room-ledger.js')).href);

/** Copies of one step-by-step measurement. */
const COPIES_IN_STEP = Number(flags.copies);

/** Processor time of this process, which other programs do not lengthen, nanoseconds. */
function cpuNs() {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

/** A room whose members have all joined. */
function roomOf(members) {
  const ledger = new RoomLedger(members, true);
  for (let member = 0; member < members; member++) ledger.join(member);
  return ledger;
}

/** Everything comes at once and in order. @returns nanoseconds a copy */
function inStep(members, echo = true) {
  const ledger = new RoomLedger(members, echo);
  for (let member = 0; member < members; member++) ledger.join(member);
  const messages = Math.ceil(COPIES_IN_STEP / members);
  const startedAt = cpuNs();
  for (let message = 0; message < messages; message++) {
    const sender = message % members;
    const number = ledger.send(sender, message);
    for (let member = 0; member < members; member++)
      if (echo || member !== sender) ledger.receive(member, number, sender);
  }
  return (cpuNs() - startedAt) / (messages * members);
}

/** Every second message is overtaken by the next one of another sender, as it is on a server with two processes. */
function swapped(members) {
  const ledger = roomOf(members);
  const messages = Math.ceil(COPIES_IN_STEP / members / 2);
  const startedAt = cpuNs();
  for (let pair = 0; pair < messages; pair++) {
    const [one, other] = [(2 * pair) % members, (2 * pair + 1) % members];
    const first = ledger.send(one, pair);
    const second = ledger.send(other, pair);
    for (let member = 0; member < members; member++) {
      ledger.receive(member, second, other);
      ledger.receive(member, first, one);
    }
  }
  return (cpuNs() - startedAt) / (messages * members * 2);
}

/** `count` messages of member 0, each followed by one of member 1 that overtakes it on its way to member 2. */
function overtaken(count) {
  const ledger = roomOf(3);
  for (let index = 0; index < count; index++) {
    const number = ledger.send(0, index);
    for (const member of [0, 1]) ledger.receive(member, number, 0);
    const overtaking = ledger.send(1, index);
    for (const member of [0, 1, 2]) ledger.receive(member, overtaking, 1);
  }
  return { ledger, numbers: Array.from({ length: count }, (_, index) => 2 * index) };
}

/** `count` messages of one member, of which another gets a later one first: one run of missing numbers. */
function held(count) {
  const ledger = roomOf(3);
  for (let index = 0; index < count; index++) {
    const number = ledger.send(0, index);
    for (const member of [0, 1]) ledger.receive(member, number, 0);
  }
  const overtaking = ledger.send(1, count);
  for (const member of [0, 1, 2]) ledger.receive(member, overtaking, 1);
  return { ledger, numbers: Array.from({ length: count }, (_, index) => index) };
}

/** The same order every time, with every number at a place of its own. */
function shuffled(numbers) {
  const order = [...numbers];
  let state = 1;
  for (let index = order.length - 1; index > 0; index--) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const other = state % (index + 1);
    [order[index], order[other]] = [order[other], order[index]];
  }
  return order;
}

/** Lets the late copies come. @returns milliseconds for all of them */
function arrive({ ledger, numbers }) {
  const startedAt = cpuNs();
  for (const number of numbers) ledger.receive(2, number, 0);
  const elapsedMs = (cpuNs() - startedAt) / 1e6;
  if (ledger.sums().lost !== 0) throw new Error('not everything that came was received');
  return elapsedMs;
}

/** Member 2 is cut with everything missing, and gets it after all when it is back. */
function recovered(count) {
  const { ledger, numbers } = held(count);
  ledger.leave(2);
  ledger.join(2);
  return { ledger, numbers };
}

const LATE = {
  'overtaken one by one, in order': overtaken,
  'overtaken one by one, the last first': (count) => reversed(overtaken(count)),
  'overtaken one by one, shuffled': (count) => mixed(overtaken(count)),
  'held as one, in order': held,
  'held as one, the last first': (count) => reversed(held(count)),
  'held as one, shuffled': (count) => mixed(held(count)),
  'given up at a cut, in order': recovered,
};

function reversed({ ledger, numbers }) {
  return { ledger, numbers: numbers.toReversed() };
}

function mixed({ ledger, numbers }) {
  return { ledger, numbers: shuffled(numbers) };
}

const measures = {};
const note = (name, value) => (measures[name] ??= []).push(value);
const isWanted = (name) => flags.only === undefined || name.includes(flags.only);
for (let pass = 0; pass < Number(flags.passes); pass++) {
  for (const [name, measure] of [
    ['in step, 4 members, ns a copy', () => inStep(4)],
    ['in step, 4 members, no echo, ns a copy', () => inStep(4, false)],
    ['in step, 300 members, ns a copy', () => inStep(300)],
    ['swapped in pairs, 10 members, ns a copy', () => swapped(10)],
  ])
    if (isWanted(name)) note(name, measure());
  for (const [name, prepare] of Object.entries(LATE)) {
    for (const count of flags.late.split(',').map(Number)) {
      if (isWanted(name)) note(`${name}, ${count}, ms`, arrive(prepare(count)));
    }
  }
}

/** The least of all passes: what else the machine does only adds to it. */
const least = Object.fromEntries(Object.entries(measures).map(([name, values]) => [name, Math.min(...values)]));
if (flags.json) console.log(JSON.stringify(least));
else
  for (const [name, value] of Object.entries(least)) console.log(`${name.padEnd(54)} ${value.toFixed(1).padStart(10)}`);
