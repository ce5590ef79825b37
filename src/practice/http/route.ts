import type { Accounts } from '../store/accounts.js';
import type { RoomStore } from '../store/rooms.js';
import type { ChatStorage } from '../store/storage.js';
import type { Tokens } from '../store/tokens.js';
import type { PracticeTruth, TruthCounters } from '../truth.js';
import type { Answer } from './answer.js';

/** What the routes work with. */
export interface HttpParts {
  readonly accounts: Accounts;
  readonly rooms: RoomStore;
  readonly storage: Pick<ChatStorage, 'history' | 'check'>;
  readonly tokens: Tokens;
  readonly counters: TruthCounters;
  truth(): PracticeTruth;
}

/** One request, as a route sees it. */
export interface RouteRequest {
  /** The segment in the place of `:roomId`; empty where the path has none. */
  readonly roomId: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  /** Holder of the bearer token; empty on routes that ask for none. */
  readonly username: string;
}

/** One row of the HTTP interface. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** `:roomId` stands for any one segment. */
  readonly path: string;
  /** Is a bearer token needed? */
  readonly needsToken: boolean;
  handle(request: RouteRequest, parts: HttpParts): Answer | Promise<Answer>;
}
