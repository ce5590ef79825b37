import { socketIo } from './socketio/socketio-wire.js';
import type { Wire, WireVariant } from './wire.js';

/** Every protocol by its name, which is what a dialect would say. */
const WIRES = { socketio: socketIo } as const satisfies Readonly<Record<string, (variant: WireVariant) => Wire>>;

export type WireName = keyof typeof WIRES;

/** The protocol of a name. @param variant what is known of the server */
export function wireOf(name: WireName, variant: WireVariant): Wire {
  return WIRES[name](variant);
}
