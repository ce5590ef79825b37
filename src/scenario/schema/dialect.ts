import * as z from 'zod';
import {
  type AckMatch,
  type AlsoSpec,
  type AskSpec,
  type BatchSpec,
  type ConfirmSpec,
  type DialectSpec,
  type EmitSpec,
  type EnterSpec,
  type ErrorSpec,
  type HistoryStep,
  type HttpStep,
  type ReadStep,
  type ReceiveSpec,
  READ_SINCE,
} from '../../core/dialect-spec.js';
import type { JsonValue } from '../../core/json.js';
import { message } from '../../core/language/words.js';
import { parseRatePerSecond, TIME_PATTERN } from '../../core/units.js';
import { quoted, time } from '../parsers.js';
import {
  type HeaderProblem,
  headerProblems,
  namespaceProblems,
  pathProblems,
  upgradeHeaderProblems,
} from '../url-texts.js';
import { checked, complaint, type ShapeOf, strict, text } from './strict.js';

/** Between two events of a user beside the messages. */
const SHORTEST_INTERVAL_MS = 10;

const status = z.int().min(100).max(599);
const statuses = z.union([status, z.array(status)]).transform((value) => (typeof value === 'number' ? [value] : value));

const strings = z.record(z.string(), z.string());
const headers = headerMap(headerProblems);
const upgradeHeaders = headerMap(upgradeHeaderProblems);
/** Fields of an HTML form, which are texts; YAML reads some as numbers. */
const fields = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String));
const rate = checked(/^\d+(\.\d+)?\/(s|m|h)$/, (value) =>
  parseRatePerSecond(value) === undefined ? [message('value.per', { text: quoted(value) })] : [],
);
const interval = checked(TIME_PATTERN, (value) => {
  const parsed = time(SHORTEST_INTERVAL_MS)(value);
  return parsed.ok ? [] : [parsed.said];
});
/** One slash, and then no other. */
const BELOW_TARGET = /^\/(?![/\\])/;
const requestPath = checked(BELOW_TARGET, (path) => pathProblems(path, { query: true }));
const endpointPath = checked(BELOW_TARGET, (path) => pathProblems(path, { query: false }));
const namespace = checked(/^\//, namespaceProblems);
/** A dotted path; a bare index (`room: 0`) is a number to YAML. */
const dottedPath = z.union([z.string(), z.int().min(0).transform(String)]);
const captures = z.record(z.string().regex(/^\w+$/), z.string());

const batch = strict({
  path: requestPath.describe('Path below the target, a template'),
  size: z.int().min(1).max(10_000).default(100).describe('Users in one request at most'),
  item: z.json().describe('What one user contributes, a template'),
  body: z.json().default({ users: '{{items}}' }).describe('The whole body; {{items}} stands for the list'),
  accept: statuses.default([200, 201]).describe('HTTP statuses that mean success'),
  results: z.string().describe('Dotted path of the list of successes in the answer'),
  key: z.string().default('username').describe("Dotted path of the user's name inside one result"),
  errors: z.string().describe('Dotted path of the list of failures in the answer').exactOptional(),
} satisfies ShapeOf<BatchSpec>);

const stepShape = {
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('POST'),
  path: requestPath.describe('Path below the target, a template'),
  headers: headers.default({}).describe('HTTP headers, templates'),
  body: z.json().describe('JSON body, a template').exactOptional(),
  form: fields.describe('Body as an HTML form sends it, in place of body; templates by field').exactOptional(),
  accept: statuses.default([200, 201]).describe('HTTP statuses that mean success'),
  acceptOnRetry: statuses.default([]).describe('HTTP statuses that on a retry mean that the first try had worked'),
  retry: z.boolean().default(false).describe('May be sent again when it is unknown whether it took effect'),
  capture: captures
    .default({})
    .describe('Name → dotted path in the answer, header.<name> or cookie.<name>; the name becomes a placeholder'),
  batch: batch.describe('The same for many users in one request').exactOptional(),
} satisfies ShapeOf<HttpStep>;

const historyShape = {
  ...stepShape,
  method: stepShape.method.unwrap().default('GET'),
  accept: statuses.default([200]),
  retry: z.boolean().default(true),
  list: z.string().default('').describe('Dotted path of the list of messages; empty = the answer is the list'),
  content: z.string().describe('Dotted path of the text inside one message'),
  page: strict({
    query: text.describe('Query parameter that asks for the next page'),
    from: z.string().describe("Dotted path of the parameter's value in the last message of a page"),
    size: z.int().min(1).default(100).describe('Messages on a full page'),
  }).exactOptional(),
} satisfies ShapeOf<HistoryStep>;

const readShape = {
  method: historyShape.method,
  path: stepShape.path,
  headers: stepShape.headers,
  body: stepShape.body,
  form: stepShape.form,
  accept: statuses.default([200]).describe('HTTP statuses that mean success'),
  list: historyShape.list,
  content: z
    .string()
    .describe('Dotted path of the text inside one message; left out: answers are not looked through')
    .exactOptional(),
  since: interval.describe(`So long before the request is {{${READ_SINCE}}}`).exactOptional(),
  size: z.int().min(1).describe('With since: messages of an answer at most, the oldest first').exactOptional(),
} satisfies ShapeOf<ReadStep>;

const readStep = oneBody(strict(readShape))
  .refine(
    ({ since, ...step }) => since === undefined || JSON.stringify(step).includes(`{{${READ_SINCE}}}`),
    complaint(message('dialect.since-unused', { name: `{{${READ_SINCE}}}` }), 'since'),
  )
  .refine(
    ({ since, size }) => size === undefined || since !== undefined,
    complaint(message('dialect.size-alone'), 'size'),
  );

/** A request has one body. */
function oneBody<S extends z.ZodType<Pick<HttpStep, 'body' | 'form'>>>(schema: S): S {
  return schema.refine(
    ({ body, form }) => body === undefined || form === undefined,
    complaint(message('dialect.two-bodies'), 'form'),
  );
}

const argumentList = z.json().transform((value) => (Array.isArray(value) ? value : [value]));

const ack = z
  .union([
    z.boolean(),
    strict({
      path: dottedPath.describe("Dotted path in the acknowledgement's arguments"),
      equals: z.json().describe('What must be there; left out: anything but nothing, null and false').exactOptional(),
    } satisfies ShapeOf<AckMatch>),
  ])
  .describe('Is an acknowledgement asked for, and what must it hold?');

/** The keys of an event to emit, with the arguments that it has when none are written. */
function emitShape(fallback: readonly string[]) {
  return { event: text, args: argumentList.default([...fallback]) } satisfies ShapeOf<EmitSpec>;
}

/** An event to emit; its name alone will do. */
function ask(fallback: readonly string[]) {
  const shape = { ...emitShape(fallback), ack: ack.exactOptional() } satisfies ShapeOf<AskSpec>;
  return z.union([text.transform((event) => ({ event, args: [...fallback] })), strict(shape)]);
}

/** An event to listen to; its name alone will do. */
function listen<S extends z.ZodRawShape>(shape: S) {
  return z.union([text.transform((event) => ({ event })), strict({ event: text, ...shape })]);
}

const enterStep = z.union([
  text.transform((event) => ({ event, args: [] as JsonValue[] })),
  strict({
    ...emitShape([]),
    ack: ack.exactOptional(),
    confirmed: listen({}).describe('The event that confirms it').exactOptional(),
  } satisfies ShapeOf<EnterSpec>).refine(
    (step) => step.confirmed === undefined || (step.ack ?? false) === false,
    complaint(message('dialect.ack-beside'), 'confirmed'),
  ),
]);

const shape = {
  name: text.describe("The dialect's name; without it the file's").exactOptional(),
  description: z.string().default('').describe('One line for people'),
  http: strict({
    register: oneBody(strict(stepShape)).exactOptional(),
    login: oneBody(strict(stepShape)).exactOptional(),
    createRoom: oneBody(strict(stepShape)).exactOptional(),
    history: oneBody(strict(historyShape)).exactOptional(),
    read: readStep.describe('What clients read beside the messages').exactOptional(),
    rate: rate.describe('Requests of the whole run at most: 5/s, 300/m').exactOptional(),
  } satisfies ShapeOf<DialectSpec['http']>).prefault({}),
  socket: strict({
    path: endpointPath.default('/socket.io/').describe('Path of the Engine.IO endpoint'),
    query: strings.default({}).describe('Query parameters, templates'),
    auth: z.json().describe('Payload of the CONNECT packet, a template').exactOptional(),
    namespace: namespace.default('/').describe('Socket.IO namespace'),
    headers: upgradeHeaders.describe('Headers of the WebSocket upgrade, templates').exactOptional(),
    cookies: z.boolean().describe('Do the cookies of answers go along, as in a browser? They do').exactOptional(),
    engine: z
      .literal([3, 4])
      .describe('Engine.IO of Socket.IO 2 (3), or 3 and 4 (4); left out: found out')
      .exactOptional(),
    recovery: z
      .boolean()
      .describe('Are lost connections taken up again where the server can do so? They are')
      .exactOptional(),
    parser: z.enum(['json', 'msgpack']).describe('How packets are written; left out: found out').exactOptional(),
  } satisfies ShapeOf<DialectSpec['socket']>)
    .refine(({ engine, auth }) => engine !== 3 || auth === undefined, complaint(message('dialect.engine-auth'), 'auth'))
    .refine(
      ({ engine, parser }) => engine !== 3 || parser !== 'msgpack',
      complaint(message('dialect.engine-parser'), 'parser'),
    )
    .prefault({}),
  events: strict({
    ready: listen({}).describe('The event that a connection begins with').exactOptional(),
    enter: z.array(enterStep).describe('Emitted by every connection before the joins, in this order').exactOptional(),
    join: ask([]).describe('Emitted once a membership').exactOptional(),
    joined: listen({ room: dottedPath.exactOptional() } satisfies Omit<ShapeOf<ConfirmSpec>, 'event'>).exactOptional(),
    send: ask(['{{message.text}}']).describe('Emitted once a message'),
    receive: listen({
      text: dottedPath.describe('Dotted path of the text in the arguments, * for each entry of a list').exactOptional(),
    } satisfies Omit<ShapeOf<ReceiveSpec>, 'event'>).exactOptional(),
    error: listen({ message: dottedPath.exactOptional() } satisfies Omit<ShapeOf<ErrorSpec>, 'event'>).exactOptional(),
    confirm: z.boolean().describe('Are events that ask for an acknowledgement answered? They are').exactOptional(),
    also: z
      .array(
        strict({
          ...emitShape([]),
          every: interval.describe('From one to the next of a user: 3s'),
        } satisfies ShapeOf<AlsoSpec>),
      )
      .describe('Other traffic beside the messages')
      .exactOptional(),
  } satisfies ShapeOf<DialectSpec['events']>),
  accounts: text.describe('CSV file of existing accounts, one a user; seen from this file').exactOptional(),
  echo: z.boolean().describe('Does the server send the sender its own copy?').exactOptional(),
} satisfies ShapeOf<DialectSpec>;

/** `scenarios/dialects/*.yaml`, and `dialect:` written out in a scenario. */
export const dialectSchema = strict(shape);

export type DialectFile = z.output<typeof dialectSchema>;

/** Headers with a check that may complain of several. */
function headerMap(problemsOf: (headers: Readonly<Record<string, string>>) => readonly HeaderProblem[]) {
  return strings.superRefine((value, context) => {
    for (const { name, said } of problemsOf(value)) context.addIssue(complaint(said, name));
  });
}
