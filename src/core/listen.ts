import type { Server } from 'node:net';
import { messageOf, StartError, systemCodeOf } from './errors.js';

/** Where a server listens. */
export interface ListenAddress {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Connections that may wait to be taken; the kernel may cap it. */
  readonly backlog?: number;
}

const WHAT_TO_DO: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Choose another port, or 0 for a free one.',
  EACCES: 'Choose a port above 1023, or 0 for a free one.',
};

/**
 * Lets a server begin to listen.
 * @param subject that which listens, for the error: `the dashboard`
 * @returns the port
 * @throws StartError when the port cannot be had
 */
export function listenAt(server: Server, { host, port, backlog }: ListenAddress, subject?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => {
      const hint = WHAT_TO_DO[systemCodeOf(error) ?? ''];
      const what = subject === undefined ? '' : `${subject} `;
      const message = `${what}cannot listen on ${host}:${port}: ${messageOf(error)}`;
      reject(new StartError(message, { cause: error, ...(hint === undefined ? {} : { hint }) }));
    };
    server.once('error', onError);
    server.listen({ host, port, ...(backlog === undefined ? {} : { backlog }) }, () => {
      server.off('error', onError);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
