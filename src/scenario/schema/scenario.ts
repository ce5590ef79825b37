import * as z from 'zod';
import { LIMITS } from '../limits.js';
import { OPTIONS } from '../options.js';
import { activity } from '../parsers.js';
import { dialectSchema } from './dialect.js';
import { field, fieldOfMany, line, needed, TEXT, WHOLE_OR_TEXT, YES_NO, YES_NO_OR_TEXT } from './field.js';
import { sessionsSchema } from './sessions.js';
import { slowReadersSchema } from './slow-readers.js';
import { stagesSchema } from './stages.js';
import { stormsSchema } from './storms.js';
import { strict, text } from './strict.js';
import { themeSchema } from './theme.js';

const ACTIVITY_HELP = 'even: every sender writes as often as any other; zipf: few rooms are loud';

const limits = strict({
  httpConcurrency: field(LIMITS.httpConcurrency),
  connectConcurrency: field(LIMITS.connectConcurrency),
  readConcurrency: field(LIMITS.readConcurrency),
  httpTimeout: field(LIMITS.httpTimeout),
  connectTimeout: field(LIMITS.connectTimeout),
  phaseTimeout: field(LIMITS.phaseTimeout),
  auditTimeout: field(LIMITS.auditTimeout),
} satisfies Record<keyof typeof LIMITS, z.ZodType>);

/** `text: { bytes: 20-2000 }`, or what the flag takes. */
const textSchema = z.union([
  line(OPTIONS.textBytes.parse),
  strict({ bytes: needed(OPTIONS.textBytes, WHOLE_OR_TEXT) }).transform(({ bytes }) => bytes),
]);

/** `scenarios/presets/*.yaml` and scenario files of the user's own; flags take the same way. */
export const scenarioSchema = strict({
  title: text.describe('Title in menus and reports').exactOptional(),
  description: z.string().describe('One line for people').exactOptional(),
  extends: text.describe('The preset that holds where this file says nothing').exactOptional(),
  target: fieldOfMany(OPTIONS.target, TEXT),
  users: field(OPTIONS.users),
  rooms: field(OPTIONS.rooms),
  roomSize: field(OPTIONS.roomSize),
  duration: field(OPTIONS.duration),
  rate: field(OPTIONS.rate),
  stages: stagesSchema.describe('Parts of the run with loads of their own, one after the other').exactOptional(),
  steps: field(OPTIONS.steps, TEXT),
  profile: field(OPTIONS.profile, TEXT),
  warmUp: field(OPTIONS.warmUp),
  arrive: field(OPTIONS.arrive, TEXT),
  text: textSchema.describe("Lengths of the messages' texts").exactOptional(),
  activity: field({ parse: activity, help: ACTIVITY_HELP }, TEXT),
  storms: stormsSchema.describe('Users who lose their connections at one moment, and come back').exactOptional(),
  sessions: sessionsSchema.describe('How long users stay and are away, again and again').exactOptional(),
  slowReaders: slowReadersSchema
    .describe('Users who stop reading their sockets for a time, and go on to send')
    .exactOptional(),
  readRate: field(OPTIONS.readRate),
  window: field(OPTIONS.window),
  drain: field(OPTIONS.drain),
  theme: z
    .union([line(OPTIONS.theme.parse), themeSchema])
    .describe(OPTIONS.theme.help)
    .exactOptional(),
  dialect: z
    .union([line(OPTIONS.dialect.parse), dialectSchema])
    .describe(OPTIONS.dialect.help)
    .exactOptional(),
  accounts: field(OPTIONS.accounts, TEXT),
  workers: field(OPTIONS.workers),
  seed: field(OPTIONS.seed),
  thresholds: z.array(line(OPTIONS.failOn.parse)).describe(OPTIONS.failOn.help).exactOptional(),
  alerts: z.array(line(OPTIONS.alert.parse)).describe(OPTIONS.alert.help).exactOptional(),
  audit: field(OPTIONS.audit, YES_NO_OR_TEXT),
  auditWait: field(OPTIONS.auditWait, TEXT),
  canary: field(OPTIONS.canary, YES_NO),
  canaryRate: field(OPTIONS.canaryRate),
  limits: limits.describe('Bounds of the phases before and after the flood').exactOptional(),
});

/** A scenario's values, checked one by one but not yet against each other. */
export type ScenarioValues = z.output<typeof scenarioSchema>;
