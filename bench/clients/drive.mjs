import { setTimeout as sleep } from 'node:timers/promises';

/**
 * One load, as every client of this folder is told it, as JSON in its first argument.
 * @typedef {object} Job
 * @property {'load' | 'open'} task send messages, or only open the connections
 * @property {string} url
 * @property {boolean} confirmsJoins does the server answer a join?
 * @property {number} users
 * @property {number} roomSize members of each room
 * @property {number} copies that each message makes; 0 = none that anybody waits for
 * @property {boolean} echo is one of them the sender's own?
 * @property {number | 'max'} rate messages a second of the whole run, or each sender's next when its last has arrived everywhere
 * @property {number} burst messages that a sender sends in a row, with a rate
 * @property {number} seconds
 * @property {number} [texts] of the theme that are sent, for ours; all where it is missing
 */

/** @returns {Job} */
export function readJob() {
  return JSON.parse(process.argv[2] ?? '{}');
}

/** Handshakes under way at once, as many as ours has by default. */
const HANDSHAKES = 100;
/** After the last message: until nothing has come for this long, and no longer than that. */
const QUIET_MS = 500;
const DRAIN_AT_MOST_MS = 5000;
/** From the last handshake until the memory is read. */
const IDLE_MS = 1000;
/** Who cannot keep up with a rate still reads, and ends in time. */
const MESSAGES_PER_TURN = 500;
const TEXT = '🎉 Happy New Year! Wishing you joy and prosperity! 🎊';

/** The room of user `index`. */
export function roomOf(index, { roomSize }) {
  return `r${Math.floor(index / roomSize)}`;
}

/**
 * Does a job over connections that `open` opens, and says how it went as JSON.
 * @param {Job} job
 * @param {(index: number, heard: (content: string) => void) => Promise<(content: string) => void>} open opens and joins user
 * `index`, tells `heard` the content of every message that comes in, and returns what sends one
 */
export async function drive(job, open) {
  const load = new Load(job);
  const rssBefore = process.memoryUsage.rss();
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await openAll(job.users, async (index) => {
    load.senders[index] = await open(index, (content) => load.heard(content));
  });
  const openSeconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  if (job.task === 'load') await load.run();
  else await sleep(IDLE_MS);
  const rssBytes = process.memoryUsage.rss() - rssBefore;
  const { sent, received } = load;
  console.log(JSON.stringify({ sent, received, openSeconds, openCpuSeconds: (user + system) / 1e6, rssBytes }));
  process.exit(0);
}

async function openAll(count, openOne) {
  let next = 0;
  const worker = async () => {
    while (next < count) await openOne(next++);
  };
  await Promise.all(Array.from({ length: Math.min(HANDSHAKES, count) }, worker));
}

/** Who sends when, and what has come back. */
class Load {
  sent = 0;
  received = 0;
  /** @type {((content: string) => void)[]} */
  senders = [];
  /** Copies that a sender still waits for. */
  #waiting = [];
  #over = false;
  /** @type {Job} @readonly */
  #job;

  /** @param {Job} job */
  constructor(job) {
    this.#job = job;
  }

  async run() {
    const { rate, seconds } = this.#job;
    if (rate === 'max') {
      for (const index of this.senders.keys()) this.#send(index);
      await sleep(seconds * 1000);
    } else await this.#keepRate(rate, seconds);
    this.#over = true;
    for (let waitedMs = 0, before = -1; waitedMs < DRAIN_AT_MOST_MS && before !== this.received; waitedMs += QUIET_MS) {
      before = this.received;
      await sleep(QUIET_MS);
    }
  }

  /** A message has come: the sender's number stands behind the last `#`. */
  heard(content) {
    this.received++;
    if (this.#job.rate !== 'max') return;
    const at = content.lastIndexOf('#') + 1;
    const sender = Number(content.slice(at, content.indexOf(':', at)));
    if (--this.#waiting[sender] === 0 && !this.#over) this.#send(sender);
  }

  #send(index) {
    this.#waiting[index] = this.#job.copies;
    this.sent++;
    this.senders[index](`${TEXT} #${index}:${String(this.sent).padStart(20, '0')}`);
  }

  #keepRate(rate, seconds) {
    const { burst } = this.#job;
    const startedAt = performance.now();
    return new Promise((resolve) => {
      const turn = () => {
        const elapsed = Math.min(seconds, (performance.now() - startedAt) / 1000);
        const due = Math.floor(elapsed * rate);
        const most = Math.min(due, this.sent + MESSAGES_PER_TURN);
        while (this.sent < most) this.#send(Math.floor(this.sent / burst) % this.senders.length);
        if (elapsed >= seconds) resolve();
        else if (this.sent < due) setImmediate(turn);
        else setTimeout(turn, 1);
      };
      turn();
    });
  }
}
