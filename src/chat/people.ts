import type { JsonValue } from '../core/json.js';
import type { Theme } from '../core/plan.js';
import { passwordOf, type RunSecrets } from '../core/run-secrets.js';
import { CookieJar } from '../wire/cookies.js';
import { type TemplateScopes, VARIABLES } from './template.js';

/** The run that people belong to. */
export interface ChatRun {
  readonly id: string;
  readonly secrets: RunSecrets;
  /** Do its users keep no cookies? */
  readonly isCookieless?: boolean;
}

/** A user as the chat server knows it. */
export interface ChatUser {
  /** Number in the run, from 0. */
  readonly index: number;
  readonly name: string;
  readonly password: string;
  /** What HTTP answers gave: a token, an id. */
  readonly captures: Record<string, JsonValue>;
  /** What answers set as cookies; undefined where the dialect wants none. */
  readonly cookies: CookieJar | undefined;
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

/** A user whose name no other run has used (one duplicate can poison a server for good) and whose password nobody else can know. */
export function createUser({ id, secrets, isCookieless }: ChatRun, index: number, role = 'u'): ChatUser {
  const name = `ny-${id}-${role}${index}`;
  const cookies = isCookieless === true ? undefined : new CookieJar();
  return { index, name, password: passwordOf(secrets, name), captures: {}, cookies };
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

/** The placeholders' values that need neither a user nor a room. */
export function scopesOfRun({ id, secrets }: ChatRun): TemplateScopes {
  return { run: { id }, [VARIABLES]: secrets.variables };
}

/** The placeholders' values for a user, and for a room where there is one. */
export function scopesOf(run: ChatRun, user: ChatUser, room?: ChatRoom): TemplateScopes {
  return {
    ...scopesOfRun(run),
    user: { ...user.captures, index: user.index, name: user.name, password: user.password },
    ...(room === undefined
      ? {}
      : { room: { ...room.captures, index: room.index, name: room.name, members: room.memberNames } }),
  };
}
