import type { Route } from './route.js';

/** Whether the server is well, and what it did. */
export const statusRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/health',
    needsToken: false,
    handle: () => ({ status: 200, body: { status: 'OK', message: 'Server is running' } }),
  },
  {
    method: 'GET',
    path: '/ready',
    needsToken: false,
    handle: () => ({ status: 200, body: { status: 'OK', message: 'Server is ready' } }),
  },
  {
    method: 'GET',
    path: '/practice/truth',
    needsToken: false,
    handle: (_request, parts) => ({ status: 200, body: parts.truth() }),
  },
];
