import type { JsonValue } from '../core/json.js';
import type { Theme } from '../core/plan.js';
import type { TemplateScopes } from './template.js';

/** A user as the chat server knows it. */
export interface ChatUser {
  /** Number in the run, from 0. */
  readonly index: number;
  readonly name: string;
  readonly password: string;
  /** What HTTP answers gave: a token, an id. */
  readonly captures: Record<string, JsonValue>;
}

/** A chat room. */
export interface ChatRoom {
  /** Number in the run, from 0. */
  readonly index: number;
  readonly name: string;
  readonly memberNames: readonly string[];
  /** What creating it gave; `id` is the name as long as nothing else is known. */
  readonly captures: Record<string, JsonValue>;
}

/** A user whose name no other run has used: one duplicate can poison a server for good. */
export function createUser(runId: string, index: number, role = 'u'): ChatUser {
  return { index, name: `ny-${runId}-${role}${index}`, password: `pw-${runId}-${index}`, captures: {} };
}

/** A room named by the theme, numbered when there are more rooms than names, with the run id. */
export function createRoom(runId: string, index: number, theme: Theme, memberNames: readonly string[]): ChatRoom {
  const name = theme.rooms[index % theme.rooms.length] ?? 'Room';
  const round = Math.floor(index / theme.rooms.length) + 1;
  return namedRoom(`${name}${round > 1 ? ` ${round}` : ''} (${runId})`, index, memberNames);
}

/** A room of exactly this name. */
export function namedRoom(name: string, index: number, memberNames: readonly string[]): ChatRoom {
  return { index, name, memberNames, captures: { id: name } };
}

/** The placeholders' values for a user, and for a room where there is one. */
export function scopesOf(runId: string, user: ChatUser, room?: ChatRoom): TemplateScopes {
  return {
    run: { id: runId },
    user: { ...user.captures, index: user.index, name: user.name, password: user.password },
    ...(room === undefined
      ? {}
      : { room: { ...room.captures, index: room.index, name: room.name, members: room.memberNames } }),
  };
}
