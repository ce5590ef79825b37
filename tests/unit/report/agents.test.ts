import assert from 'node:assert/strict';
import test from 'node:test';
import { createPalette } from '#dist/cli/colours.js';
import { ENGLISH_VOICE } from '#dist/report/voice.js';
import { summaryLines } from '#dist/cli/summary/summary.js';
import type { AgentOutcome } from '#dist/metrics/run-outcome.js';
import { buildReport } from '#dist/report/build-report.js';
import { contextOf, outcomeOf } from '#dist/report/outcome-of.js';
import { mergeOutcomes } from '#dist/report/merge/merge-outcomes.js';
import { markdownReporter } from '#dist/report/reporters/markdown.js';
import { reportContext, runOutcome, workerOutcome } from '../../helpers/report/outcome.js';
import { markdownFlaws } from '../../helpers/report/markdown.js';

function agent(name: string, changes: Partial<AgentOutcome> = {}): AgentOutcome {
  const sizes = { cpus: 2, workers: 1, peakRssBytes: 200 * 2 ** 20, cpuSeconds: 3.5 };
  return { name, host: 'box', ...sizes, clockErrorMs: 0.2, longestSilenceMs: 1004, isLost: false, ...changes };
}

const OUTCOME = runOutcome({
  agents: [agent('b7'), agent('a1'), agent('c<b>|3', { isLost: true, longestSilenceMs: 15_000 })],
  workers: [workerOutcome({ agent: 'a1', cpuShare: 0.4 }), workerOutcome({ agent: 'b7', cpuShare: 0.2 })],
});
const REPORT = buildReport(OUTCOME, reportContext());

test('a report of several machines has a row for each, tells whose each worker was, and reads back as it was', () => {
  assert.deepEqual(
    REPORT.generator.agents.map(({ name }) => name),
    ['b7', 'a1', 'c<b>|3'],
  );
  assert.deepEqual(
    REPORT.generator.workers.map((worker) => worker.agent),
    ['a1', 'b7'],
  );
  assert.deepEqual(buildReport(outcomeOf(REPORT), contextOf(REPORT)), REPORT);
  assert.equal(mergeOutcomes([OUTCOME, runOutcome()]).agents.length, 3);
});

test('the end of a run names the lost agent first, and how busy the others were', () => {
  const lines = summaryLines({
    report: REPORT,
    kind: 'run',
    files: [],
    width: 100,
    palette: createPalette(0),
    fitsScreen: false,
    voice: ENGLISH_VOICE,
  });
  const row = lines.find((line) => line.startsWith('agents'));
  assert.match(row ?? '', /^agents +3: c<b>\|3 \(lost\), a1 \(CPU 40\.\d+ %, 200 MiB\), b7 \(CPU 20\.\d+ %, 200/);
});

test('Markdown has the table of agents, whatever they are called, and none where there are none', () => {
  const text = markdownReporter.render(REPORT);
  assert.deepEqual(markdownFlaws(text), []);
  assert.match(text, /Agents/);
  assert.match(text, /\| <code>a1<\/code> \| <code>box<\/code> \| 1 \| 3\.5 \| 200 MiB \|/);
  assert.doesNotMatch(markdownReporter.render(buildReport(runOutcome(), reportContext())), /Agents/);
});
