import * as z from 'zod';
import { OPTIONS } from '../options.js';
import { time } from '../parsers.js';
import { type StormSpec, stormEnd, stormReturn, stormText, userShare } from '../storm-texts.js';
import { field, line, needed, TEXT } from './field.js';
import { type ShapeOf, strict } from './strict.js';

const stormShape = {
  at: needed({ parse: time(0), help: 'When, since the first message was due: 20s' }),
  share: needed({ parse: userShare, help: 'Of all users: 50%' }, TEXT),
  offline: field({ parse: time(0), help: 'How long they have no network; 2s when left out' }),
  how: field({ parse: stormEnd, help: 'cut: without a close frame; close: in good order; cut when left out' }, TEXT),
  back: field(
    { parse: stormReturn, help: 'at-once, or backoff: by the delays of socket.io-client; at-once when left out' },
    TEXT,
  ),
} satisfies ShapeOf<StormSpec>;

const stormSchema = z.union([line(stormText), strict(stormShape)]);

/** `storms:` of scenarios: each a map of keys, or a text as `--storm` takes it. */
export const stormsSchema = z.array(stormSchema).max(OPTIONS.storm.most);

/** The storms of a list in which some are wrong, which are undefined. */
export function soundStorms(raw: unknown): (StormSpec | undefined)[] {
  return Array.isArray(raw) ? raw.map((storm: unknown) => stormSchema.safeParse(storm).data) : [];
}
