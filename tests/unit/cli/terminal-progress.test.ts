import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { ENGLISH } from '#dist/core/language/words.js';
import { createPalette } from '#dist/cli/colours.js';
import { TerminalGuard } from '#dist/cli/io.js';
import { glyphsOf } from '#dist/cli/progress/glyphs.js';
import { TerminalProgress } from '#dist/cli/progress/terminal.js';
import type { LiveSecond, PhaseProgress } from '#dist/metrics/run-events.js';
import { liveSecond, NO_LATENCY } from '../../helpers/report/live-second.js';
import { Screen } from '../../helpers/cli/screen.js';
import { KeptOutput } from '../../helpers/cli/terminal-stub.js';

const FLOOD: PhaseProgress = { phase: 'flood', total: 3600, attempted: 3600, succeeded: 3600, failed: 0 };

/** A display on a screen that shows what has been written up to now. */
class Stage {
  readonly output: KeptOutput;
  readonly display: TerminalProgress;
  readonly #screen: Screen;
  #seen = 0;

  constructor(columns: number, t: TestContext) {
    t.after(() => this.display.end());
    this.output = new KeptOutput(columns);
    this.#screen = new Screen(columns);
    this.display = new TerminalProgress({
      output: this.output,
      guard: new TerminalGuard(),
      palette: createPalette(1),
      glyphs: glyphsOf({ LANG: 'C.UTF-8' }),
      kind: 'run',
      words: ENGLISH,
    });
  }

  get lines(): string[] {
    this.#screen.write(this.output.text.slice(this.#seen));
    this.#seen = this.output.text.length;
    return this.#screen.lines;
  }

  /** The flood, so many seconds of it. */
  flood(seconds: number): void {
    this.display.show({ type: 'phase-start', phase: 'flood', total: 30_000 });
    for (let second = 0; second < seconds; second++) this.second({ elapsedMs: (second + 1) * 1000 });
  }

  second(fields: Partial<LiveSecond>): void {
    this.display.show({ type: 'second', second: liveSecond(fields) });
    // The display redraws by a timer or when the size changes.
    this.output.emit('resize');
  }

  /** The terminal breaks its lines first, and tells afterwards. */
  resize(columns: number): void {
    void this.lines;
    this.#screen.resize(columns);
    this.output.resize(columns);
  }
}

test('the flood is three lines: the bar, the last second, and the trends of the last minute', (t) => {
  const stage = new Stage(80, t);
  stage.flood(3);
  const [bar = '', numbers = '', trends = '', ...rest] = stage.lines;
  assert.match(bar, /^ {2}flood +█+░+ 0:03 of 0:30 {2}0:27 left/);
  assert.match(numbers, /^ {2}sent 10,000\/s {2}delivered 52,400\/s/);
  assert.match(trends, /^ {2}delivered ███ +peak 52,400\/s +p99 ███ +peak 12\.4 ms$/);
  assert.deepEqual(rest, []);
});

test('a frame is never higher than the screen, which it would push up with every redraw', (t) => {
  const stage = new Stage(80, t);
  stage.output.rows = 2;
  stage.flood(3);
  assert.equal(stage.lines.length, 2);
  assert.match(stage.lines[0] ?? '', /^ {2}flood/);
});

test('a frame is one write, and nothing is cleared before it is written anew', (t) => {
  const stage = new Stage(80, t);
  stage.flood(2);
  stage.output.writes.length = 0;
  stage.second({});
  assert.equal(stage.output.writes.length, 1);
  const [frame = ''] = stage.output.writes;
  assert.ok(frame.startsWith('\r  '), JSON.stringify(frame));
  assert.ok(frame.endsWith('\u001b[J\r\u001b[2A'), JSON.stringify(frame));
});

test('whatever the width becomes, the next frame stands where the last one stood', (t) => {
  const stage = new Stage(120, t);
  stage.display.show({ type: 'phase-start', phase: 'join', total: 5 });
  stage.display.show({
    type: 'phase-end',
    progress: { ...FLOOD, phase: 'join', attempted: 5, succeeded: 5 },
    durationMs: 100,
    latency: NO_LATENCY,
  });
  stage.flood(5);
  for (const columns of [40, 80, 20, 133, 61]) {
    stage.resize(columns);
    const lines = stage.lines;
    assert.equal(lines.filter((line) => line.includes('flood')).length, 1, `${columns}: ${lines.join('\n')}`);
    assert.ok(
      lines.every((line) => line.length <= columns),
      lines.join('\n'),
    );
    stage.second({});
  }
  stage.display.show({ type: 'phase-end', progress: FLOOD, durationMs: 12_000, latency: NO_LATENCY });
  const last = stage.lines.filter((line) => line !== '');
  assert.equal(last.at(-1), '✔ flood      3,600 of 3,600 in 12.0 s, 300/s');
  assert.equal(last.filter((line) => line.includes('flood')).length, 1);
});

test('notices stand above the frame, in whatever the server has put in them', (t) => {
  const stage = new Stage(60, t);
  stage.flood(2);
  stage.display.show({ type: 'notice', message: 'A \u001b[2J\u202ered server.' });
  const lines = stage.lines;
  assert.equal(lines[0], String.raw`! A \x1b[2J\u202ered server.`);
  assert.match(lines[1] ?? '', /^ {2}flood/);
  assert.equal(lines.length, 4);
});

test('the display leaves its last frame behind and listens no more', (t) => {
  const stage = new Stage(80, t);
  stage.flood(2);
  stage.display.end();
  const before = stage.output.text;
  stage.output.emit('resize');
  assert.equal(stage.output.text, before);
  assert.equal(stage.output.listenerCount('resize'), 0);
  assert.ok(before.endsWith('\u001b[?25h\u001b[?7h'));
  assert.equal(stage.lines.length, 4);
});

test('the line of a drain says what it waits for', (t) => {
  const stage = new Stage(80, t);
  stage.display.show({ type: 'phase-start', phase: 'drain', total: 50 });
  stage.second({ phase: 'drain', inFlight: 1, missing: 0 });
  assert.match(stage.lines[0] ?? '', / 1 copy under way/);
  stage.second({ phase: 'drain', inFlight: 0, missing: 56 });
  assert.match(stage.lines[0] ?? '', / 56 missing are waited for/);
});

test('the bar of the flood says which stage it is in and how far', (t) => {
  const stage = new Stage(100, t);
  stage.display.show({ type: 'phase-start', phase: 'flood', total: 30_000 });
  const spike = { name: 'spike', place: 2, of: 3, elapsedMs: 1000, durationMs: 2000, measured: true };
  stage.second({ elapsedMs: 12_000, stage: spike });
  assert.match(stage.lines.join('\n'), /0:12 of 0:30 {2}0:18 left {2}spike \(2 of 3\) 0:01 of 0:02/);
});
