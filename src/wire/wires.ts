import type { PacketParserName } from '../core/dialect-spec.js';
import { socketIo } from './socketio/socketio-wire.js';
import type { Wire } from './wire.js';

/** Every protocol by its name, which is what a dialect would say. */
const WIRES = { socketio: socketIo } as const satisfies Readonly<Record<string, (parser: PacketParserName) => Wire>>;

export type WireName = keyof typeof WIRES;

/** The protocol of a name. @param parser how the server writes its packets */
export function wireOf(name: WireName, parser: PacketParserName): Wire {
  return WIRES[name](parser);
}
