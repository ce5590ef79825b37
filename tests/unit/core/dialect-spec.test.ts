import assert from 'node:assert/strict';
import test from 'node:test';
import { type DialectSpec, knowsRooms } from '#dist/core/dialect-spec.js';

function dialectWith(events: DialectSpec['events']): DialectSpec {
  return {
    name: 'test',
    description: 'For this test',
    http: {},
    socket: { path: '/socket.io/', query: {}, namespace: '/' },
    events,
  };
}

test('a dialect knows rooms when its join or its send names one', () => {
  const send = { event: 'message', args: ['{{message.text}}'] };
  assert.equal(
    knowsRooms(dialectWith({ send: { event: 'message', args: ['{{room.id}}', '{{message.text}}'] } })),
    true,
  );
  assert.equal(knowsRooms(dialectWith({ send, join: { event: 'join', args: [{ in: ['{{room.name}}'] }] } })), true);
});

test('a dialect without a room in join and send makes the whole server one room', () => {
  const send = { event: 'message', args: ['{{message.text}}'] };
  assert.equal(knowsRooms(dialectWith({ send })), false);
  assert.equal(knowsRooms(dialectWith({ send, join: { event: 'hello', args: ['{{user.name}}'] } })), false);
});
