import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { nowUs } from '#dist/core/clock.js';
import { createPaceCell, HttpPace } from '#dist/wire/http-pace.js';
import { retryAfterMs } from '#dist/wire/retry-after.js';

/** Timers may ring this much too early, which adds up to no more. */
const EARLY_US = 2000;

describe('Requests of several workers that share a pace', () => {
  it('are never more than the rate, in whatever order they ask, and lose no turn', async () => {
    const rate = fc.constantFrom('200/s', '333/s', '60000/m');
    await fc.assert(
      fc.asyncProperty(rate, fc.array(fc.nat(2), { minLength: 2, maxLength: 20 }), async (text, who) => {
        const cell = createPaceCell();
        const workers = [0, 1, 2].map(() => new HttpPace(cell, text));
        const beganUs = nowUs();
        const turns = await Promise.all(
          who.map(async (worker) => {
            await workers[worker]?.turn();
            return nowUs();
          }),
        );
        const perSecond = text === '60000/m' ? 1000 : Number.parseInt(text, 10);
        turns
          .toSorted((a, b) => a - b)
          .forEach((atUs, index) => {
            assert.ok(atUs - beganUs >= Math.floor((index * 1e6) / perSecond) - EARLY_US, `turn ${index} is too early`);
          });
      }),
      { numRuns: 20 },
    );
  });

  it('do not make up for time in which nobody asked', async () => {
    const pace = new HttpPace(createPaceCell(), '50/s');
    await pace.turn();
    await new Promise((resolve) => setTimeout(resolve, 60));
    await pace.turn();
    const afterUs = nowUs();
    await pace.turn();
    assert.ok(nowUs() - afterUs >= 20_000 - EARLY_US);
  });

  it('end their wait when the phase ends', async () => {
    const pace = new HttpPace(createPaceCell(), '1/h');
    await pace.turn();
    const stop = new AbortController();
    const waiting = pace.turn(stop.signal);
    stop.abort();
    await waiting;
  });
});

describe('How long an answer asks to wait', () => {
  const NOW = Date.UTC(2030, 0, 1);
  const waits: readonly (readonly [value: string, date: string | undefined, ms: number | undefined])[] = [
    ['2', undefined, 2000],
    [' 0 ', undefined, 0],
    ['1.5', undefined, 1500],
    ['Tue, 01 Jan 2030 00:00:30 GMT', undefined, 30_000],
    ['Tuesday, 01-Jan-30 00:00:30 GMT', undefined, 30_000],
    ['Tue Jan  1 00:00:30 2030', undefined, 30_000],
    ['Mon, 31 Dec 2029 00:00:30 GMT', undefined, 0],
    // By the server's clock, which is five minutes ahead of ours.
    ['Tue, 01 Jan 2030 00:05:30 GMT', 'Tue, 01 Jan 2030 00:05:00 GMT', 30_000],
    ['Tue, 01 Jan 2030 00:00:30 GMT', 'no date', 30_000],
    ['soon', undefined, undefined],
    ['', undefined, undefined],
    ['-5', undefined, undefined],
  ];
  for (const [value, date, ms] of waits) {
    it(`is ${ms} ms for "${value}"${date === undefined ? '' : ` of ${date}`}`, () => {
      assert.equal(retryAfterMs(value, date, NOW), ms);
    });
  }
});
