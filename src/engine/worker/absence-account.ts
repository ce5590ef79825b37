import { sumOf } from '../../core/numbers.js';
import type { Absence } from '../../ledger/absence.js';
import type { Membership, PlannedAbsence, RoomRuntime } from './room-runtime.js';

/** What people miss while they are away for one and the same reason, and what the server brings of it afterwards. */
export class AbsenceAccount {
  /** By member, in their order. */
  readonly #byRoom = new Map<RoomRuntime, Map<number, PlannedAbsence[]>>();

  /** A member leaves. Where it has left before, and was there in between without a break, it is one long absence: that takes no memory. */
  begin({ room, member }: Membership, begun: Absence): PlannedAbsence {
    const ofRoom = this.#byRoom.get(room) ?? new Map<number, PlannedAbsence[]>();
    this.#byRoom.set(room, ofRoom);
    const known = ofRoom.get(member) ?? [];
    ofRoom.set(member, known);
    const latest = known.at(-1);
    if (latest?.to === begun.from) {
      latest.to = begun.to;
      return latest;
    }
    const absence = { ...begun, recovered: 0 };
    known.push(absence);
    return absence;
  }

  /** Copies that came to nobody who was away, and not later either. Call it after the drain. */
  get missed(): number {
    return sumOf(
      [...this.#byRoom].map(([{ ledger }, members]) => ledger?.absences.missedIn([...members.values()].flat()) ?? 0),
    );
  }

  /** Copies that recovered connections brought of what was missed. */
  get recovered(): number {
    return sumOf(
      [...this.#byRoom.values()].flatMap((members) => [...members.values()].flat().map(({ recovered }) => recovered)),
    );
  }
}
