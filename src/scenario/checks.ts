import type { DialectSpec } from '../core/dialect-spec.js';
import { type Problem, saidProblem } from '../core/errors.js';
import type { ExpressionFault } from './api.js';
import { inEnglish, message } from '../core/language/words.js';
import type { RoomSize, RunKind, Theme } from '../core/plan.js';
import { isBroken, type Layer, type Picked, pick, rawOf } from './layers.js';
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
  if (rooms !== undefined && rooms.value < 1) problems.push(saidProblem(rooms.where, message('fit.rooms-none')));
  if (users === undefined || size === undefined) return { ...crowd, problems, notices };
  if (paired !== undefined && !arePairs(size.value, users.value, crowd.rooms))
    return inPairs(paired, size, { ...crowd, problems, notices });
  if (size.value === 'all') {
    if (rooms !== undefined && rooms.value * 2 > users.value) {
      const most = Math.floor(users.value / 2);
      const told = { rooms: rooms.value, users: users.value, most };
      problems.push(saidProblem(rooms.where, message('fit.rooms-many', told)));
    }
  } else if (size.value.max > users.value) {
    const asked = formatRoomSize(size.value);
    if (!size.isExplicit) {
      const fitted = { min: Math.min(size.value.min, users.value), max: users.value };
      notices.push(
        inEnglish(message('notice.room-size', { fitted: formatRoomSize(fitted), asked, users: users.value })),
      );
      return { ...crowd, roomSize: fitted, problems, notices };
    }
    problems.push(saidProblem(size.where, message('fit.members-many', { size: asked, users: users.value })));
  } else if (rooms !== undefined && rooms.value * size.value.max > MOST_PLACES) {
    const told = { rooms: rooms.value, size: formatRoomSize(size.value), most: MOST_PLACES };
    problems.push(saidProblem(rooms.where, message('fit.places', told)));
  }
  return { ...crowd, problems, notices };
}

/** Rooms that are there already are as many as the theme names. */
export function checkExistingRooms(kind: RunKind, layers: readonly Layer[], theme: Theme, { rooms }: Crowd): Problem[] {
  const names = new Set(theme.rooms);
  if (theme.existing !== true || kind === 'connect') return [];
  const where = pick(layers, 'rooms')?.where ?? 'theme';
  const told = { names: names.size, theme: theme.name };
  if (rooms > names.size) return [saidProblem(where, message('fit.existing-few', { ...told, rooms }))];
  return names.size === theme.rooms.length ? [] : [saidProblem(where, message('fit.existing-twice', told))];
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
  return size.isExplicit
    ? {
        ...crowd,
        notices,
        problems: [...problems, saidProblem(size.where, message('fit.pairs', { dialect, place: '{{room.other}}' }))],
      }
    : {
        ...crowd,
        roomSize: PAIR,
        problems,
        notices: [...notices, inEnglish(message('notice.pairs', { dialect, place: '{{room.other}}' }))],
      };
}

function arePairs(size: RoomSize, users: number, rooms: number): boolean {
  return size === 'all' ? users === rooms * 2 : size.min === 2 && size.max === 2;
}

/** A dialect that cannot tell rooms apart makes the whole server one room. */
function oneRoom(dialect: string, rooms: Picked<number> | undefined, size: Picked<RoomSize> | undefined): Checked {
  const problems: Problem[] = [];
  if (rooms?.isExplicit === true && rooms.value !== 1) {
    problems.push(saidProblem(rooms.where, message('fit.one-room', { dialect, right: '1' })));
  }
  if (size?.isExplicit === true && size.value !== 'all') {
    problems.push(saidProblem(size.where, message('fit.one-room', { dialect, right: 'all' })));
  }
  const adapted = !(rooms?.isExplicit === true && size?.isExplicit === true);
  return {
    rooms: 1,
    roomSize: 'all',
    problems,
    notices: adapted ? [inEnglish(message('notice.one-room', { dialect }))] : [],
  };
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
  const shown = typeof rate.value === 'object' ? `${rate.value.perUser}/user` : rate.value;
  return [saidProblem(window.where, message('fit.window', { rate: shown }))];
}

/** Loud rooms are a matter of a schedule: with the rate max everybody writes as fast as the target lets it. */
function checkActivity(kind: RunKind, layers: readonly Layer[]): Problem[] {
  const activity = pick(layers, 'activity');
  if (kind === 'connect' || activity?.value !== 'zipf' || pick(layers, 'rate')?.value !== 'max') return [];
  return [saidProblem(activity.where, message('fit.zipf'))];
}

/** Reads are what the dialect says. */
function checkReads(kind: RunKind, layers: readonly Layer[], dialect: DialectSpec | undefined): Problem[] {
  const asked = pick(layers, 'readRate');
  if (kind === 'connect' || asked === undefined || dialect === undefined || dialect.http.read !== undefined) return [];
  return [saidProblem(asked.where, message('fit.reads', { dialect: dialect.name }))];
}

/** Says what is wrong with an expression, if anything is. */
export type ExpressionCheck = (expression: string) => Promise<ExpressionFault>;

/** What is wrong with the expressions of a list, also where other entries of it are no texts. Those that hold by default are right. */
export async function checkExpressions(
  layers: readonly Layer[],
  key: 'thresholds' | 'alerts',
  check: ExpressionCheck,
): Promise<Problem[]> {
  const layer = layers.findLast((one) => isBroken(one, key) || one.values[key] !== undefined);
  if (layer === undefined || layer.kind === 'default') return [];
  const expressions = rawOf(layer, key);
  if (!Array.isArray(expressions)) return [];
  const faults = await Promise.all(
    expressions.map(async (expression: unknown, index): Promise<Problem[]> => {
      const said = typeof expression === 'string' && expression !== '' ? await check(expression) : undefined;
      return said === undefined ? [] : [saidProblem(layer.where([key, index]), said)];
    }),
  );
  return faults.flat();
}
