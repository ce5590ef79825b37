import type { DialectSpec } from '../core/dialect-spec.js';
import type { Problem } from '../core/errors.js';
import { isJsonObject } from '../core/json.js';
import type { RoomSize, RunKind, Theme } from '../core/plan.js';
import { isBroken, type Layer, type Picked, pick } from './layers.js';
import { formatRoomSize } from './parsers.js';

/** Places in rooms, all rooms together: far beyond one machine, and dealt within seconds. */
const MOST_PLACES = 10_000_000;

/** The shape of the crowd once its values fit each other. */
export interface Crowd {
  readonly rooms: number;
  readonly roomSize: RoomSize;
}

/** What checking values against each other gives: the problems, and what was adapted without being one. */
export interface Checked extends Crowd {
  readonly problems: readonly Problem[];
  readonly notices: readonly string[];
}

/** What a dialect asks of rooms, each with its name; undefined where it does not, or is not known. */
export interface RoomNeeds {
  /** It knows no rooms. */
  readonly roomless: string | undefined;
  /** It addresses the other one of two members. */
  readonly paired: string | undefined;
}

/**
 * Fits rooms and their sizes to the users and the dialect. What the user asked for is never changed: it fits or is a
 * problem. What comes from a preset or a default is adapted, with a notice.
 */
export function checkCrowd(kind: RunKind, layers: readonly Layer[], { roomless, paired }: RoomNeeds): Checked {
  const rooms = pick(layers, 'rooms');
  const size = pick(layers, 'roomSize');
  const users = pick(layers, 'users');
  const crowd = { rooms: rooms?.value ?? 0, roomSize: size?.value ?? 'all' } as const;
  // Connections are all that `connect` makes.
  if (kind === 'connect') return { rooms: 0, roomSize: crowd.roomSize, problems: [], notices: [] };
  if (roomless !== undefined) return oneRoom(roomless, rooms, size);
  const problems: Problem[] = [];
  const notices: string[] = [];
  if (rooms !== undefined && rooms.value < 1) problems.push({ where: rooms.where, message: 'must be at least 1' });
  if (users === undefined || size === undefined) return { ...crowd, problems, notices };
  if (paired !== undefined && !arePairs(size.value, users.value, crowd.rooms))
    return inPairs(paired, size, { ...crowd, problems, notices });
  if (size.value === 'all') {
    if (rooms !== undefined && rooms.value * 2 > users.value) {
      const most = Math.floor(users.value / 2);
      const message = `${rooms.value} rooms leave fewer than 2 of the ${users.value} users in some room; at most ${most}`;
      problems.push({ where: rooms.where, message });
    }
  } else if (size.value.max > users.value) {
    const asked = formatRoomSize(size.value);
    if (!size.isExplicit) {
      const fitted = { min: Math.min(size.value.min, users.value), max: users.value };
      notices.push(`rooms have ${formatRoomSize(fitted)} members instead of ${asked}: there are ${users.value} users`);
      return { ...crowd, roomSize: fitted, problems, notices };
    }
    problems.push({ where: size.where, message: `${asked} members are more than the ${users.value} users there are` });
  } else if (rooms !== undefined && rooms.value * size.value.max > MOST_PLACES) {
    const asked = `${rooms.value} rooms of ${formatRoomSize(size.value)} members`;
    problems.push({
      where: rooms.where,
      message: `${asked} have more than the ${MOST_PLACES} places of a plan; ask for fewer`,
    });
  }
  return { ...crowd, problems, notices };
}

/** Rooms that are there already are as many as the theme names. */
export function checkExistingRooms(kind: RunKind, layers: readonly Layer[], theme: Theme, { rooms }: Crowd): Problem[] {
  const names = new Set(theme.rooms);
  if (theme.existing !== true || kind === 'connect') return [];
  const where = pick(layers, 'rooms')?.where ?? 'theme';
  const of = `the ${names.size} existing ones that the theme "${theme.name}" names`;
  if (rooms > names.size)
    return [{ where, message: `${rooms} rooms are more than ${of}; say ${names.size}, or name more` }];
  return names.size === theme.rooms.length ? [] : [{ where, message: `of ${of} some are named twice; name each once` }];
}

/** A dialect without the step that makes rooms, where these are there already. */
export function forRoomsOf({ existing }: Theme, dialect: DialectSpec): DialectSpec {
  if (existing !== true) return dialect;
  const { createRoom: _, ...http } = dialect.http;
  return { ...dialect, http };
}

