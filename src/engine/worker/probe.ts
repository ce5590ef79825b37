import { PROBE_NUMBER } from '../../chat/mark.js';
import { stamp } from '../../chat/message-template.js';
import { nowUs, sleep } from '../../core/clock.js';
import type { WorkerContext } from './context.js';
import type { Receiver } from './receiver.js';
import type { Membership, RoomRuntime } from './room-runtime.js';

const TRIES = 3;
/** A copy may be lost: that there is no echo is believed when it failed to come to this many senders. */
const WITNESSES = 2;
const TRY_MS = 1500;
const POLL_MS = 5;
/** When another member has the message, the sender's own copy must come within this time and three times as long again. */
const GRACE_MS = 150;

/**
 * Finds out, by a message that no ledger counts, whether the server sends a sender its own copy.
 * @returns null when no copy came to anybody
 */
export async function probeEcho(
  context: WorkerContext,
  receiver: Receiver,
  signal: AbortSignal,
): Promise<boolean | null> {
  const room = context.rooms.find((candidate) => candidate.joinedCount >= 2);
  if (room === undefined) return null;
  let witnesses = 0;
  for (let attempt = 0; attempt < TRIES && witnesses < WITNESSES && !signal.aborted; attempt++) {
    const joined = room.members.filter((membership) => membership.joined);
    const sender = joined[attempt % joined.length];
    if (sender === undefined) break;
    const echo = await probeOnce(context, receiver, room, sender, signal);
    if (echo === true) return true;
    if (echo === false) witnesses++;
  }
  return witnesses > 0 ? false : null;
}

async function probeOnce(
  context: WorkerContext,
  receiver: Receiver,
  room: RoomRuntime,
  sender: Membership,
  signal: AbortSignal,
): Promise<boolean | null> {
  let ownCopy = false;
  let otherCopyMs: number | undefined;
  const template = room.template(context.dialect, context.codec, sender, context.plan.theme.greetings, 0);
  const sentAtUs = nowUs();
  receiver.onProbe = (user, fields) => {
    if (fields.room !== room.chat.index) return;
    if (user === sender.user) ownCopy = true;
    else otherCopyMs ??= (nowUs() - sentAtUs) / 1000;
  };
  const frame = template.bytes.slice();
  stamp(template, context.codec, frame, 0, {
    room: room.chat.index,
    sender: sender.member,
    number: PROBE_NUMBER,
    intendedUs: sentAtUs - context.originUs,
    lagUs: 0,
  });
  sender.user.writeFrames(frame);
  const elapsedMs = (): number => (nowUs() - sentAtUs) / 1000;
  const isSettled = (): boolean =>
    ownCopy || (otherCopyMs === undefined ? elapsedMs() > TRY_MS : elapsedMs() > otherCopyMs * 4 + GRACE_MS);
  while (!isSettled() && !signal.aborted) await sleep(POLL_MS, signal);
  receiver.onProbe = undefined;
  if (ownCopy) return true;
  return otherCopyMs === undefined ? null : false;
}
