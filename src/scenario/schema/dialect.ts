import * as z from 'zod';
import type {
  BatchSpec,
  ConfirmSpec,
  DialectSpec,
  EmitSpec,
  ErrorSpec,
  HistoryStep,
  HttpStep,
} from '../../core/dialect-spec.js';
import { headerProblems, namespaceProblems, pathProblems } from '../url-texts.js';
import { checked, type ShapeOf, strict, text } from './strict.js';

const status = z.int().min(100).max(599);
const statuses = z.union([status, z.array(status)]).transform((value) => (typeof value === 'number' ? [value] : value));

const strings = z.record(z.string(), z.string());
const headers = strings.superRefine((value, context) => {
  for (const { name, message } of headerProblems(value)) context.addIssue({ code: 'custom', message, path: [name] });
});
/** One slash, and then no other. */
const BELOW_TARGET = /^\/(?![/\\])/;
const requestPath = checked(BELOW_TARGET, (path) => pathProblems(path, { query: true }));
const endpointPath = checked(BELOW_TARGET, (path) => pathProblems(path, { query: false }));
const namespace = checked(/^\//, namespaceProblems);
/** A dotted path; a bare index (`room: 0`) is a number to YAML. */
const dottedPath = z.union([z.string(), z.int().min(0).transform(String)]);
const captures = z.record(z.string().regex(/^\w+$/, 'may have letters, digits and _ only'), z.string());

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
  accept: statuses.default([200, 201]).describe('HTTP statuses that mean success'),
  acceptOnRetry: statuses.default([]).describe('HTTP statuses that on a retry mean that the first try had worked'),
  retry: z.boolean().default(false).describe('May be sent again when it is unknown whether it took effect'),
  capture: captures.default({}).describe('Name → dotted path in the answer; the name becomes a placeholder'),
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

const argumentList = z.json().transform((value) => (Array.isArray(value) ? value : [value]));

/** An event to emit, with the arguments that it has when none are written. */
function emit<S extends string>(fallback: readonly S[]) {
  const shape = { event: text, args: argumentList.default([...fallback]) } satisfies ShapeOf<EmitSpec>;
  return z.union([text.transform((event) => ({ event, args: [...fallback] })), strict(shape)]);
}

/** An event to listen to; its name alone will do. */
function listen<S extends z.ZodRawShape>(shape: S) {
  return z.union([text.transform((event) => ({ event })), strict({ event: text, ...shape })]);
}

const shape = {
  name: text.describe("The dialect's name; without it the file's").exactOptional(),
  description: z.string().default('').describe('One line for people'),
  http: strict({
    register: strict(stepShape).exactOptional(),
    login: strict(stepShape).exactOptional(),
    createRoom: strict(stepShape).exactOptional(),
    history: strict(historyShape).exactOptional(),
  } satisfies ShapeOf<DialectSpec['http']>).prefault({}),
  socket: strict({
    path: endpointPath.default('/socket.io/').describe('Path of the Engine.IO endpoint'),
    query: strings.default({}).describe('Query parameters, templates'),
    auth: z.json().describe('Payload of the CONNECT packet, a template').exactOptional(),
    namespace: namespace.default('/').describe('Socket.IO namespace'),
  } satisfies ShapeOf<DialectSpec['socket']>).prefault({}),
  events: strict({
    join: emit([]).describe('Emitted once a membership').exactOptional(),
    joined: listen({ room: dottedPath.exactOptional() } satisfies Omit<ShapeOf<ConfirmSpec>, 'event'>).exactOptional(),
    send: emit(['{{message.text}}']).describe('Emitted once a message'),
    receive: listen({}).exactOptional(),
    error: listen({ message: dottedPath.exactOptional() } satisfies Omit<ShapeOf<ErrorSpec>, 'event'>).exactOptional(),
  } satisfies ShapeOf<DialectSpec['events']>),
  echo: z.boolean().describe('Does the server send the sender its own copy?').exactOptional(),
} satisfies ShapeOf<DialectSpec>;

/** `scenarios/dialects/*.yaml`, and `dialect:` written out in a scenario. */
export const dialectSchema = strict(shape);

export type DialectFile = z.output<typeof dialectSchema>;
