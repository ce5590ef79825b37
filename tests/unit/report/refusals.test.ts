import assert from 'node:assert/strict';
import test from 'node:test';
import { areLostOnesRefused } from '#dist/report/refusals.js';
import { smallReport } from '../../helpers/report/small-report.js';

type Room = Readonly<Record<'sent' | 'expected' | 'lost', number>>;

/** Of these rooms and refusals, are all lost copies of refused messages? @param completed messages that reached somebody */
function areRefused(rooms: readonly Room[], refused: number, completed: number): boolean {
  const report = smallReport();
  const [like] = report.deliveries.byRoom;
  assert.ok(like !== undefined);
  const sum = (key: keyof Room): number => rooms.reduce((all, room) => all + room[key], 0);
  return areLostOnesRefused({
    messages: { ...report.messages, sent: sum('sent'), refused, completed },
    deliveries: {
      ...report.deliveries,
      expected: sum('expected'),
      lost: sum('lost'),
      byRoom: rooms.map((room, index) => ({ ...like, ...room, room: `room ${index}` })),
    },
  });
}

test('lost copies are those of refused messages where whole messages are lost, and no more than were refused', () => {
  const rooms = [
    { sent: 100, expected: 400, lost: 12 },
    { sent: 50, expected: 250, lost: 20 },
    { sent: 10, expected: 30, lost: 0 },
  ];
  assert.ok(areRefused(rooms, 7, 153));
  assert.ok(!areRefused(rooms, 6, 153));
  assert.ok(!areRefused(rooms, 0, 153));
});

test('one copy more that is lost is told, however many were refused', () => {
  for (const lost of [11, 13]) assert.ok(!areRefused([{ sent: 100, expected: 400, lost }], 7, 97));
  assert.ok(areRefused([{ sent: 100, expected: 400, lost: 12 }], 7, 97));
});

test('where people were absent for a while, copies a message are no whole number, and about as many are enough', () => {
  assert.ok(areRefused([{ sent: 100, expected: 397, lost: 12 }], 3, 97));
  assert.ok(!areRefused([{ sent: 100, expected: 397, lost: 16 }], 3, 97));
});
