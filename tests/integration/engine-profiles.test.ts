import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { startRun } from '#dist/engine/main/run.js';
import { planFor, practiceFor } from '../helpers/engine-run.js';

describe('Profiles of a flood', () => {
  it('are written for the tools that read them, and show what sends', async (test) => {
    const folder = mkdtempSync(join(tmpdir(), 'newyear-load-profiles-'));
    test.after(() => rmSync(folder, { recursive: true }));
    const files = { cpu: join(folder, 'flood.cpuprofile'), heap: join(folder, 'flood.heapprofile') };
    const server = await practiceFor(test);
    await startRun(await planFor(server.url, { duration: '1s', rate: '500' }), files).outcome;
    const cpu: unknown = JSON.parse(readFileSync(files.cpu, 'utf8'));
    assert.match(JSON.stringify(cpu), /"functionName":"turn".*"samples":\[/);
    const heap: unknown = JSON.parse(readFileSync(files.heap, 'utf8'));
    assert.match(JSON.stringify(heap), /^\{"head":\{.*"functionName":"onStreamRead"/);
  });

  it('that cannot be written are said to be missing, and cost nothing else', async (test) => {
    const server = await practiceFor(test);
    const plan = await planFor(server.url, { duration: '300ms' });
    const outcome = await startRun(plan, { cpu: '/there/is/no/such/folder.cpuprofile' }).outcome;
    assert.ok(outcome.findings.some((finding) => finding.startsWith('A profile could not be written: ENOENT')));
    assert.equal(outcome.deliveries.lost, 0);
    assert.ok(outcome.deliveries.received > 0);
  });
});
