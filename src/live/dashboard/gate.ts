import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isForLoopback } from '../loopback.js';

/** What a request is let in for, or why it is not. */
export type Admission =
  | { readonly to: 'page' | 'events' }
  | { readonly status: 403 | 404 | 405; readonly message: string };

/** Where the dashboard is, and the secret in its address. */
export interface Address {
  readonly port: number;
  readonly token: string;
}

/** Path of the page, and of its events below it. */
export function pathsOf(token: string): { readonly page: string; readonly events: string } {
  return { page: `/${token}/`, events: `/${token}/events` };
}

/** Lets in a request that reads, carries the token, and was made to this very address. */
export function admit(request: IncomingMessage, { port, token }: Address): Admission {
  if (!isForLoopback(request, port)) {
    return {
      status: 403,
      message: 'Open the address that newyear-load has printed; under another name nothing is shown.',
    };
  }
  if (request.method !== 'GET') return { status: 405, message: 'Only GET is answered here.' };
  const [path = ''] = (request.url ?? '').split('?');
  const [, given = '', ...rest] = path.split('/');
  if (!isSame(given, token)) {
    return {
      status: 403,
      message: 'Open the whole address that newyear-load has printed, with the long word at its end.',
    };
  }
  const name = rest.join('/');
  if (name === '') return { to: 'page' };
  return name === 'events' ? { to: 'events' } : { status: 404, message: 'There is no such page here.' };
}

/** Compares in a time that tells nothing about how much of a guess was right. */
function isSame(given: string, token: string): boolean {
  return timingSafeEqual(digestOf(given), digestOf(token));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
