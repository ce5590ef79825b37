import assert from 'node:assert/strict';
import test from 'node:test';
import { inEnglish } from '#dist/core/language/words.js';
import type { DialectSpec } from '#dist/core/dialect-spec.js';
import { whatToChange } from '#dist/engine/main/what-came.js';
import type { HeardEvent } from '#dist/engine/messages.js';

const DIALECT: DialectSpec = {
  name: 'test',
  description: 'For this test',
  http: {},
  socket: { path: '/socket.io/', query: {}, namespace: '/' },
  events: { send: { event: 'say', args: ['{{message.text}}'], ack: true }, receive: { event: 'acknowledged' } },
};

function heard(name: string, marked = 0): HeardEvent {
  return { name, count: 16, marked, damaged: 0, sample: '["yes"]' };
}

test('acknowledgements alone are taken for no event: the advice is to ask for none', () => {
  const change = whatToChange(DIALECT, { events: [heard('acknowledgement')], endings: [] });
  assert.match(
    inEnglish(change),
    /^Messages are acknowledged, and nobody is sent an event\..* leave out events\.send\.ack\./,
  );
});

test('beside acknowledgements it is the events that are looked at', () => {
  const acknowledgement = heard('acknowledgement');
  const strange = whatToChange(DIALECT, { events: [acknowledgement, heard('status')], endings: [] });
  assert.match(inEnglish(strange), /^Does one of these events bring messages\?/);
  const marked = whatToChange(DIALECT, { events: [acknowledgement, heard('status', 16)], endings: [] });
  assert.match(inEnglish(marked), /Change events\.receive to `status`\.$/);
});
