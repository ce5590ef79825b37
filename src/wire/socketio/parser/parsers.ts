import type { PacketParserName } from '../../../core/dialect-spec.js';
import { jsonParser } from './json.js';
import { msgpackParser } from './msgpack.js';
import type { PacketParser } from './packet-parser.js';

const PARSERS: Readonly<Record<PacketParserName, PacketParser>> = { json: jsonParser, msgpack: msgpackParser };

/** The parser of a name. */
export function parserOf(name: PacketParserName): PacketParser {
  return PARSERS[name];
}
