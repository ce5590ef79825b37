import { inEnglish, message } from '../core/language/words.js';
import type { IncomingMessage } from 'node:http';
import { shortageOf } from '../core/error-kinds.js';
import { messageOf } from '../core/errors.js';
import { HttpListener, type ListenerBounds } from '../core/http-listener.js';
import type { Tell } from './watcher.js';

/** The one address that faces of a run listen on; other machines cannot reach it. */
export const LOOPBACK = '127.0.0.1';

/** Enough for pages with their events, and for a scrape now and then. */
const FACE_BOUNDS: ListenerBounds = {
  connections: 32,
  whenAllBusy: 'drop-oldest',
  headMs: 5000,
  requestMs: 5000,
  idleMs: 5000,
};

/** Viewers of a dashboard, whose connections are kept. */
export const MOST_VIEWERS = 20;

/** Descriptors that the callers of one face may take. */
export const FACE_DESCRIPTORS = FACE_BOUNDS.connections + MOST_VIEWERS;

/** What a face of a run is reached by. */
export interface FaceListener {
  readonly listener: HttpListener;
  readonly port: number;
}

/**
 * Opens the listener of a face, on loopback alone.
 * @param port 0 takes a free one
 * @param subject that which is going to listen, for the error: `the dashboard`
 * @param tell hears of it when connections can no longer be taken
 * @throws StartError when the port cannot be had
 */
export async function listenOnLoopback(port: number, subject: string, tell: Tell): Promise<FaceListener> {
  const listener = new HttpListener(FACE_BOUNDS);
  void listener.failure.then((error) => {
    const said = message('notice.face', { subject, why: messageOf(error) });
    tell({ type: 'notice', message: inEnglish(said), kind: shortageOf(error) });
  });
  return { listener, port: await listener.listen({ host: LOOPBACK, port }, subject) };
}

/**
 * Was the request made to this very address? A page from elsewhere can make its own name point to 127.0.0.1 and then read
 * what is served there (DNS rebinding); the name in the Host header gives it away.
 */
export function isForLoopback({ headers: { host } }: IncomingMessage, port: number): boolean {
  const name = host?.toLowerCase();
  return name === `${LOOPBACK}:${port}` || name === `localhost:${port}`;
}
