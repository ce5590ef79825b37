import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { start } from '../lib/processes.mjs';

const run = promisify(execFile);

const VERSION = '2.0.34';
const FOLDER = join(tmpdir(), `newyear-load-bench-artillery-${VERSION}`);
const BINARY = join(FOLDER, 'node_modules', '.bin', 'artillery');
const ENVIRONMENT = { ...process.env, ARTILLERY_DISABLE_TELEMETRY: 'true', NO_UPDATE_NOTIFIER: '1' };
const INSTALL_WITHIN_MS = 300_000;
const ARRIVAL_SECONDS = 2;
/**
 * From its arrival until a user joins its room, and from there to its first message. Every user has the same name, since the query
 * cannot differ, and the server lets a new connection into the rooms that its name is in: all have to arrive before one joins.
 */
const THINK_SECONDS = 3;
const MANY = 10_000_000;

/** Installs Artillery into a folder of its own, once, and makes sure that it runs on this Node. */
export async function prepareArtillery() {
  if (!existsSync(BINARY)) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(join(FOLDER, 'package.json'), '{ "private": true }\n');
    const flags = ['--engine-strict=false', '--ignore-scripts', '--no-audit', '--no-fund'];
    await run('npm', ['install', `artillery@${VERSION}`, ...flags], {
      cwd: FOLDER,
      env: ENVIRONMENT,
      timeout: INSTALL_WITHIN_MS,
    });
  }
  await run(BINARY, ['--version'], { env: ENVIRONMENT, timeout: 30_000 });
  return {
    answers: false,
    isAlone: true,
    version: `Artillery ${VERSION}`,
    /** Between the first user's first message and the last user's. */
    rampMs: ARRIVAL_SECONDS * 1000,
    start(job, server) {
      const table = join(FOLDER, 'people.csv');
      const script = join(FOLDER, 'bench.json');
      const people = Array.from({ length: job.users }, (_, index) => `r${Math.floor(index / job.roomSize)}`);
      writeFileSync(table, people.join('\n'));
      writeFileSync(script, JSON.stringify(scenarioOf(job, server, table)));
      return start('client', [process.execPath, BINARY, 'run', '--quiet', script], { cwd: FOLDER, env: ENVIRONMENT });
    },
  };
}

function scenarioOf({ users, rate }, { url }, table) {
  const say = {
    channel: 'send_message',
    data: { roomId: '{{ room }}', content: `🎉 Happy New Year! ${'.'.repeat(50)}` },
  };
  // Alone in its room a user waits for whatever comes next; at a rate it ignores what comes.
  const turn =
    rate === 'max'
      ? [{ emit: say, response: { channel: 'message', concat: true, data: 'object' } }]
      : [{ emit: say }, { think: `${(1000 * users) / rate}ms` }];
  return {
    config: {
      target: url,
      phases: [{ duration: ARRIVAL_SECONDS, arrivalCount: users }],
      socketio: { transports: ['websocket'], query: { username: 'guest' } },
      payload: { path: table, fields: ['room'], order: 'sequence' },
    },
    scenarios: [
      {
        engine: 'socketio',
        flow: [
          { think: THINK_SECONDS },
          { emit: { channel: 'join_room', data: { roomId: '{{ room }}' } } },
          { think: THINK_SECONDS },
          { loop: turn, count: MANY },
        ],
      },
    ],
  };
}
