import type { ToWorker } from '../engine/messages.js';

/** After so long without a sign of life, of which there is one a second, it is told. */
export const SILENT_US = 3_500_000;

/** A message with its times on another clock. */
export function withTimes(message: ToWorker, translate: (timeUs: number) => number): ToWorker {
  return message.type === 'phase' || message.type === 'flood'
    ? { ...message, startUs: translate(message.startUs) }
    : message;
}
