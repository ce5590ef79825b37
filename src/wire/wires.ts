import { socketIo } from './socketio/socketio-wire.js';
import type { Wire } from './wire.js';

/** Every protocol by its name, which is what a dialect would say. */
const WIRES = { socketio: socketIo } as const satisfies Readonly<Record<string, Wire>>;

export type WireName = keyof typeof WIRES;

/** The protocol of a name. */
export function wireOf(name: WireName): Wire {
  return WIRES[name];
}
