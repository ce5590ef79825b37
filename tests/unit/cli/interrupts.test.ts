import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import test from 'node:test';
import { ENGLISH } from '#dist/core/language/words.js';
import { type EndSignal, UncaughtFaults, type Io, TerminalGuard } from '#dist/cli/io.js';
import { Interrupts } from '#dist/cli/run/interrupts.js';
import { KeptOutput } from '../../helpers/cli/terminal-stub.js';

/** Interrupts whose signals are events, and the list of what they did. */
function scene(): { interrupts: Interrupts; signal: (name: EndSignal) => void; did: string[]; signals: EventEmitter } {
  const did: string[] = [];
  const signals = new EventEmitter();
  const output = new KeptOutput();
  const io: Io = {
    env: {},
    words: ENGLISH,
    stdin: process.stdin,
    stdout: output,
    stderr: output,
    signals,
    guard: new TerminalGuard(),
    annotate: () => undefined,
    faults: new UncaughtFaults(),
    exitNow: (code) => did.push(`exit ${code}`),
  };
  return { interrupts: new Interrupts(io), signal: (name) => signals.emit(name), did, signals };
}

function attach({ interrupts, did }: ReturnType<typeof scene>): void {
  interrupts.attach({ stop: (reason) => did.push(`stop ${reason}`), abandon: () => did.push('abandon') }, () =>
    did.push('tell'),
  );
}

test('the first signal stops, the second reports now, the third ends at once', () => {
  const it = scene();
  attach(it);
  for (let count = 0; count < 3; count++) it.signal('SIGINT');
  assert.deepEqual(it.did, ['tell', 'stop SIGINT', 'abandon', 'exit 130']);
});

test('the first signal decides on the exit code, and SIGHUP counts as SIGTERM', () => {
  const it = scene();
  attach(it);
  for (const name of ['SIGHUP', 'SIGINT', 'SIGINT'] as const) it.signal(name);
  assert.deepEqual(it.did, ['tell', 'stop SIGTERM', 'abandon', 'exit 143']);
});

test('a signal that came before the run reaches it, and a second one before it ends at once', () => {
  const early = scene();
  early.signal('SIGTERM');
  assert.equal(early.interrupts.first, 'SIGTERM');
  attach(early);
  assert.deepEqual(early.did, ['stop SIGTERM']);
  const impatient = scene();
  impatient.signal('SIGINT');
  impatient.signal('SIGINT');
  assert.deepEqual(impatient.did, ['exit 130']);
});

test('afterwards signals are left to others', () => {
  const it = scene();
  it.interrupts.dispose();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) assert.equal(it.signals.listenerCount(name), 0);
});
