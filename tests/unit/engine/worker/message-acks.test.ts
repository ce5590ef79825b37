import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { FIRST_MESSAGE_ACK_ID } from '#dist/chat/message-template.js';
import { MessageAcks } from '#dist/engine/worker/message-acks.js';

describe('Messages that wait for their acknowledgement', () => {
  it('are found by their numbers, each once, in whatever order the answers come', () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.constant('send' as const) },
      { weight: 3, arbitrary: fc.record({ answer: fc.nat(1000) }) },
      { weight: 1, arbitrary: fc.constantFrom('strange' as const, 'cut' as const) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const acks = new MessageAcks();
        const waiting = new Map<number, number>();
        let sent = 0;
        for (const one of steps) {
          if (one === 'send') {
            const ackId = acks.add(sent * 10);
            assert.equal(String(ackId).length, 7);
            assert.ok(!waiting.has(ackId));
            waiting.set(ackId, sent * 10);
            sent++;
          } else if (one === 'strange') {
            for (const ackId of [0, -1, 999_999, FIRST_MESSAGE_ACK_ID + sent, 9_999_999, 1e20, Number.NaN])
              assert.equal(acks.take(ackId), undefined);
          } else if (one === 'cut') {
            acks.clear();
            for (const ackId of waiting.keys()) assert.equal(acks.take(ackId), undefined);
            waiting.clear();
          } else {
            const ackId = [...waiting.keys()][one.answer % Math.max(1, waiting.size)];
            if (ackId === undefined) continue;
            assert.equal(acks.take(ackId), waiting.get(ackId));
            assert.equal(acks.take(ackId), undefined);
            waiting.delete(ackId);
          }
          assert.equal(acks.waiting, waiting.size);
        }
      }),
    );
  });

  it('are given up, the oldest first, when thousands wait on one connection', () => {
    const acks = new MessageAcks();
    const ids = Array.from({ length: 5000 }, (_, index) => acks.add(index));
    assert.equal(acks.waiting, 4096);
    assert.equal(acks.take(ids[903] ?? 0), undefined);
    assert.equal(acks.take(ids[904] ?? 0), 904);
    assert.equal(acks.take(ids[4999] ?? 0), 4999);
    assert.equal(acks.waiting, 4094);
  });

  it('begin their numbers anew after millions', () => {
    const acks = new MessageAcks();
    let last = 0;
    for (let sent = 0; sent < 8_999_999 + 3; sent++) {
      last = acks.add(sent);
      if (sent !== 8_999_999 + 1) acks.take(last);
    }
    assert.equal(last, FIRST_MESSAGE_ACK_ID + 2);
    assert.equal(acks.take(FIRST_MESSAGE_ACK_ID + 1), 8_999_999 + 1);
    assert.equal(acks.waiting, 0);
  });
});
