import { RoomLedger } from '#dist/ledger/room-ledger.js';

/** A ledger whose members have all joined. */
export function joinedRoom(memberCount: number, echo = true): RoomLedger {
  const ledger = new RoomLedger(memberCount, echo);
  for (let member = 0; member < memberCount; member++) ledger.join(member);
  return ledger;
}
