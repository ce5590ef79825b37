import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import test from 'node:test';
import { parseStat, ProcessGauge } from '#dist/sampling/process-gauge.js';

const isLinux = process.platform === 'linux';

test('the name of a program may hold brackets and blanks', () => {
  const stat =
    '4242 (a) R 1 (b c) S 1 4242 4242 0 -1 4194560 1911 0 12 0 321 45 0 0 20 0 11 0 9155 1122333444 20480 18446744073709551615 1 1 0';
  assert.deepEqual(parseStat(stat), { state: 'S', cpuTicks: 366 });
  assert.equal(parseStat('4242 (x) S 1'), undefined);
  assert.equal(parseStat(''), undefined);
});

test('a process is read until it ends, and no other takes its place', { skip: !isLinux }, async (context) => {
  const child = spawn(process.execPath, ['-e', 'console.log(1);setTimeout(()=>{},20000)'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  context.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  const gauge = new ProcessGauge(child.pid ?? 0);
  const first = await gauge.read();
  assert.ok('reading' in first);
  const { cpu, rss, threads, descriptors, lag } = first.reading;
  // A share needs two readings, and a process knows its event loop alone.
  assert.deepEqual([cpu, lag], [null, null]);
  assert.ok(rss !== null && rss > 10 * 2 ** 20 && rss < 2 ** 30);
  assert.ok(threads !== null && threads >= 5 && threads < 100);
  assert.ok(descriptors !== null && descriptors >= 3 && descriptors < 200);
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.deepEqual(await gauge.read(), { problem: `process ${child.pid} has ended` });
  gauge.close();
});

test('the processor of a busy process is seen', { skip: !isLinux }, async (context) => {
  const child = spawn(process.execPath, ['-e', 'console.log(1);const end=Date.now()+20000;while(Date.now()<end);'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  context.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  const gauge = new ProcessGauge(child.pid ?? 0);
  await gauge.read();
  const soon = await gauge.read();
  // Too soon to tell a share that is known in hundredths of a second.
  assert.ok('reading' in soon && soon.reading.cpu === null);
  await new Promise((resolve) => setTimeout(resolve, 400));
  const later = await gauge.read();
  assert.ok('reading' in later && later.reading.cpu !== null);
  assert.ok(later.reading.cpu > 0.05 && later.reading.cpu < 1.5, `${later.reading.cpu}`);
  gauge.close();
});

test('a process that never was is said not to be there', async () => {
  const reading = await new ProcessGauge(4_194_304, isLinux ? '/proc' : '/nowhere').read();
  assert.ok('problem' in reading);
  if (isLinux) assert.equal(reading.problem, 'there is no process 4194304');
});
