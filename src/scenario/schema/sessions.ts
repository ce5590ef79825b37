import * as z from 'zod';
import { type SessionsSpec, sessionLength, sessionPause, sessionsText } from '../session-texts.js';
import { line, needed, TEXT } from './field.js';
import { type ShapeOf, strict } from './strict.js';

const shape = {
  length: needed({ parse: sessionLength, help: 'How long users stay, drawn anew each time: 30s-5m' }, TEXT),
  pause: needed({ parse: sessionPause, help: 'How long they are away, likewise: 1s-10s' }, TEXT),
} satisfies ShapeOf<SessionsSpec>;

/** `sessions:` of scenarios: a map of keys, or a text as `--sessions` takes it. */
export const sessionsSchema = z.union([line(sessionsText), strict(shape)]);
