import type { IncomingMessage, Server } from 'node:http';
import { messageOf, StartError, systemCodeOf } from '../core/errors.js';

/** The one address that faces of a run listen on; other machines cannot reach it. */
export const LOOPBACK = '127.0.0.1';

const WHAT_TO_DO: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Choose another port, or 0 for a free one.',
  EACCES: 'Choose a port above 1023, or 0 for a free one.',
};

/**
 * Makes an HTTP server listen on loopback alone.
 * @param port 0 takes a free one
 * @param what that which is going to listen, for the error: `the dashboard`
 * @returns the port
 * @throws StartError when the port cannot be had
 */
export function listenOnLoopback(server: Server, port: number, what: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => {
      const hint = WHAT_TO_DO[systemCodeOf(error) ?? ''];
      const message = `${what} cannot listen on ${LOOPBACK}:${port}: ${messageOf(error)}`;
      reject(new StartError(message, { cause: error, ...(hint === undefined ? {} : { hint }) }));
    };
    server.once('error', onError);
    server.listen({ host: LOOPBACK, port }, () => {
      server.off('error', onError);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/**
 * Was the request made to this very address? A page from elsewhere can make its own name point to 127.0.0.1 and then read
 * what is served there (DNS rebinding); the name in the Host header gives it away.
 */
export function isForLoopback({ headers: { host } }: IncomingMessage, port: number): boolean {
  const name = host?.toLowerCase();
  return name === `${LOOPBACK}:${port}` || name === `localhost:${port}`;
}
