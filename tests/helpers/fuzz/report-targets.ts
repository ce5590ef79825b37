import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ENGLISH_VOICE } from '#dist/report/voice.js';
import { createPalette } from '#dist/cli/colours.js';
import { summaryLines } from '#dist/cli/summary/summary.js';
import { compareReports } from '#dist/compare/compare-reports.js';
import { COMPARISON_FORMATS } from '#dist/compare/formats/index.js';
import { UsageError } from '#dist/core/errors.js';
import { kindOf } from '#dist/report/headline.js';
import { mergeReports } from '#dist/report/merge/merge-reports.js';
import { pageDataOf } from '#dist/report/page/page-data.js';
import { parseReport } from '#dist/report/read-report.js';
import { readReportOrRecord } from '#dist/report/record/rebuild.js';
import type { Report } from '#dist/report/report-types.js';
import { REPORTERS } from '#dist/report/reporters/index.js';
import { EVENTS, recordOf } from '../report/record.js';
import { smallReport } from '../report/small-report.js';
import type { FuzzTarget, OpenTarget, Verdict } from './fuzz.js';
import { alteredValue, mutatedJson, mutatedValue } from './mutations.js';
import { jsonOf, pick } from './odd-values.js';
import type { Random } from '#dist/core/random.js';

const BASE = smallReport({ runId: 'zzzzzz' });
/** The page is written by `html`, which reads the package's files each time; what is of the report is in its data. */
const FORMATS = REPORTERS.filter(({ format }) => format !== 'html');

/** Reports, as `report`, `merge` and `compare` read them. */
export const reportTarget: FuzzTarget = {
  name: 'reports',
  describe:
    'JSON reports: refused as a usage error, or shown in every format, merged, compared, and read back the same',
  open: (folder) => {
    const seed = smallReport();
    return Promise.resolve({ input: (random) => mutatedJson(random, seed), take: takerOf(join(folder, 'run.json')) });
  },
};

/** Records, as `report --from` reads them. */
export const recordTarget: FuzzTarget = {
  name: 'records',
  describe: 'records of runs, whole and cut: the same of the report that they hold or make',
  open: async (folder): Promise<OpenTarget> => {
    const path = join(folder, 'run.ndjson');
    const { whole, killed } = await recordOf(path, EVENTS, smallReport());
    const records = [whole, killed].map((text) => text.trimEnd().split('\n'));
    return { input: (random) => mutatedRecord(random, pick(random, records)), take: takerOf(path) };
  },
};

/** Lines that were changed, left out, repeated or moved. */
function mutatedRecord(random: Random, lines: readonly string[]): Uint8Array {
  const changed = [...lines];
  const isGentle = random.next() < 0.5;
  for (let changes = 1 + random.integer(isGentle ? 6 : 3); changes > 0; changes--) {
    const at = random.integer(changed.length);
    const line = changed[at] ?? '';
    // What begins with another type is the first line or the last, and has a hundred texts for each number.
    if (isGentle) changed[at] = /^\{"type":"(?:run|report)"/.test(line) ? line : altered(random, line);
    else changeLine(random, changed, at);
  }
  const text = `${changed.join('\n')}${random.next() < 0.8 ? '\n' : ''}`;
  return Buffer.from(random.next() < 0.1 ? text.slice(0, random.integer(text.length)) : text);
}

function changeLine(random: Random, lines: string[], at: number): void {
  const line = lines[at] ?? '';
  switch (random.integer(12)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      lines.splice(random.integer(lines.length), 0, line);
      break;
    case 2:
      lines[at] = Buffer.from(mutatedJson(random, { type: 'notice', message: 'x', elapsedMs: 7 })).toString('latin1');
      break;
    default:
      lines[at] = isJson(line) ? jsonOf(mutatedValue(random, JSON.parse(line))) : line;
  }
}

function altered(random: Random, line: string): string {
  return isJson(line) ? JSON.stringify(alteredValue(random, JSON.parse(line))) : line;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function takerOf(path: string): OpenTarget['take'] {
  return async (input): Promise<Verdict> => {
    await writeFile(path, input);
    const report = await unlessRefused(() => readReportOrRecord(path), path);
    if (report === undefined) return 'refused';
    assertReadsBack(report);
    assertShown(report);
    const merged = await unlessRefused(() => Promise.resolve(mergeReports([BASE, report])), 'merge');
    if (merged !== undefined) assertReadsBack(merged);
    return 'accepted';
  };
}

/** What `read` gives; undefined when it refuses, with a place in every problem. */
async function unlessRefused(read: () => Promise<Report>, place: string): Promise<Report | undefined> {
  try {
    return await read();
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown;
    assert.ok(thrown.problems.length > 0);
    for (const { where, message } of thrown.problems) {
      assert.ok(where.startsWith(place), `"${where}" does not name ${place}`);
      assert.ok(message.length > 5, `"${message}" says nothing`);
    }
    return undefined;
  }
}

/** What is written of a report is read again, and is the same. */
function assertReadsBack(report: Report): void {
  const text = JSON.stringify(report);
  const again = parseReport(text, 'again.json');
  assert.ok('report' in again, JSON.stringify(again));
  assert.equal(JSON.stringify(again.report), text);
}

/** Nothing that shows a report throws. */
function assertShown(report: Report): void {
  for (const reporter of FORMATS) reporter.render(report);
  JSON.stringify(pageDataOf(report));
  summaryLines({
    report,
    kind: kindOf(report),
    files: [],
    width: 80,
    palette: createPalette(0),
    fitsScreen: true,
    voice: ENGLISH_VOICE,
  });
  const candidates = [{ report, file: 'run.json' }];
  const comparison = compareReports({
    base: { report: BASE, file: 'base.json' },
    candidates,
    regressions: [],
    tool: BASE.tool,
  });
  for (const one of COMPARISON_FORMATS) if (one.format !== 'html') one.render(comparison);
}
