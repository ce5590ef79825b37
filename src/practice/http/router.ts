import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Answer, refusal, sendErrorPage, sendJson } from './answer.js';
import { authRoutes } from './auth-routes.js';
import { BodyError, readJsonBody } from './body.js';
import { roomRoutes } from './room-routes.js';
import type { HttpParts, Route } from './route.js';
import { statusRoutes } from './status-routes.js';

const ROUTES: readonly Route[] = [...statusRoutes, ...authRoutes, ...roomRoutes];

interface Match {
  readonly route: Route;
  readonly roomId: string;
}

/**
 * The HTTP interface as a listener for `node:http`. It answers every request and never throws.
 * @param more routes beside its own, which come first
 */
export function createRouter(parts: HttpParts, more: readonly Route[] = []): RequestListener {
  const routes = [...more, ...ROUTES];
  return (request, response) => {
    respond(request, response, { parts, routes }).catch((error: unknown) => refuseBroken(response, error));
  };
}

/** What requests are answered with. */
interface Desk {
  readonly parts: HttpParts;
  readonly routes: readonly Route[];
}

async function respond(request: IncomingMessage, response: ServerResponse, { parts, routes }: Desk): Promise<void> {
  const { method = '', url = '' } = request;
  const [path, search] = splitOnce(url, '?');
  // Express reads the body before it looks for a route, so that bad JSON wins over an unknown path.
  const body = method === 'POST' ? await readJsonBody(request) : {};
  const match = matchRoute(routes, method, path);
  if (match === undefined) {
    sendErrorPage(response, 404, `Cannot ${method} ${path}`);
    return;
  }
  const { route, roomId } = match;
  const username = route.needsToken ? authenticate(request, parts) : '';
  if (typeof username !== 'string') {
    sendJson(response, username);
    return;
  }
  sendJson(response, await route.handle({ roomId, query: new URLSearchParams(search), body, username }, parts));
}

function matchRoute(routes: readonly Route[], method: string, path: string): Match | undefined {
  const given = path.split('/');
  for (const route of routes) {
    const wanted = route.path.split('/');
    if (route.method !== method || wanted.length !== given.length) continue;
    if (!wanted.every((segment, index) => segment === given[index] || segment === ':roomId')) continue;
    return { route, roomId: given[wanted.indexOf(':roomId')] ?? '' };
  }
  return undefined;
}

/** The holder of the bearer token, or the refusal that the request gets. */
function authenticate(request: IncomingMessage, parts: HttpParts): string | Answer {
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) return refusal(401, 'Access token required');
  return parts.tokens.usernameOf(token) ?? refusal(403, 'Invalid or expired token');
}

function refuseBroken(response: ServerResponse, error: unknown): void {
  // A client that went away in the middle of its body waits for no answer.
  if (response.headersSent || response.destroyed) return;
  if (error instanceof BodyError) {
    // What is left of an oversized body is not read, so the connection cannot be used again.
    response.setHeader('Connection', 'close');
    sendErrorPage(response, error.status, error.message);
  } else sendJson(response, refusal(500, 'Internal server error'));
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
