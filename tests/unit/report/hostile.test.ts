import assert from 'node:assert/strict';
import test from 'node:test';
import { buildReport } from '#dist/report/build-report.js';
import { REPORTERS } from '#dist/report/reporters/index.js';
import { formatFlaws } from '../../helpers/report/format-flaws.js';
import { hostileReport } from '../../helpers/report/hostile.js';
import { reportContext, runOutcome } from '../../helpers/report/outcome.js';

const harmless = buildReport(runOutcome(), reportContext());
const hostile = hostileReport(harmless);

for (const reporter of REPORTERS) {
  const { format } = reporter;
  test(`${format}: nothing that a server sent is interpreted, and the size is bounded`, () => {
    const text = reporter.render(hostile);
    assert.deepEqual(formatFlaws(format, text, hostile), []);
  });
}

test('a format without a check of its own is noticed', () => {
  assert.deepEqual(formatFlaws('new', '', harmless), ['there is no check of the format new']);
});
