import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reportThatAddsUp } from '../helpers/run/adds-up.js';
import { startCli } from '../helpers/cli/cli.js';
import { startHere } from '../helpers/cli/here.js';
import { isFullMatrix } from '../helpers/run/fault-matrix.js';
import { HELD_PHASES, type HeldPhase, startHolding } from '../helpers/wire/holding-server.js';

const MESSAGES_PER_SECOND = 60;

/** What a signal meets, and what is to come of it. */
interface Row {
  readonly phase: HeldPhase | 'flood';
  /** The phase goes on when the run has written this. Where it is missing, the server sees it. */
  readonly begunAfter?: string;
  readonly flags?: readonly string[];
  /** Messages before the signal. */
  readonly sends?: true;
}

const ROWS: readonly Row[] = [
  ...HELD_PHASES.filter((phase) => !['drain', 'audit', 'disconnect'].includes(phase)).map((phase) => ({ phase })),
  { phase: 'flood', flags: ['--duration', '30s'], sends: true },
  { phase: 'drain', begunAfter: 'flood ', sends: true },
  { phase: 'audit', flags: ['--audit'], sends: true },
  { phase: 'disconnect', begunAfter: 'drain ', sends: true },
];

interface Signals {
  readonly name: string;
  readonly signals: readonly NodeJS.Signals[];
  readonly code: number;
  readonly interruptedBy: string;
}

const ONE: readonly Signals[] = [
  { name: 'SIGINT', signals: ['SIGINT'], code: 130, interruptedBy: 'SIGINT' },
  { name: 'SIGTERM', signals: ['SIGTERM'], code: 143, interruptedBy: 'SIGTERM' },
];
const TWO: readonly Signals[] = [
  { name: 'SIGINT twice', signals: ['SIGINT', 'SIGINT'], code: 130, interruptedBy: 'SIGINT' },
];
const FURTHER: readonly Signals[] = [
  { name: 'SIGHUP', signals: ['SIGHUP'], code: 143, interruptedBy: 'SIGTERM' },
  { name: 'SIGTERM twice', signals: ['SIGTERM', 'SIGTERM'], code: 143, interruptedBy: 'SIGTERM' },
  { name: 'SIGINT and SIGTERM', signals: ['SIGINT', 'SIGTERM'], code: 130, interruptedBy: 'SIGINT' },
];

/** The short form gives every phase one of the first three, in turn; the full one gives all to each. */
function signalsAt(row: number): readonly Signals[] {
  const first = [...ONE, ...TWO];
  return isFullMatrix ? [...first, ...FURTHER] : first.slice(row % first.length, (row % first.length) + 1);
}

/**
 * Every phase meets every signal: the run ends by itself, with the signal's code and a report of what was measured so far. In the short
 * form the command has no process of its own; `run-interrupted` has one for each signal.
 */
describe('A run that is interrupted', { concurrency: 4 }, () => {
  for (const [index, row] of ROWS.entries()) {
    for (const signals of signalsAt(index)) {
      for (const workers of isFullMatrix ? [1, 2, 3] : [2]) {
        const fleet = isFullMatrix ? `, ${workers} workers` : '';
        it(`in ${row.phase} by ${signals.name}${fleet}`, async (test) => {
          const durationMs = 300;
          const messages = (MESSAGES_PER_SECOND * durationMs) / 1000;
          const server = await startHolding(test, row.phase === 'flood' ? undefined : row.phase, messages);
          const drain = signals.signals.length > 1 ? '1m' : '1500ms';
          const flags =
            `--target ${server.url} --users 9 --rooms 3 --room-size 3 --rate ${MESSAGES_PER_SECOND} ` +
            `--duration ${durationMs}ms --drain ${drain} --workers ${workers} --no-canary --json`;
          const args = ['run', ...flags.split(' '), ...(row.flags ?? [])];
          const run = isFullMatrix ? startCli(args, { timeoutMs: 60_000 }) : startHere(args);
          const begun =
            row.begunAfter !== undefined
              ? run.shows(row.begunAfter)
              : row.phase === 'flood'
                ? server.received(6)
                : server.reached;
          // A run that ends too early is told by its result.
          await Promise.race([begun, run.result]);
          for (const [count, signal] of signals.signals.entries()) {
            if (count > 0) await Promise.race([run.shows('Stopping: '), run.result]);
            run.kill(signal);
          }
          const { code, signal: endedBy, stdout, stderr } = await run.result;
          assert.equal(endedBy, null, `it had to be ended: ${stderr}`);
          assert.equal(code, signals.code, stderr);
          const report = reportThatAddsUp(stdout);
          assert.equal(report.run.interruptedBy, signals.interruptedBy);
          assert.equal(report.messages.sent > 0, row.sends === true);
          const names = report.phases.map(({ name }) => name);
          if (row.phase !== 'start' && signals.signals.length === 1) {
            assert.ok(names.includes(row.phase), names.join());
            assert.equal(names.at(-1), 'disconnect');
          }
        });
      }
    }
  }
});
