import type { Route } from './route.js';

/** Whether it is alive (`/health`: it answers at all), whether it can be used (`/ready`: with its storage), and what it did. */
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
    handle: async (_request, { storage }) => {
      try {
        await storage.check?.();
        return { status: 200, body: { status: 'OK', message: 'Server is ready' } };
      } catch {
        // Whoever runs the server can look at its storage; whoever asks need not know where it is.
        return { status: 503, body: { status: 'ERROR', message: 'The storage cannot be used' } };
      }
    },
  },
  {
    method: 'GET',
    path: '/practice/truth',
    needsToken: false,
    handle: (_request, parts) => ({ status: 200, body: parts.truth() }),
  },
];
