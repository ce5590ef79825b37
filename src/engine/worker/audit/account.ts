import { sumOf } from '../../../core/numbers.js';
import { createRandom } from '../../../core/random.js';
import { firstMessages, MOST_NAMED } from '../../../metrics/audit.js';
import type { AuditOutcome, AuditSample, MissingMessage } from '../../../metrics/audit-outcome.js';
import type { WorkerContext } from '../context.js';
import type { RoomRuntime } from '../room-runtime.js';
import type { Cursor } from './history.js';
import { RoomAudit } from './room-audit.js';
import { UserAudit } from './user-audit.js';

/** A page of a room's history, and the highest number that was on a page before it. */
interface KnownPage {
  readonly from: Cursor;
  readonly highestBefore: number;
}

/** A room that is looked at. */
export interface AuditedRoomRuntime {
  readonly room: RoomRuntime;
  readonly audit: RoomAudit;
  /** The pages of its first look, in their order. */
  readonly pages: KnownPage[];
}

/** What one worker's audit is to find, taken at one moment, and what it has found so far. */
export class AuditAccount {
  readonly rooms: readonly AuditedRoomRuntime[];
  readonly users: UserAudit;
  readonly #sample: AuditSample;
  #foundLateMs: number | null = null;

  /** @param context of the worker, whose copies are all counted by now */
  constructor({ plan, users, rooms, signUps }: WorkerContext) {
    const { seed, auditShare: share } = plan;
    const signedUp = users.filter(({ isRegistered }) => isRegistered);
    const filled = rooms.filter(({ ledger }) => (ledger?.completed ?? 0) > 0);
    const [drawnUsers, drawnRooms] = [draw(seed, 'users', plan.users, share), draw(seed, 'rooms', plan.rooms, share)];
    const audited = signedUp.filter(({ chat }) => drawnUsers(chat.index));
    this.users = new UserAudit(audited, signUps);
    this.rooms = filled.flatMap((room) =>
      room.ledger === undefined || !drawnRooms(room.chat.index)
        ? []
        : [{ room, audit: new RoomAudit(room.ledger), pages: [] }],
    );
    this.#sample = {
      share,
      rooms: this.rooms.length,
      ofRooms: filled.length,
      users: audited.length,
      ofUsers: signedUp.length,
    };
  }

  /** Users and messages found so far. */
  get found(): number {
    return this.users.found + sumOf(this.rooms.map(({ audit }) => audit.found));
  }

  /** Users and messages that were looked for and not found yet. */
  get notYetStored(): number {
    return this.users.notYetStored.length + sumOf(this.rooms.map(({ audit }) => audit.notYetStored));
  }

  /** Something was found that had not been there before. @param afterMs since the audit began */
  noteLate(afterMs: number): void {
    this.#foundLateMs = Math.max(this.#foundLateMs ?? 0, afterMs);
  }

  /** The server had its time. @param read rooms whose histories were read to their end after that */
  settle(read: ReadonlySet<AuditedRoomRuntime>): void {
    this.users.settle();
    for (const room of this.rooms) if (read.has(room)) room.audit.settle();
  }

  /** How it stands; what was not looked at, or not for long enough, is not checkable. */
  outcome(): AuditOutcome {
    const byRoom = this.rooms.map(({ room, audit }) =>
      audit.outcome(room.chat.name, (number) => room.sentLog?.secondOf(number) ?? 0),
    );
    return {
      sample: this.#sample,
      ...this.users.outcome(),
      messagesExpected: sumOf(byRoom.map(({ expected }) => expected)),
      messagesFound: sumOf(byRoom.map(({ found }) => found)),
      messagesFoundLate: sumOf(byRoom.map(({ foundLate }) => foundLate)),
      messagesNotCheckable: sumOf(byRoom.map(({ notCheckable }) => notCheckable)),
      foundLateMs: this.#foundLateMs,
      byRoom,
      ...this.#missingMessages(),
    };
  }

  #missingMessages(): Pick<AuditOutcome, 'missingBySecond' | 'missingMessages'> {
    const bySecond = new Map<number, number>();
    const named: MissingMessage[] = [];
    for (const { room, audit } of this.rooms) {
      let fromThisRoom = 0;
      for (const number of audit.missing()) {
        const second = room.sentLog?.secondOf(number) ?? 0;
        bySecond.set(second, (bySecond.get(second) ?? 0) + 1);
        // They come by their seconds: of more than a hundred a room the others are behind those of all rooms.
        if (fromThisRoom++ < MOST_NAMED) named.push(messageOf(room, number, second));
      }
    }
    const rows = [...bySecond].map(([second, missing]) => ({ second, missing }));
    return {
      missingBySecond: rows.toSorted((one, other) => one.second - other.second),
      missingMessages: firstMessages(named),
    };
  }
}

function messageOf(room: RoomRuntime, number: number, second: number): MissingMessage {
  const sender = room.members[room.sentLog?.senderOf(number) ?? 0];
  return { room: room.chat.name, number, sender: sender?.user.chat.name ?? '', second };
}

/** Which of a run's users or rooms are looked at: the same whatever worker they are in. */
function draw(seed: number, what: 'users' | 'rooms', count: number, share: number): (index: number) => boolean {
  if (share >= 1) return () => true;
  const shuffled = createRandom(seed, `audit ${what}`).shuffle(Array.from({ length: count }, (_, index) => index));
  const drawn = new Set(shuffled.slice(0, Math.max(1, Math.ceil(count * share))));
  return (index) => drawn.has(index);
}
