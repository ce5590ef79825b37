import type { MessageWindow } from './message-window.js';
import type { RoomMembers } from './room-members.js';

/** What a room knows of its members and of its messages. */
export interface RoomRecords {
  readonly members: RoomMembers;
  readonly messages: MessageWindow;
}
