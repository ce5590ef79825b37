import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The version that the comparison is about; it asks for Node 22.18, and runs on 20 when npm is told not to mind. */
export const ARTILLERY_VERSION = '2.0.34';

const FOLDER = join(tmpdir(), `newyear-load-truth-peers-artillery-${ARTILLERY_VERSION}`);
const BINARY = join(FOLDER, 'node_modules', '.bin', 'artillery');
const ENVIRONMENT = { ...process.env, ARTILLERY_DISABLE_TELEMETRY: 'true', NO_UPDATE_NOTIFIER: '1' };

/** Installs Artillery into a folder of its own, once. */
export async function installArtillery() {
  if (existsSync(BINARY)) return;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'package.json'), '{ "private": true }\n');
  const flags = ['--engine-strict=false', '--ignore-scripts', '--no-audit', '--no-fund'];
  await run('npm', ['install', `artillery@${ARTILLERY_VERSION}`, ...flags], { cwd: FOLDER, env: ENVIRONMENT });
}

/**
 * Lets Artillery's socketio engine chat: users arrive over some seconds, join a room, and send messages, waiting for `response`
 * after each.
 * @param {string} target
 * @param {{ users: number, rooms: number, messages: number, arrivalSeconds: number }} load
 * @param {object} response what the scenario waits for after a message
 */
export async function runArtillery(target, load, response) {
  const script = join(FOLDER, 'chat.json');
  const report = join(FOLDER, 'report.json');
  writeFileSync(script, JSON.stringify(scenarioOf(target, load, response), null, 2));
  const exitCode = await run(BINARY, ['run', '--quiet', '--output', report, script], {
    cwd: FOLDER,
    env: ENVIRONMENT,
  }).then(
    () => 0,
    (failure) => failure.code,
  );
  const { aggregate } = JSON.parse(readFileSync(report, 'utf8'));
  return { exitCode, counters: aggregate.counters, responseTime: aggregate.summaries['socketio.response_time'] ?? {} };
}

function scenarioOf(target, { users, rooms, messages, arrivalSeconds }, response) {
  const say = { channel: 'send_message', data: { roomId: '{{ room }}', content: 'Happy New Year!' } };
  return {
    config: {
      target,
      timeout: 5,
      phases: [{ duration: arrivalSeconds, arrivalRate: users / arrivalSeconds }],
      socketio: { transports: ['websocket'], query: { username: 'guest' } },
      variables: { room: Array.from({ length: rooms }, (_, index) => `room-${index}`) },
    },
    scenarios: [
      {
        engine: 'socketio',
        flow: [
          { emit: { channel: 'join_room', data: { roomId: '{{ room }}' } } },
          { think: 1 },
          { loop: [{ emit: say, response }, { think: 0.5 }], count: messages },
        ],
      },
    ],
  };
}
