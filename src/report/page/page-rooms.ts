import { recordOf } from '../../core/records.js';
import { ROOM_COLUMNS, type RoomColumn } from '../../metrics/columns.js';
import type { RoomResult } from '../../metrics/run-outcome.js';
import { MOST_NAME_CHARACTERS, pageText } from '../texts.js';
import type { PageColumn, PageRooms } from './page-types.js';

/** Rooms that a page has room for; the worst come first, so none with a loss is left out before one without. */
export const MOST_ROOMS = 500;

/** The rooms, the worst first. */
export function pageRoomsOf(rooms: readonly RoomResult[]): PageRooms {
  const shown = rooms.toSorted(worstFirst).slice(0, MOST_ROOMS);
  const columnOf = (column: RoomColumn): PageColumn => shown.map((room) => room[column]);
  return {
    total: rooms.length,
    names: shown.map(({ room }) => pageText(room, MOST_NAME_CHARACTERS)),
    columns: recordOf(ROOM_COLUMNS, columnOf),
  };
}

/** By what was lost, then by what else went wrong, then by how slow it was. */
function worstFirst(one: RoomResult, other: RoomResult): number {
  return (
    other.lost - one.lost ||
    other.receiverGone - one.receiverGone ||
    other.duplicated + other.reordered - (one.duplicated + one.reordered) ||
    (other.p99Ms ?? 0) - (one.p99Ms ?? 0)
  );
}
