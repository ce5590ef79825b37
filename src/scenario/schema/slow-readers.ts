import * as z from 'zod';
import { time } from '../parsers.js';
import { type SlowReadersSpec, slowReadersText, slowTime } from '../slow-reader-texts.js';
import { userShare } from '../storm-texts.js';
import { field, line, needed, TEXT } from './field.js';
import { type ShapeOf, strict } from './strict.js';

const shape = {
  share: needed({ parse: userShare, help: 'Of all users: 5%' }, TEXT),
  at: field(
    { parse: time(0), help: 'When they stop, since the first message was due; a quarter of the run when left out' },
    TEXT,
  ),
  for: field({ parse: slowTime, help: 'For how long; two thirds of what is left then when left out' }, TEXT),
} satisfies ShapeOf<SlowReadersSpec>;

/** `slowReaders:` of scenarios: a map of keys, or a text as `--slow-readers` takes it. */
export const slowReadersSchema = z.union([line(slowReadersText), strict(shape)]);
