import type { JsonValue } from '../core/json.js';
import type { RunPlan, Theme } from '../core/plan.js';
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
  readonly members: readonly ChatUser[];
  /** What creating it gave; `id` is the name as long as nothing else is known. */
  readonly captures: Record<string, JsonValue>;
}

/** A user whose name no other run has used (one duplicate can poison a server for good) and whose password nobody else can know. */
export function createUser({ id, secrets, isCookieless }: ChatRun, index: number, role = 'u'): ChatUser {
  const made = `ny-${id}-${role}${index}`;
  const cookies = isCookieless === true ? undefined : new CookieJar();
  const account = accountOf(secrets, index);
  const { name = made, password = passwordOf(secrets, name), ...captures } = account;
  return { index, name, password, captures, cookies };
}

/** The columns of a user's account; none where the run makes its own. */
function accountOf({ accounts }: RunSecrets, index: number): Record<string, string> {
  const row = accounts?.rows[index] ?? [];
  return Object.fromEntries(row.map((value, column) => [accounts?.columns[column] ?? '', value]));
}

/** A room named by the theme, numbered when there are more rooms than names, with the run id. */
export function createRoom(runId: string, index: number, theme: Theme, members: readonly ChatUser[]): ChatRoom {
  const name = theme.rooms[index % theme.rooms.length] ?? 'Room';
  const round = Math.floor(index / theme.rooms.length) + 1;
  return namedRoom(`${name}${round > 1 ? ` ${round}` : ''} (${runId})`, index, members);
}

/** A room of the plan: one of the target's own, where the theme names these. */
export function roomOf(
  { runId, theme }: Pick<RunPlan, 'runId' | 'theme'>,
  index: number,
  members: readonly ChatUser[],
): ChatRoom {
  const name = theme.existing === true ? theme.rooms[index] : undefined;
  return name === undefined ? createRoom(runId, index, theme, members) : namedRoom(name, index, members);
}

/** A room of exactly this name. */
export function namedRoom(name: string, index: number, members: readonly ChatUser[]): ChatRoom {
  return { index, name, members, captures: { id: name } };
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
    ...(room === undefined ? {} : { room: scopeOf(room, user) }),
  };
}

function scopeOf({ captures, index, name, members }: ChatRoom, user: ChatUser): Record<string, JsonValue> {
  const names = members.map((member) => member.name);
  return { ...captures, ...otherOf(members, user), index, name, members: names };
}

/** Of a pair, the other member: its name, and all that is known of it. */
function otherOf(members: readonly ChatUser[], user: ChatUser): Record<string, JsonValue> {
  const [other, ...more] = members.filter((member) => member !== user);
  if (other === undefined || more.length > 0) return {};
  const { captures, name, password, index } = other;
  const known = Object.entries({ ...captures, name, password, index });
  return Object.fromEntries([['other', name], ...known.map(([key, value]) => [`other.${key}`, value] as const)]);
}
