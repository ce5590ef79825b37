import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_JSON_LEVELS } from '#dist/core/json.js';
import { MOST_JSON_VALUES } from '#dist/wire/bounds.js';
import { parsePacket } from '#dist/wire/socketio/packets.js';

describe('A packet', () => {
  it('that is nested too deep is illegal, and says so', () => {
    const list = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    for (const prefix of ['42', '42/admin,7', '451-'])
      assert.deepEqual(parsePacket(`${prefix}["error",${list(MAX_JSON_LEVELS)}]`), {
        type: 'illegal',
        reason: `an event that is nested more than ${MAX_JSON_LEVELS} levels deep`,
      });
    assert.equal(parsePacket(`42["error",${list(MAX_JSON_LEVELS - 1)}]`).type, 'event');
    assert.equal(parsePacket(`0{"sid":"a","more":${list(MAX_JSON_LEVELS)}}`).type, 'illegal');
    const refusal = parsePacket(`44{"message":"no","data":${list(MAX_JSON_LEVELS)}}`);
    assert.deepEqual(refusal, { type: 'connect-error', namespace: '/', message: 'no reason given' });
  });

  it('that holds more values than a chat’s is illegal', () => {
    const packet = `42["x"${',0'.repeat(MOST_JSON_VALUES)}]`;
    assert.deepEqual(parsePacket(packet), {
      type: 'illegal',
      reason: `an event that is JSON of more than ${MOST_JSON_VALUES} values`,
    });
  });

  it('keeps no more of a text than a sentence takes, and no long session id', () => {
    const long = 'x'.repeat(1_000_000);
    for (const packet of [`44{"message":"${long}"}`, `44"${long}"`]) {
      const parsed = parsePacket(packet);
      assert.ok(parsed.type === 'connect-error');
      assert.equal(parsed.message, `${'x'.repeat(500)}…`);
    }
    assert.equal(parsePacket(`0{"sid":"${long.slice(0, 1000)}"}`).type, 'open');
    assert.equal(parsePacket(`0{"sid":"${long.slice(0, 1001)}"}`).type, 'illegal');
  });

  it('with more digits than any number has is read to its end', () => {
    const digits = '1'.repeat(1_000_000);
    assert.deepEqual(parsePacket(`45${digits}-["x"]`), {
      type: 'event',
      namespace: '/',
      name: 'x',
      args: [],
      ackId: undefined,
      parts: 0,
    });
    assert.deepEqual(parsePacket(`42${digits}["x"]`), {
      type: 'event',
      namespace: '/',
      name: 'x',
      args: [],
      ackId: undefined,
      parts: 0,
    });
    assert.equal(parsePacket(`45${digits}`).type, 'illegal');
    assert.equal(parsePacket(`43${digits}[]`).type, 'ack');
  });
});
