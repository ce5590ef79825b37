import type { ErrorKind } from '../../core/error-kinds.js';
import { printable } from '../../core/text.js';
import { formatCount } from '../../core/units.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';
import { totalErrors } from '../../metrics/snapshot.js';
import { partsBySecond, totalOf } from './parts.js';
import { whenText } from './words.js';

/** More kinds than this are in the table of errors only. */
const MOST_KINDS = 5;

/** What happened, as the end of "12 times …". */
const WORDS: Readonly<Partial<Record<ErrorKind, string>>> = {
  'server.error-event': 'the server answered with an error event',
  'server.connect-refused': 'the server refused a Socket.IO connection',
  'server.join-refused': 'the server refused to let a user into a room',
  'server.join-timeout': 'the server did not confirm that a user is in a room',
  'server.batch-refused': 'the server refused one user of a batch',
  'server.no-members': 'a room had too few users to be created or read',
  'server.closed-early': 'the server closed a connection before it was set up',
  'server.closed': 'the server closed a connection',
  'server.disconnected': 'the server disconnected a user',
  'server.not-reading': 'the server did not take the answer to its heartbeat and was given up',
  'server.silent': 'the server sent no heartbeat and was given up',
  'network.closed': 'a connection broke without a word',
  'network.timeout': 'no answer came in time',
  'network.unknown': 'a connection failed for an unknown reason',
  'network.ECONNREFUSED': 'nobody listened at the target',
  'network.ECONNRESET': 'a connection was reset by the other side',
  'network.EPIPE': 'something was written to a connection that the other side had closed',
  'network.ENOTFOUND': 'the target has no address',
  'generator.EMFILE': 'this process had no file descriptor left (see ulimit -n)',
  'generator.ENFILE': 'this machine had no file descriptor left',
  'generator.EADDRNOTAVAIL': 'this machine had no local port left for the target',
  'generator.ENOMEM': 'this machine had no memory left',
  'generator.ENOBUFS': 'this machine had no buffers left',
  'generator.interrupted': 'an operation was cut off by the end of its phase',
  'protocol.not-http': 'what came back was no HTTP',
  'protocol.not-websocket': 'what came back was no WebSocket',
  'protocol.not-engine-io': 'what came back was no Engine.IO',
  'protocol.unexpected-answer': 'an answer lacked what the dialect reads from it',
  'protocol.illegal-packet': 'the server sent a packet that is not legal',
  'protocol.illegal-frame': 'the server sent a frame that is not legal',
};

/** A kind of error in words, as the end of "12 times …"; of a kind without words, its name. */
export function errorInWords(kind: string): string {
  const status = /^server\.http-(\d{3})$/.exec(kind)?.[1];
  if (status !== undefined) return `the server answered with HTTP ${status}`;
  const words = Object.hasOwn(WORDS, kind) ? WORDS[kind as ErrorKind] : undefined;
  return words ?? `an operation failed with ${printable(kind, 60)}`;
}

/** The most frequent kinds of errors, each in a sentence. */
export function errorFindings(outcome: RunOutcome): string[] {
  const kinds = Object.entries<number>(outcome.errors)
    .filter(([, count]) => count > 0)
    .toSorted(([, one], [, other]) => other - one);
  return kinds.slice(0, MOST_KINDS).map(([kind, count]) => {
    const when = kinds.length === 1 ? whenOf(outcome) : '';
    const often = count === 1 ? 'Once' : `${formatCount(count)} times`;
    return `${often} ${errorInWords(kind)}${when} (${printable(kind, 60)}).`;
  });
}

/** The seconds tell of all kinds together, and of none before the flood. */
function whenOf(outcome: RunOutcome): string {
  const bySecond = partsBySecond(outcome, 'errors');
  const isAll = bySecond.length > 0 && totalOf(bySecond) === totalErrors(outcome.errors);
  return isAll ? `: ${whenText(bySecond, outcome.timeline.length)}` : '';
}
