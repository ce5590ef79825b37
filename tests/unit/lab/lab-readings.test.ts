import assert from 'node:assert/strict';
import test from 'node:test';
import { listeningInodes, listeningPlaces } from '#dist/lab/server/listening-pid.js';
import { alertKindOf } from '#dist/lab/watch/alert-kind.js';
import { readOwnMetrics } from '#dist/lab/watch/own-metrics.js';

test('metrics are found in JSON of any nesting, and in the text format of Prometheus', () => {
  const wanted = { users: 40, messages: 9000, tps: 99.5, memoryBytes: 91_234_304, p95Ms: 1.8 };
  assert.deepEqual(
    readOwnMetrics(
      JSON.stringify({ activeUsers: 40, totalMessages: 9000, tps: 99.5, memory: { rss: 91_234_304 }, p95Ms: 1.8 }),
    ),
    wanted,
  );
  assert.deepEqual(
    readOwnMetrics(
      JSON.stringify({
        data: {
          users: { active: 3, active_users: 40 },
          messages_total: 9000,
          messagesPerSecond: 99.5,
          memoryUsage: { heapUsed: 5, rss: 91_234_304 },
          latency: { p95: 1.8 },
        },
      }),
    ),
    wanted,
  );
  const text = [
    '# HELP chat_active_users People',
    'chat_active_users 40',
    'chat_messages_total 9e3',
    'chat_messages_per_second 99.5',
    'process_resident_memory_bytes 91234304',
    'chat_latency_seconds{quantile="0.5"} 0.0004',
    'chat_latency_seconds{quantile="0.95"} 0.0018',
  ].join('\n');
  assert.deepEqual(readOwnMetrics(text), wanted);
  assert.equal(readOwnMetrics(JSON.stringify({ memoryMb: 87 }))?.memoryBytes, 87 * 2 ** 20);
  assert.deepEqual(readOwnMetrics('{"hello": 1}'), {
    users: null,
    messages: null,
    tps: null,
    memoryBytes: null,
    p95Ms: null,
  });
  for (const nothing of ['<html>', '', '[]', '{}']) assert.equal(readOwnMetrics(nothing), undefined, nothing);
});

test('what an alert is about is told by its rule, or else by its words', () => {
  assert.equal(alertKindOf('{"rule":"errors","message":"memory is fine, errors are not"}'), 'errors');
  assert.equal(alertKindOf('{"text":"응답 시간 p95 1.3초"}'), 'p95');
  assert.equal(alertKindOf('{"text":"메모리 사용량 92%"}'), 'memory');
  assert.equal(alertKindOf('10,000 messages waiting'), 'queue');
  assert.equal(alertKindOf('{"text":"hello"}'), null);
});

test('of the sockets of a port, those are found that listen (proc_net(5))', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:0FA0 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4242 1 0000 100 0 0 10 0',
    '   1: 0100007F:0FA0 0100007F:D2F0 01 00000000:00000000 00:00000000 00000000     0        0 4343 1 0000 20 4 0 10 -1',
    '   2: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4444 1 0000 100 0 0 10 0',
  ].join('\n');
  assert.deepEqual(listeningInodes(table, 4000), ['4242']);
  assert.deepEqual(listeningInodes(table, 8080), ['4444']);
  assert.deepEqual(listeningInodes('', 4000), []);
  const of6 = [
    '   0: 00000000000000000000000001000000:0BB8 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 5555 1',
    '   1: 0000000000000000FFFF00000100007F:0BB9 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 6666 1',
  ].join('\n');
  assert.deepEqual(
    [...listeningPlaces(table), ...listeningPlaces(of6)],
    [
      ['4242', '127.0.0.1:4000'],
      ['4444', '0.0.0.0:8080'],
      ['5555', '[::1]:3000'],
      ['6666', '[::ffff:7f00:1]:3001'],
    ],
  );
});
