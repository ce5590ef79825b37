import type { Server } from 'node:net';
import { inEnglish, type Message, message } from './language/words.js';
import { messageOf, StartError, systemCodeOf } from './errors.js';

/** Where a server listens. */
export interface ListenAddress {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Connections that may wait to be taken; the kernel may cap it. */
  readonly backlog?: number;
}

/** What to do, by the code of what went wrong. */
function hintOf(code: string | undefined): Message | undefined {
  if (code === 'EADDRINUSE') return message('listen.in-use.hint');
  return code === 'EACCES' ? message('listen.access.hint') : undefined;
}

/**
 * Lets a server begin to listen.
 * @param subject that which listens, for the error: `the dashboard`
 * @returns the port
 * @throws StartError when the port cannot be had
 */
export function listenAt(server: Server, { host, port, backlog }: ListenAddress, subject?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => {
      const hint = hintOf(systemCodeOf(error));
      const values = { place: `${host}:${port}`, why: messageOf(error) };
      // Of a subject there is an English name alone, and a sentence is in one language.
      const said =
        subject === undefined
          ? message('listen.cannot', values)
          : `${subject} ${inEnglish(message('listen.cannot', values))}`;
      reject(new StartError(said, { cause: error, ...(hint === undefined ? {} : { hint }) }));
    };
    server.once('error', onError);
    server.listen({ host, port, ...(backlog === undefined ? {} : { backlog }) }, () => {
      server.off('error', onError);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
