import type { DialectSpec, EmitSpec, HttpStep } from '../core/dialect-spec.js';
import type { Problem } from '../core/errors.js';
import type { ValuePath } from './document.js';
import { unknownName } from '../core/nearest.js';

/** What a placeholder begins and ends with, and what ends the line that it has to be on. */
const SIGNS = /\{\{|\}\}|[\n\r\u2028\u2029]/g;
const RUN = ['run.id'];
const USER = [...RUN, 'user.name', 'user.password', 'user.index'];
const ROOM = ['room.name', 'room.index', 'room.members', 'room.other'];

/** A part of a dialect whose strings are templates, with the placeholders that are known there. */
export interface TemplateSite {
  readonly path: ValuePath;
  readonly template: unknown;
  readonly known: readonly string[];
}

/**
 * What is wrong with a dialect's placeholders: names that are unknown, or not known yet at that step, captures that hide a
 * name of ours, and a `send` that carries no text.
 * @param where gives the place of a path in the dialect
 */
export function placeholderProblems(dialect: DialectSpec, where: (path: ValuePath) => string): Problem[] {
  const sites = sitesOf(dialect);
  const later = new Set(sites.flatMap((site) => site.known));
  return [
    ...sites.flatMap((site) => unknownPlaceholders(site, where, later)),
    ...hiddenNames(dialect, where),
    ...missingText(dialect.events.send, where),
  ];
}

/**
 * What is wrong with the placeholders of one template, in their order.
 * @param elsewhere names that other templates know
 */
export function unknownPlaceholders(
  site: TemplateSite,
  where: (path: ValuePath) => string,
  elsewhere: ReadonlySet<string> = new Set(),
): Problem[] {
  return stringsIn(site.template, site.path).flatMap(({ path, text }) =>
    namesIn(text)
      .filter((name) => !site.known.includes(name))
      .map((name) => ({
        where: where(path),
        message: `${path.map(String).join('.')}: ${unknownHere(name, site.known, elsewhere)}`,
      })),
  );
}

/**
 * What stands between `{{` and the next `}}` on its line, each. One walk over the signs: a pattern for the whole would look
 * through the rest of the text for the end of every `{{` that has none.
 */
function namesIn(text: string): string[] {
  const names: string[] = [];
  let begin: number | undefined;
  for (const { 0: sign, index } of text.matchAll(SIGNS)) {
    if (sign === '{{') begin ??= index + sign.length;
    else {
      if (sign === '}}' && begin !== undefined) names.push(text.slice(begin, index));
      begin = undefined;
    }
  }
  return names;
}

function unknownHere(name: string, known: readonly string[], elsewhere: ReadonlySet<string>): string {
  const valid = [...new Set(known)].map((one) => `{{${one}}}`);
  if (elsewhere.has(name)) return `{{${name}}} is not known at this step; there is ${valid.join(', ')}`;
  return unknownName('placeholder', `{{${name}}}`, valid);
}

function sitesOf({ http, socket, events }: DialectSpec): TemplateSite[] {
  const registered = [...USER, ...captured('user', http.register)];
  const loggedIn = [...registered, ...captured('user', http.login)];
  const inRoom = [...loggedIn, ...ROOM, 'room.id', ...captured('room', http.createRoom)];
  return [
    ...stepSites('register', http.register, USER),
    ...stepSites('login', http.login, registered),
    ...stepSites('createRoom', http.createRoom, [...loggedIn, ...ROOM]),
    ...stepSites('history', http.history, inRoom),
    { path: ['socket', 'query'], template: socket.query, known: loggedIn },
    { path: ['socket', 'headers'], template: socket.headers, known: loggedIn },
    { path: ['socket', 'auth'], template: socket.auth, known: loggedIn },
    ...(events.enter ?? []).map(({ args }, at) => ({
      path: ['events', 'enter', at, 'args'],
      template: args,
      known: loggedIn,
    })),
    { path: ['events', 'join', 'args'], template: events.join?.args, known: inRoom },
    { path: ['events', 'send', 'args'], template: events.send.args, known: [...inRoom, 'message.text'] },
    ...(events.also ?? []).map(({ args }, at) => ({
      path: ['events', 'also', at, 'args'],
      template: args,
      known: inRoom,
    })),
  ];
}

function stepSites(name: string, step: HttpStep | undefined, known: readonly string[]): TemplateSite[] {
  if (step === undefined) return [];
  const site = (key: 'path' | 'headers' | 'body' | 'form'): TemplateSite => ({
    path: ['http', name, key],
    template: step[key],
    known,
  });
  const single = [site('path'), site('headers'), site('body'), site('form')];
  const { batch } = step;
  if (batch === undefined) return single;
  const batchPath = ['http', name, 'batch'];
  return [
    ...single,
    { path: [...batchPath, 'path'], template: batch.path, known: RUN },
    { path: [...batchPath, 'item'], template: batch.item, known },
    { path: [...batchPath, 'body'], template: batch.body, known: [...RUN, 'items'] },
  ];
}

function captured(owner: 'user' | 'room', step: HttpStep | undefined): string[] {
  return Object.keys(step?.capture ?? {}).map((name) => `${owner}.${name}`);
}

function hiddenNames({ http }: DialectSpec, where: (path: ValuePath) => string): Problem[] {
  const ours = new Set([...USER, ...ROOM]);
  return (['register', 'login', 'createRoom'] as const).flatMap((name) => {
    const step = http[name];
    return captured(name === 'createRoom' ? 'room' : 'user', step)
      .filter((capture) => ours.has(capture))
      .map((capture) => {
        const path = ['http', name, 'capture', capture.slice(capture.indexOf('.') + 1)];
        return {
          where: where(path),
          message: `${path.join('.')}: would hide our own {{${capture}}}; choose another name`,
        };
      });
  });
}

/** What is wrong with a `send` that carries no text. */
export function missingText(send: EmitSpec, where: (path: ValuePath) => string): Problem[] {
  const texts = stringsIn(send.args, []).map(({ text }) => text);
  if (texts.some((text) => text.includes('{{message.text}}'))) return [];
  return [{ where: where(['events', 'send', 'args']), message: 'events.send.args: must contain {{message.text}}' }];
}

/** All strings inside a value, with their paths. */
function stringsIn(value: unknown, path: ValuePath): { path: ValuePath; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => stringsIn(inner, [...path, key]));
}
