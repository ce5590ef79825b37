import { isoOf } from '../../core/clock.js';
import type { Room } from '../store/rooms.js';
import { type Answer, refusal } from './answer.js';
import { fieldOf, participantsIn } from './fields.js';
import type { HttpParts, Route, RouteRequest } from './route.js';

/** Messages a page of the history. */
const HISTORY_PAGE = 100;

const UNKNOWN_ROOM = 'Chat room not found';
const NOT_A_MEMBER = 'You are not a member of this chat room';
const CREATE_FAILED = 'Failed to create chat room';

/** Rooms, their participants and their history. */
export const roomRoutes: readonly Route[] = [
  { method: 'POST', path: '/api/chatrooms', needsToken: true, handle: createRoom },
  { method: 'POST', path: '/api/chatrooms-batch', needsToken: true, handle: createRooms },
  { method: 'GET', path: '/api/chatrooms', needsToken: true, handle: listRooms },
  { method: 'POST', path: '/api/chatrooms/:roomId/invite', needsToken: true, handle: invite },
  { method: 'GET', path: '/api/chatrooms/:roomId/messages', needsToken: true, handle: history },
  { method: 'POST', path: '/api/chatrooms/:roomId/leave', needsToken: true, handle: leave },
];

async function createRoom({ body, username }: RouteRequest, parts: HttpParts): Promise<Answer> {
  const room = roomFrom(body, username, parts);
  await parts.rooms.saved();
  return room === undefined ? refusal(500, CREATE_FAILED) : { status: 201, body: summaryOf(room) };
}

async function createRooms({ body, username }: RouteRequest, parts: HttpParts): Promise<Answer> {
  const wanted = fieldOf(body, 'rooms');
  if (!Array.isArray(wanted) || wanted.length === 0)
    return refusal(400, 'rooms must be a list of name and participants');
  const created: ReturnType<typeof summaryOf>[] = [];
  const errors: { name: unknown; error: string }[] = [];
  for (const item of wanted as unknown[]) {
    const room = roomFrom(item, username, parts);
    if (room === undefined) errors.push({ name: fieldOf(item, 'name'), error: CREATE_FAILED });
    else created.push(summaryOf(room));
  }
  await parts.rooms.saved();
  return { status: 201, body: { message: `${created.length} chat rooms created`, created, errors } };
}

function listRooms({ username }: RouteRequest, parts: HttpParts): Answer {
  const body = parts.rooms
    .ofUser(username)
    .map((room) => ({ ...summaryOf(room), createdBy: room.createdBy, createdAt: room.createdAt }));
  return { status: 200, body };
}

async function invite({ body, roomId, username }: RouteRequest, parts: HttpParts): Promise<Answer> {
  const participants = participantsIn(body);
  if (participants === undefined || participants.length === 0) return refusal(400, 'participants are required');
  const room = parts.rooms.get(roomId);
  if (room === undefined) return refusal(404, UNKNOWN_ROOM);
  if (!room.participants.has(username)) return refusal(403, NOT_A_MEMBER);
  parts.rooms.invite(roomId, participants);
  await parts.rooms.saved();
  return { status: 200, body: { message: 'Participants invited', participants: [...room.participants] } };
}

async function history({ query, roomId, username }: RouteRequest, parts: HttpParts): Promise<Answer> {
  const since = query.get('since');
  const sinceMs = since === null ? Number.NEGATIVE_INFINITY : Date.parse(since);
  if (Number.isNaN(sinceMs)) return refusal(400, 'since must be an ISO 8601 time');
  const room = parts.rooms.get(roomId);
  if (room === undefined) return refusal(404, UNKNOWN_ROOM);
  if (!room.participants.has(username)) return refusal(403, NOT_A_MEMBER);
  const messages = await (parts.storage.history?.(roomId, sinceMs, HISTORY_PAGE) ??
    room.messages.after(sinceMs, HISTORY_PAGE));
  const body = messages.map(({ sender, content, timestampMs }) => ({
    sender,
    content,
    timestamp: isoOf(timestampMs),
  }));
  return { status: 200, body };
}

/** Ends the user's part in the room; sockets that are in it stay and keep receiving. */
async function leave({ roomId, username }: RouteRequest, parts: HttpParts): Promise<Answer> {
  if (!parts.rooms.isParticipant(roomId, username)) return refusal(404, UNKNOWN_ROOM);
  parts.rooms.leave(roomId, username);
  await parts.rooms.saved();
  return { status: 200, body: { message: 'Left the chat room' } };
}

function roomFrom(body: unknown, creator: string, parts: HttpParts): Room | undefined {
  const name = fieldOf(body, 'name');
  const participants = participantsIn(body);
  if (typeof name !== 'string' || name === '' || participants === undefined) return undefined;
  return parts.rooms.create(name, creator, participants);
}

function summaryOf(room: Room): { roomId: string; name: string; participants: string[] } {
  return { roomId: room.id, name: room.name, participants: [...room.participants] };
}
