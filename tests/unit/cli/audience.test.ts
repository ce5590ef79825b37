import assert from 'node:assert/strict';
import test from 'node:test';
import { Audience } from '#dist/cli/run/audience.js';
import type { LiveEvent } from '#dist/live/watcher.js';
import { buildReport } from '#dist/report/build-report.js';
import type { Report } from '#dist/report/report-types.js';
import { reportContext, runOutcome } from '../../helpers/report/outcome.js';

const START: LiveEvent = { type: 'phase-start', phase: 'register', total: 30 };
const ALERT = { rule: 'errors>5%', message: 'Too many errors.', second: 3, value: 0.07, limit: 0.05 };

/** An audience whose display keeps what it is shown. */
function audienceOf(): { audience: Audience; shown: LiveEvent[] } {
  const shown: LiveEvent[] = [];
  return { audience: new Audience({ show: (event) => shown.push(event), end: () => undefined }), shown };
}

function textsOf(events: readonly LiveEvent[]): string[] {
  return events.flatMap((event) => (event.type === 'notice' ? [event.message] : []));
}

test('every event reaches the display and all watchers, and the report all watchers', async () => {
  const { audience, shown } = audienceOf();
  const seen: LiveEvent[] = [];
  const reports: (Report | undefined)[] = [];
  for (const name of ['one', 'other']) {
    audience.seat(name, {
      onEvent: (event) => seen.push(event),
      end: async (report) => {
        reports.push(report);
      },
    });
  }
  audience.show(START);
  const report = buildReport(runOutcome(), reportContext());
  await audience.end(report);
  await audience.end(undefined);
  assert.deepEqual(shown, [START]);
  assert.deepEqual(seen, [START, START]);
  assert.deepEqual(reports, [report, report]);
});

test('what this process ran short of while it served a watcher is kept for the report', () => {
  const { audience, shown } = audienceOf();
  const notice: LiveEvent = {
    type: 'notice',
    message: 'The dashboard takes no connections.',
    kind: 'generator.EMFILE',
  };
  audience.tell(notice);
  audience.tell({ type: 'notice', message: 'The webhook could not be reached.', kind: undefined });
  audience.tell({ type: 'notice', message: 'Something else.' });
  assert.equal(shown.length, 3);
  assert.equal(shown[0], notice);
  assert.deepEqual(audience.shortages, ['generator.EMFILE']);
});

test('a watcher that throws is left out with a notice, disturbs nobody, and is still ended', async () => {
  const { audience, shown } = audienceOf();
  let calls = 0;
  let ends = 0;
  audience.seat('bad watcher', {
    onEvent: () => {
      calls++;
      throw new Error('no more room');
    },
    end: async () => {
      ends++;
      throw new Error('still none');
    },
  });
  const seen: LiveEvent[] = [];
  audience.seat('good watcher', { onEvent: (event) => seen.push(event), end: async () => undefined });
  audience.show(START);
  audience.show(START);
  await audience.end(undefined);
  assert.equal(calls, 1);
  assert.equal(ends, 1);
  assert.equal(seen.filter((event) => event === START).length, 2);
  assert.deepEqual(textsOf(shown), [
    'The bad watcher has failed and is left out from here on: no more room',
    'The bad watcher could not be ended well: still none',
  ]);
});

test('alerts are kept for the report', () => {
  const { audience } = audienceOf();
  audience.show(START);
  audience.show({ type: 'alert', alert: ALERT });
  assert.deepEqual(audience.alerts, [ALERT]);
  assert.deepEqual(buildReport(runOutcome(), reportContext({ alerts: audience.alerts })).alerts, [ALERT]);
});
