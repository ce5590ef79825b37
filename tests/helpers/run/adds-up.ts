import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { isGeneratorBroken } from '#dist/metrics/run-outcome.js';
import type { Report } from '#dist/report/report-types.js';
import type { CliResult } from '../cli/cli.js';

const schema = JSON.parse(readFileSync('docs/report.schema.json', 'utf8')) as object;
const validate = new Ajv2020({ allErrors: true, strict: true, strictTypes: false }).compile(schema);

/** The report in a text, when it keeps to the schema and every sum in it is right, however the run ended. */
export function reportThatAddsUp(text: string): Report {
  const report = JSON.parse(text) as Report;
  assert.ok(validate(report), JSON.stringify(validate.errors, null, 2));
  const { deliveries, messages, phases, timeline, latencyMs, run } = report;
  for (const { room, ...sums } of [{ room: 'all rooms', ...deliveries }, ...deliveries.byRoom]) {
    assert.equal(sums.expected, sums.received + sums.lost + sums.receiverGone, room);
    assert.ok(Math.min(sums.received, sums.lost, sums.receiverGone) >= 0, room);
  }
  assert.equal(messages.intended, messages.sent + messages.unsent);
  assert.ok(messages.completed <= messages.sent && messages.refused <= messages.sent);
  for (const { name, attempted, succeeded, failed } of phases) assert.equal(attempted, succeeded + failed, name);
  const over = (field: 'intended' | 'sent' | 'delivered'): number => timeline.reduce((sum, row) => sum + row[field], 0);
  assert.equal(over('intended'), messages.intended);
  assert.equal(over('sent'), messages.sent);
  assert.equal(over('delivered'), deliveries.received);
  assert.equal(latencyMs.delivery.count, deliveries.received);
  assert.equal(run.interrupted, run.interruptedBy !== null);
  // A worker that died takes what it knew of its rooms along.
  if (isGeneratorBroken(run.interruptedBy)) return report;
  for (const field of [
    'expected',
    'received',
    'lost',
    'unconfirmed',
    'receiverGone',
    'duplicated',
    'reordered',
  ] as const) {
    const inRooms = deliveries.byRoom.reduce((sum, room) => sum + room[field], 0);
    assert.equal(inRooms, deliveries[field], `${field} of the rooms`);
  }
  return report;
}

/**
 * Holds the exit code of a run that nobody interrupted against its report: 4 when that is INVALID, which a busy machine may make
 * of any run, else 99 when a threshold failed, else 0.
 */
export function assertCodeOf({ code, stderr }: CliResult, { verdict, thresholds }: Report): void {
  const hasFailed = thresholds.some(({ passed }) => !passed);
  const isInvalid = verdict.level === 'INVALID';
  const right = [...(isInvalid ? [4] : []), ...(hasFailed ? [99] : []), ...(isInvalid || hasFailed ? [] : [0])];
  assert.ok(right.includes(code ?? -1), `exit code ${code} and not ${right.join(' or ')}: ${stderr}`);
}