const PAIR: RoomSize = { min: 2, max: 2 };

/** A dialect that addresses the other one of two members takes rooms of two. */
function inPairs(dialect: string, size: Picked<RoomSize>, { problems, notices, ...crowd }: Checked): Checked {
  const why = `the dialect "${dialect}" sends {{room.other}}, for which rooms have 2 members`;
  return size.isExplicit
    ? { ...crowd, notices, problems: [...problems, { where: size.where, message: `${why}; leave it out, or say 2` }] }
    : { ...crowd, roomSize: PAIR, problems, notices: [...notices, `rooms of 2 members: ${why}`] };
}

function arePairs(size: RoomSize, users: number, rooms: number): boolean {
  return size === 'all' ? users === rooms * 2 : size.min === 2 && size.max === 2;
}

/** A dialect that cannot tell rooms apart makes the whole server one room. */
function oneRoom(dialect: string, rooms: Picked<number> | undefined, size: Picked<RoomSize> | undefined): Checked {
  const why = `the dialect "${dialect}" knows no rooms: everybody hears everything`;
  const problems: Problem[] = [];
  if (rooms?.isExplicit === true && rooms.value !== 1) {
    problems.push({ where: rooms.where, message: `${why}; leave it out, or say 1` });
  }
  if (size?.isExplicit === true && size.value !== 'all') {
    problems.push({ where: size.where, message: `${why}; leave it out, or say all` });
  }
  const adapted = !(rooms?.isExplicit === true && size?.isExplicit === true);
  return { rooms: 1, roomSize: 'all', problems, notices: adapted ? [`one room with every user: ${why}`] : [] };
}

/** What of the load does not fit the rest. @param dialect undefined where it is not known */
export function checkLoad(kind: RunKind, layers: readonly Layer[], dialect: DialectSpec | undefined): Problem[] {
  return [...checkWindow(kind, layers), ...checkActivity(kind, layers), ...checkReads(kind, layers, dialect)];
}

/** A window above 1 means something only where the rate is `max`. */
function checkWindow(kind: RunKind, layers: readonly Layer[]): Problem[] {
  const window = pick(layers, 'window');
  const rate = pick(layers, 'rate');
  if (kind === 'connect' || window === undefined || rate === undefined) return [];
  if (window.value === 1 || rate.value === 'max') return [];
  return [
    {
      where: window.where,
      message: `takes effect with the rate max only, and the rate is ${typeof rate.value === 'object' ? `${rate.value.perUser}/user` : rate.value}`,
    },
  ];
}

/** Loud rooms are a matter of a schedule: with the rate max everybody writes as fast as the target lets it. */
function checkActivity(kind: RunKind, layers: readonly Layer[]): Problem[] {
  const activity = pick(layers, 'activity');
  if (kind === 'connect' || activity?.value !== 'zipf' || pick(layers, 'rate')?.value !== 'max') return [];
  return [{ where: activity.where, message: 'zipf needs a schedule, which the rate max has not; say a rate, or even' }];
}

/** Reads are what the dialect says. */
function checkReads(kind: RunKind, layers: readonly Layer[], dialect: DialectSpec | undefined): Problem[] {
  const asked = pick(layers, 'readRate');
  if (kind === 'connect' || asked === undefined || dialect === undefined || dialect.http.read !== undefined) return [];
  const message = `the dialect "${dialect.name}" does not say what to read: give it a step http.read (docs/dialects.md)`;
  return [{ where: asked.where, message }];
}

/** What is wrong with the expressions of a list, also where other entries of it are no texts. */
export function checkExpressions(
  layers: readonly Layer[],
  key: 'thresholds' | 'alerts',
  check: (expression: string) => string | undefined,
): Problem[] {
  const layer = layers.findLast((one) => isBroken(one, key) || one.values[key] !== undefined);
  if (layer === undefined || !isJsonObject(layer.raw)) return [];
  const expressions: unknown = layer.raw[key];
  if (!Array.isArray(expressions)) return [];
  return expressions.flatMap((expression: unknown, index) => {
    const message = typeof expression === 'string' && expression !== '' ? check(expression) : undefined;
    return message === undefined ? [] : [{ where: layer.where([key, index]), message }];
  });
}
