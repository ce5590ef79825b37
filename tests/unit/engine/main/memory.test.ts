import assert from 'node:assert/strict';
import test from 'node:test';
import { MemoryMeter, workingSetBytes } from '#dist/engine/main/memory.js';

test('memory in use is a share, and our own part of it is told in bytes', () => {
  const meter = new MemoryMeter();
  const { rssBytes, memoryShare } = meter.inUse();
  meter.close();
  assert.ok(memoryShare > 0 && memoryShare <= 1, String(memoryShare));
  const nodeSaysBytes = process.memoryUsage.rss();
  assert.ok(
    Math.abs(rssBytes - nodeSaysBytes) < nodeSaysBytes / 4,
    `${rssBytes} bytes, and Node says ${nodeSaysBytes}`,
  );
});

test('file caches that go first do not count', () => {
  assert.equal(workingSetBytes(1000, 'anon 100\nactive_file 300\ninactive_file 600\n'), 400);
  assert.equal(workingSetBytes(1000, 'total_inactive_file 600\n'), 1000);
  assert.equal(workingSetBytes(100, 'inactive_file 600'), 0);
});
