import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { RoomAudit } from '#dist/engine/worker/audit/room-audit.js';
import { SentLog } from '#dist/engine/worker/audit/sent-log.js';

/** What happens in an audit, in any order: messages that are seen, the end of a look, and the last of it. */
const EVENTS = fc.array(fc.oneof(fc.record({ note: fc.nat(60) }), fc.constant('end of a look' as const)), {
  maxLength: 80,
});

test('found, missing and not checkable are always all that was expected, whatever is seen and whenever it ends', () => {
  const rooms = fc.record({
    received: fc.array(fc.boolean(), { maxLength: 50 }),
    events: EVENTS,
    isSettled: fc.boolean(),
    receivedLater: fc.boolean(),
  });
  fc.assert(
    fc.property(rooms, ({ received, events, isSettled, receivedLater }) => {
      const later = [...received];
      const audit = new RoomAudit({ sent: received.length, wasReceived: (number) => later[number] === true });
      // The account is taken at one moment: what comes afterwards is in none of its numbers.
      if (receivedLater) later.fill(true);
      const seen = new Set<number>();
      const seenAfterALook = new Set<number>();
      let hasLooked = false;
      for (const event of events) {
        if (event === 'end of a look') {
          hasLooked = true;
          audit.endLook();
        } else {
          const isNew = received[event.note] === true && !seen.has(event.note);
          assert.equal(audit.note(event.note), isNew);
          if (isNew && hasLooked) seenAfterALook.add(event.note);
          if (isNew) seen.add(event.note);
        }
      }
      if (isSettled) audit.settle();
      const expected = received.filter(Boolean).length;
      const missing = received.flatMap((isReceived, number) => (isReceived && !seen.has(number) ? [number] : []));
      const outcome = audit.outcome('a', (number) => number);
      assert.deepEqual(outcome, {
        room: 'a',
        expected,
        found: seen.size,
        foundLate: seenAfterALook.size,
        notCheckable: isSettled ? 0 : missing.length,
        missingSinceSecond: isSettled ? (missing.find((number) => number > Math.max(-1, ...seen)) ?? null) : null,
      });
      assert.deepEqual([...audit.missing()], isSettled ? missing : []);
      assert.equal(audit.notYetStored, hasLooked && !isSettled ? missing.length : 0);
    }),
  );
});

test('of every message it is known whose it was and in which second it was sent', () => {
  const sends = fc.array(fc.record({ member: fc.nat(9), afterMs: fc.nat(700) }), { maxLength: 900 });
  fc.assert(
    fc.property(sends, fc.constantFrom(10, 100_000), fc.nat(5000), (messages, members, startMs) => {
      const log = new SentLog(members, startMs);
      let atMs = startMs;
      const expected = messages.map(({ member, afterMs }) => {
        atMs += afterMs;
        log.note(member, atMs);
        return [member, Math.floor((atMs - startMs) / 1000)];
      });
      assert.deepEqual(
        expected.map((_, number) => [log.senderOf(number), log.secondOf(number)]),
        expected,
      );
    }),
    { numRuns: 30 },
  );
});
