import { type ChatRun, createUser } from '../chat/people.js';
import { isJsonObject } from '../core/json.js';
import { observersOf } from '../load/observers.js';
import type { PracticeTruth } from '../practice/truth.js';
import { heldBytesShare } from '../wire/bounds.js';
import { HttpClient, type HttpRequest, jsonBody } from '../wire/http-client.js';
import { ReceiveBudget } from '../wire/receive-budget.js';

const TIMEOUT_MS = 5000;
const CONNECTIONS = 8;

/** What a practice server says that it has done. */
export async function askTruth(url: string): Promise<PracticeTruth> {
  const truth = await asking(url, (ask) => ask({ method: 'GET', path: '/practice/truth', headers: {} }));
  if (!isTruth(truth)) throw new Error('the practice server did not say what it did');
  return truth;
}

/** The server is our own; only whether this is its answer at all is in question. */
function isTruth(value: unknown): value is PracticeTruth {
  return isJsonObject(value) && isJsonObject(value['copies']) && Array.isArray(value['faults']);
}

/** The server's ids of all rooms of a run, by their names: those that its users and its observers say they are in. */
export async function findRoomIds(url: string, run: ChatRun, userCount: number): Promise<ReadonlyMap<string, string>> {
  const everybody = [
    ...Array.from({ length: userCount }, (_, index) => createUser(run, index)),
    ...observersOf({ users: userCount }).map((index) => createUser(run, index, 'canary')),
  ];
  const users = everybody.map(({ name, password }) => ({ username: name, password }));
  const ids = new Map<string, string>();
  await asking(url, async (ask) => {
    const answer = await ask({ method: 'POST', path: '/api/auth/login-batch', headers: {}, body: jsonBody({ users }) });
    const lists = listIn(isJsonObject(answer) ? answer['results'] : undefined).map(async ({ token }) => {
      const headers = { authorization: `Bearer ${String(token)}` };
      const rooms = await ask({ method: 'GET', path: '/api/chatrooms', headers });
      for (const { name, roomId } of listIn(rooms)) ids.set(String(name), String(roomId));
    });
    await Promise.all(lists);
  });
  return ids;
}

/** Calls `use` with connections to a server, which are closed afterwards. */
async function asking<T>(
  url: string,
  use: (ask: (request: HttpRequest) => Promise<unknown>) => Promise<T>,
): Promise<T> {
  const client = new HttpClient(url, CONNECTIONS, TIMEOUT_MS, new ReceiveBudget(heldBytesShare(1)));
  try {
    return await use(async (request) => (await client.send(request)).json.value);
  } finally {
    await client.close();
  }
}

function listIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter((entry) => isJsonObject(entry)) : [];
}
