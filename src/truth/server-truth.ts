import { createUser } from '../chat/people.js';
import { isJsonObject } from '../core/json.js';
import type { RunPlan } from '../core/plan.js';
import type { PracticeTruth } from '../practice/truth.js';

const TIMEOUT_MS = 5000;

/** What a practice server says that it has done. */
export async function askTruth(url: string): Promise<PracticeTruth> {
  const truth = await ask(`${url}/practice/truth`, {});
  if (!isTruth(truth)) throw new Error('the practice server did not say what it did');
  return truth;
}

/** The server is our own; only whether this is its answer at all is in question. */
function isTruth(value: unknown): value is PracticeTruth {
  return isJsonObject(value) && isJsonObject(value['copies']) && Array.isArray(value['faults']);
}

/** The server's ids of all rooms of a run, by their names: those that its users and its observers say they are in. */
export async function findRoomIds(url: string, plan: RunPlan): Promise<ReadonlyMap<string, string>> {
  const everybody = [
    ...Array.from({ length: plan.users }, (_, index) => createUser(plan.runId, index)),
    ...[0, 1].map((index) => createUser(plan.runId, index, 'canary')),
  ];
  const users = everybody.map(({ name, password }) => ({ username: name, password }));
  const answer = await ask(`${url}/api/auth/login-batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ users }),
  });
  const ids = new Map<string, string>();
  const lists = listIn(isJsonObject(answer) ? answer['results'] : undefined).map(async ({ token }) => {
    const rooms = await ask(`${url}/api/chatrooms`, { headers: { authorization: `Bearer ${String(token)}` } });
    for (const { name, roomId } of listIn(rooms)) ids.set(String(name), String(roomId));
  });
  await Promise.all(lists);
  return ids;
}

async function ask(url: string, request: RequestInit): Promise<unknown> {
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(TIMEOUT_MS) });
  return response.json();
}

function listIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter((entry) => isJsonObject(entry)) : [];
}
