import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '#dist/core/errors.js';
import { sumOf } from '#dist/core/numbers.js';
import type { Random } from '#dist/core/random.js';
import { type LatencyLog, sumsOfTag, tagsOf } from '#dist/report/hlog/latency-log.js';
import { mergedLogJson, mergedLogText, mergeLogs } from '#dist/report/hlog/merge-logs.js';
import { readLatencyLog } from '#dist/report/hlog/read-hlog.js';
import { hlogReporter } from '#dist/report/reporters/hlog.js';
import { smallReport } from '../report/small-report.js';
import type { FuzzTarget, OpenTarget, Verdict } from './fuzz.js';
import { mutatedBytes, mutatedText } from './mutations.js';
import { pick } from './odd-values.js';

const LOG_TOKENS = [
  ',',
  '\n',
  '\r\n',
  '#',
  '#[StartTime: 1e12 (seconds since epoch)]\n',
  '#[BaseTime: 0]\n',
  '#[Histogram log format version 1.2]\n',
  '#[histograms in nanoseconds]\n',
  'Tag=',
  'Tag=a,b,',
  '1e309',
  '-1',
  'NaN',
  '"',
  'HISTFAAA',
  'DHIST',
  '=',
  '\u0000',
  '\u202e',
];

/** HdrHistogram logs, as `merge` and `compare` read them. */
export const logTarget: FuzzTarget = {
  name: 'logs',
  describe: 'HdrHistogram logs: refused with their lines, or merged with another, and what is written of it read back',
  open: async (folder): Promise<OpenTarget> => {
    const [path, other, again] = ['run.hlog', 'other.hlog', 'again.hlog'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const own = hlogReporter.render(smallReport());
    const seeds = [own, own.replace(/^#.*\n/gm, ''), own.replaceAll('Tag=', 'Tag=of ')];
    await writeFile(other, own.replace(/^Tag=fanout.*\n/gm, ''));
    const base = await readLatencyLog(other, undefined);
    const take = async (input: Uint8Array): Promise<Verdict> => {
      await writeFile(path, input);
      const log = await unlessRefused(() => readLatencyLog(path, undefined));
      if (log === undefined) return 'refused';
      const merged = await unlessRefused(() => Promise.resolve(mergeLogs([base, log])));
      if (merged === undefined) return 'accepted';
      const { tool } = smallReport();
      assert.equal(typeof (JSON.parse(mergedLogJson(merged, tool)) as { durationMs: unknown }).durationMs, 'number');
      await writeFile(again, mergedLogText(merged, tool));
      assert.equal(samplesOf(await readLatencyLog(again, undefined)), samplesOf(base) + samplesOf(log));
      return 'accepted';
    };
    return { input: (random) => mutatedLog(random, pick(random, seeds)), take };
  },
};

/** Numbers that a log may tell, and some that it may not. */
const NUMBERS = ['0', '0.000', '1', '2.5', '1E3', '7999999999999', '8e12', '9e12', '-1', '1e999', '', 'NaN'];

function mutatedLog(random: Random, text: string): Uint8Array {
  switch (random.integer(4)) {
    case 0:
      return mutatedBytes(random, Buffer.from(text));
    case 1:
      return Buffer.from(mutatedText(random, text, LOG_TOKENS));
    default:
      return Buffer.from(withOtherNumbers(random, text));
  }
}

/** A log in which some of the times and maxima are others. */
function withOtherNumbers(random: Random, text: string): string {
  const share = pick(random, [0.05, 0.2, 0.6]);
  return text.replace(/\d+\.\d{3}(?=[, ])/g, (number) => (random.next() < share ? pick(random, NUMBERS) : number));
}

function samplesOf(log: Pick<LatencyLog, 'intervals'>): number {
  return sumOf(tagsOf(log).map((tag) => sumsOfTag(log, tag).samples));
}

/** What `read` gives; undefined when it refuses, with a place in every problem. */
async function unlessRefused<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown;
    assert.ok(thrown.problems.every(({ where, message }) => where.includes('.hlog') && message.length > 5));
    return undefined;
  }
}
