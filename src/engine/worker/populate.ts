import { createUser, namedRoom, roomOf } from '../../chat/people.js';
import { observersOf, observersRoomOf } from '../../load/observers.js';
import { dealRooms } from '../../load/room-deal.js';
import { shardDeal } from '../../load/shards.js';
import type { WorkerContext } from './context.js';
import type { Receiver } from './receiver.js';
import { Membership, RoomRuntime } from './room-runtime.js';
import { VirtualUser } from './virtual-user.js';

/** Creates the users and rooms of this worker's shard, or the two observers and theirs. */
export function populate(context: WorkerContext, receiver: Receiver): void {
  const { plan, run, role, users, rooms } = context;
  const byIndex = new Map<number, VirtualUser>();
  const addUser = (index: number, kind: string): void => {
    const user = new VirtualUser(createUser(run, index, kind), context, receiver);
    byIndex.set(index, user);
    users.push(user);
  };
  const addRoom = (room: RoomRuntime, members: readonly number[]): void => {
    members.forEach((index, member) => {
      const user = byIndex.get(index);
      if (user === undefined) return;
      const membership = new Membership(user, room, member);
      user.memberships.push(membership);
      room.members.push(membership);
    });
    rooms.push(room);
  };
  if (role === 'canary') {
    const observers = observersOf(plan);
    for (const index of observers) addUser(index, 'canary');
    const people = users.map(({ chat }) => chat);
    addRoom(new RoomRuntime(namedRoom(`canary (${plan.runId})`, observersRoomOf(plan), people)), observers);
    return;
  }
  const deal = dealRooms(plan);
  const shard = shardDeal(deal, plan.workers)[role];
  for (const index of shard?.users ?? []) addUser(index, 'u');
  for (const room of shard?.rooms ?? []) {
    const members = deal.rooms[room] ?? [];
    const people = members.flatMap((index) => byIndex.get(index)?.chat ?? []);
    addRoom(new RoomRuntime(roomOf(plan, room, people)), members);
  }
}
