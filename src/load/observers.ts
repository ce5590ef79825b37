import { OBSERVERS, type RunPlan } from '../core/plan.js';

/** Numbers of the two observers, behind those of the users: a server may have one session a user, or an account for each number. */
export function observersOf({ users }: Pick<RunPlan, 'users'>): number[] {
  return Array.from({ length: OBSERVERS }, (_, index) => users + index);
}

/** Number of the observers' room, behind those of the fleet. */
export function observersRoomOf({ rooms }: Pick<RunPlan, 'rooms'>): number {
  return rooms;
}
