import type { ActiveFaults } from './active.js';
import type { MangleWay } from './fault.js';

/** How a server changes texts, by the words of `mangle`. */
const MANGLES: Readonly<Record<MangleWay, (text: string) => string>> = {
  /** Fifty characters, as a preview has. */
  cut: (text) => text.trim().slice(0, 50),
  /** Runs of seven figures, which may be telephone numbers. */
  hide: (text) => text.replace(/\d{7,}/g, '[hidden]'),
  strip: (text) => text.replace(/[^\p{L}\p{N}\s.,!?]/gu, ''),
  escape: (text) => text.replace(/[^A-Za-z0-9 ]/g, (sign) => `&#${sign.codePointAt(0) ?? 0};`),
  shout: (text) => text.toUpperCase(),
  encode: (text) => Buffer.from(text).toString('base64'),
};

/** `mangle`: what becomes of the text of a message in a room. */
export function createTextFault(active: ActiveFaults): (roomId: string, text: string) => string {
  const fault = active.get('mangle');
  if (fault === undefined) return (_roomId, text) => text;
  const mangle = MANGLES[fault.parameters.way];
  return (roomId, text) => {
    const mangled = mangle(text);
    if (mangled !== text) fault.tally.inRoom(roomId);
    return mangled;
  };
}
