import type { ToWorker } from '../engine/messages.js';

/** A message with its times on another clock. */
export function withTimes(message: ToWorker, translate: (timeUs: number) => number): ToWorker {
  return message.type === 'phase' || message.type === 'flood'
    ? { ...message, startUs: translate(message.startUs) }
    : message;
}
