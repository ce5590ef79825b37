import type { Route } from '../../practice/http/route.js';

/** A route of metrics as JSON. @param tell what they are now */
export function metricsRoute(tell: () => unknown): Route {
  return {
    method: 'GET',
    path: '/metrics',
    needsToken: false,
    handle: () => ({ status: 200, body: tell() }),
  };
}
