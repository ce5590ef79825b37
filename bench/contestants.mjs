import { isOnPath, start } from './lib/processes.mjs';
import { prepareArtillery } from './peers/artillery.mjs';
import { prepareK6 } from './peers/k6.mjs';
import { prepareTsung } from './peers/tsung.mjs';

/*
 * Who takes part. A contestant starts a process that does a job on a server. Those that `answer` print what they did as one line
 * of JSON and end by themselves; the others are watched from outside and ended.
 */

const clientIn = (file) => ({
  answers: true,
  start: (job) => {
    const script = new URL(`./clients/${file}`, import.meta.url).pathname;
    return start('client', [process.execPath, script, JSON.stringify(job)]);
  },
});

/**
 * The program in C, told the same job in its own words.
 * @param {boolean} [isExact] does it sleep until the instant of each message, as ours does?
 */
const blastOf = (reference, isExact = false) => ({
  answers: false,
  start: (job, server) => {
    const flags = {
      port: server.port,
      conns: job.users,
      burst: job.burst,
      fan: job.copies,
      window: Math.max(1, job.copies) * job.users,
      warm: 0,
      // It is ended from outside.
      secs: job.task === 'open' ? 0 : job.seconds + 5,
      mask: 1,
      ...(job.rate === 'max' ? {} : { rate: job.rate, exact: isExact ? 1 : 0 }),
    };
    return start('client', [
      reference.blast,
      ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, `${value}`]),
    ]);
  },
});

/**
 * Everybody who can take part here, by name, with a line for each who cannot.
 * @param {{ reference: object | undefined, peers: boolean }} here
 */
export async function gatherContestants({ reference, peers }) {
  const notes = [];
  const contestants = {
    'newyear-load': clientIn('newyear-load.mjs'),
    ws: clientIn('ws-client.mjs'),
    'socket.io-client': clientIn('socketio-client.mjs'),
  };
  if (reference === undefined) notes.push('There is no C compiler: the cases at the sink are left out.');
  else {
    contestants.blast = blastOf(reference);
    contestants['blast-exact'] = blastOf(reference, true);
  }
  if (peers) {
    try {
      contestants.artillery = await prepareArtillery();
    } catch (error) {
      notes.push(`Artillery cannot run here: ${error.message.split('\n')[0]}`);
    }
  } else notes.push('Artillery takes part with `--peers`.');
  if (isOnPath('k6')) contestants.k6 = prepareK6();
  else notes.push('k6 is not on the PATH.');
  if (isOnPath('tsung')) contestants.tsung = prepareTsung();
  else notes.push('tsung is not on the PATH.');
  return { contestants, notes };
}
