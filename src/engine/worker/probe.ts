import { PROBE_NUMBER } from '../../chat/mark.js';
import { stamp } from '../../chat/message-template.js';
import { nowUs, sleep } from '../../core/clock.js';
import type { WorkerContext } from './context.js';
import type { Receiver } from './receiver.js';
import type { Membership, RoomRuntime } from './room-runtime.js';

/** Messages: one, which suffices where there is an echo; more where there seems to be none; many more where copies are lost. */
const ROUNDS = [1, 3, 12];
/** That there is no echo is not believed because of fewer messages. */
const LEAST_MESSAGES = 4;
/** From one message to the next, whose sender is another. */
const SPACING_MS = 50;
/** For a message's first copy to come to anybody. */
const FIRST_COPY_MS = 1500;
const POLL_MS = 5;
/** When another member has a message, the sender's own copy must come within this time and three times as long again. */
const GRACE_MS = 150;

/** A message that no ledger counts, and who got it. */
interface Probe {
  readonly sentAtUs: number;
  /** Members that were there beside the sender. */
  readonly others: number;
  /** Those that have it. */
  readonly receivers: Set<number>;
  firstCopyMs: number | undefined;
}

/**
 * Finds out, by messages that no ledger counts, whether the server sends a sender its own copy. One own copy shows it; that there is
 * none is believed when everybody else got the first few messages. When they did not, the server loses copies, own ones perhaps
 * among them, and it takes more.
 * @returns null when no copy came to anybody
 */
export async function probeEcho(
  context: WorkerContext,
  receiver: Receiver,
  signal: AbortSignal,
): Promise<boolean | null> {
  const room = context.rooms.find((candidate) => candidate.joinedCount >= 2);
  if (room === undefined) return null;
  const probes = new Map<number, Probe>();
  let isEchoed = false;
  receiver.onProbe = (membership, { sender, intendedUs }) => {
    const probe = probes.get(intendedUs);
    if (membership.room !== room || probe === undefined) return;
    if (membership.member === sender) isEchoed = true;
    else {
      probe.receivers.add(membership.member);
      probe.firstCopyMs ??= elapsedMs(probe);
    }
  };
  const isOver = (): boolean => isEchoed || signal.aborted;
  for (const messages of ROUNDS) {
    for (let count = 0; count < messages && !isOver(); count++) {
      if (count > 0) await sleep(SPACING_MS, signal);
      sendProbe(context, room, probes);
    }
    while (!isOver() && ![...probes.values()].every(isSettled)) await sleep(POLL_MS, signal);
    const isLossless = ![...probes.values()].some(isIncomplete);
    if (isOver() || (probes.size >= LEAST_MESSAGES && isLossless)) break;
  }
  receiver.onProbe = undefined;
  if (isEchoed) return true;
  return [...probes.values()].some(({ receivers }) => receivers.size > 0) ? false : null;
}

/** Lets the member whose turn it is send one. */
function sendProbe(context: WorkerContext, room: RoomRuntime, probes: Map<number, Probe>): void {
  const joined = room.members.filter((membership) => membership.isJoined);
  const sender = joined[probes.size % joined.length];
  if (sender === undefined) return;
  const sentAtUs = nowUs();
  const intendedUs = sentAtUs - context.originUs;
  probes.set(intendedUs, { sentAtUs, others: joined.length - 1, receivers: new Set(), firstCopyMs: undefined });
  sender.user.writeFrames(frameOf(context, sender, intendedUs));
}

function frameOf(context: WorkerContext, sender: Membership, intendedUs: number): Uint8Array {
  const { dialect, codec, plan } = context;
  const template = sender.room.template(dialect, codec, sender, plan.theme.greetings, 0);
  const frame = template.bytes.slice();
  stamp(template, codec, frame, 0, {
    room: sender.roomIndex,
    sender: sender.member,
    number: PROBE_NUMBER,
    intendedUs,
    lagUs: 0,
  });
  return frame;
}

/** Has every copy of it had its time? */
function isSettled(probe: Probe): boolean {
  const { firstCopyMs } = probe;
  return elapsedMs(probe) > (firstCopyMs === undefined ? FIRST_COPY_MS : firstCopyMs * 4 + GRACE_MS);
}

/** Is it not there where it should be, beside its sender? */
function isIncomplete({ others, receivers }: Probe): boolean {
  return receivers.size < others;
}

function elapsedMs({ sentAtUs }: Probe): number {
  return (nowUs() - sentAtUs) / 1000;
}
