import { createRunId } from '../../dist/core/ids.js';
import { resolvePlan } from '../../dist/scenario/resolve.js';

/** How long connections that only are opened stay. */
const HOLD = '1500ms';

/**
 * A job as a plan of one worker, as the command line would make it.
 * @param {import('./drive.mjs').Job} job
 */
export async function planOf(job) {
  const sized = job.task === 'open' ? { duration: HOLD, ...sourceOf(job) } : loadOf(job);
  const { plan } = await resolvePlan({
    kind: job.task === 'open' ? 'connect' : 'run',
    flags: { preset: 'quick', target: job.url, workers: '1', users: `${job.users}`, ...sized },
    year: 2027,
    freshSeed: 1,
    runId: createRunId(),
    cpuCount: 2,
    environment: {},
    checkThreshold: () => undefined,
    checkAlert: () => undefined,
  });
  const greetings = plan.theme.greetings.slice(0, job.texts);
  return { ...plan, dialect: dialectOf(job), theme: { ...plan.theme, greetings } };
}

function sourceOf({ sources }) {
  return sources === undefined ? {} : { source: [sources] };
}

function loadOf({ users, roomSize, rate, seconds, copies }) {
  return {
    rooms: `${users / roomSize}`,
    roomSize: `${roomSize}`,
    rate: `${rate}`,
    duration: `${Math.round(seconds * 1000)}ms`,
    drain: copies === 0 ? '0ms' : '3s',
    canary: false,
  };
}

/** The chat of the bench: no HTTP; joins are confirmed by the real server only. */
export function dialectOf({ confirmsJoins, echo }) {
  return {
    name: 'bench',
    description: 'The chat of the bench',
    http: {},
    socket: { path: '/socket.io/', query: { username: '{{user.name}}' }, namespace: '/' },
    events: {
      join: { event: 'join_room', args: [{ roomId: 'r{{room.index}}' }] },
      ...(confirmsJoins ? { joined: { event: 'joined_room' } } : {}),
      send: { event: 'send_message', args: [{ roomId: 'r{{room.index}}', content: '{{message.text}}' }] },
      receive: { event: 'message' },
    },
    echo,
  };
}
