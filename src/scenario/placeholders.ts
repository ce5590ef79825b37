import { type DialectSpec, type EmitSpec, type HttpStep, READ_SINCE, type RequestSpec } from '../core/dialect-spec.js';
import { type Problem, saidProblem } from '../core/errors.js';
import { type Message, message } from '../core/language/words.js';
import { saidUnknownName } from '../core/nearest.js';
import type { ValuePath } from './document.js';

/** What a placeholder begins and ends with, and what ends the line that it has to be on. */
const SIGNS = /\{\{|\}\}|[\n\r\u2028\u2029]/g;
const RUN = ['run.id'];
/** Of users that the run makes for itself. */
const USER = ['user.name', 'user.password', 'user.index'];
const ROOM = ['room.name', 'room.index'];
/** Of rooms whose members have names. */
const NAMED = ['room.members', 'room.other'];

/** A part of a dialect whose strings are templates, with the placeholders that are known there. */
export interface TemplateSite {
  readonly path: ValuePath;
  readonly template: unknown;
  readonly known: readonly string[];
  /** Those of the accounts, where there are such. */
  readonly columns?: readonly string[] | undefined;
}

/**
 * What is wrong with a dialect's placeholders: names that are unknown, or not known yet at that step, captures that hide a
 * name of ours, and a `send` that carries no text.
 * @param where gives the place of a path in the dialect
 * @param columns of the file of accounts, where there is one: register is left out then; null when they are not known
 */
export function placeholderProblems(
  dialect: DialectSpec,
  where: (path: ValuePath) => string,
  columns?: readonly string[] | null,
): Problem[] {
  const known = columns === undefined ? undefined : knownColumns(dialect, columns);
  const sites = sitesOf(dialect, known).map((site) => ({ ...site, columns: known }));
  const later = new Set(sites.flatMap((site) => site.known));
  return [
    ...sites.flatMap((site) => unknownPlaceholders(site, where, later)),
    ...hiddenNames(dialect, where, columns ?? known),
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
      .map((name) => problemAt(path, unknownHere(name, site, elsewhere), where)),
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

function unknownHere(name: string, { known, columns }: TemplateSite, elsewhere: ReadonlySet<string>): Message {
  // What is known of the other member is what is known of users.
  const told = known.filter((one) => !one.startsWith('room.other.') || name.startsWith('room.other.'));
  const valid = [...new Set(told)].map((one) => `{{${one}}}`);
  if (elsewhere.has(name)) return message('dialect.placeholder.step', { name: `{{${name}}}`, valid: valid.join(', ') });
  if (columns !== undefined && name.startsWith('user.'))
    return message('dialect.placeholder.column', { name: `{{${name}}}`, columns: columns.join(', ') });
  return saidUnknownName('placeholder', `{{${name}}}`, valid);
}

/**
 * The columns that placeholders may name. Where they are not known, each that is named: of a file whose first line names no column
 * that is sent, that line is perhaps no head, but an account with its password.
 */
function knownColumns(dialect: DialectSpec, columns: readonly string[] | null): readonly string[] {
  const named = ['name', ...missingColumns(dialect, ['name'])];
  if (columns === null) return named;
  const isHead = usedColumns(dialect, columns).length > 0 || missingColumns(dialect, columns).length === 0;
  return isHead ? columns : named;
}

/** Columns of the accounts that a dialect sends. */
export function usedColumns(dialect: DialectSpec, columns: readonly string[]): string[] {
  const names = placeholdersIn(dialect, columns);
  return columns.filter((column) => names.has(`user.${column}`) || names.has(`room.other.${column}`));
}

/** What a dialect sends of a user that is neither a column of the accounts nor captured: columns that are missing. */
export function missingColumns(dialect: DialectSpec, columns: readonly string[]): string[] {
  const known = new Set(sitesOf(dialect, columns).flatMap((site) => site.known));
  return [...placeholdersIn(dialect, columns)]
    .filter((name) => name.startsWith('user.') && !known.has(name))
    .map((name) => name.slice('user.'.length));
}

/** Does a dialect address the other member of a pair? */
export function addressesOther({ http, events }: DialectSpec): boolean {
  return /\{\{\s*room\.other/.test(JSON.stringify([http.createRoom, http.history, http.read, events]));
}

function placeholdersIn(dialect: DialectSpec, columns: readonly string[]): Set<string> {
  const texts = sitesOf(dialect, columns).flatMap(({ template }) => stringsIn(template, []));
  return new Set(texts.flatMap(({ text }) => namesIn(text)));
}

function sitesOf({ http, socket, events }: DialectSpec, columns: readonly string[] | undefined): TemplateSite[] {
  const isRegistered = columns === undefined;
  const user = [...RUN, ...(isRegistered ? USER : ['user.index', ...columns.map((column) => `user.${column}`)])];
  const registered = isRegistered ? [...user, ...captured('user', http.register)] : user;
  const loggedIn = [...registered, ...captured('user', http.login)];
  const named = columns === undefined || columns.includes('name') ? NAMED : [];
  const room = [...ROOM, ...named, ...loggedIn.filter((name) => name.startsWith('user.')).map(ofOther)];
  const inRoom = [...loggedIn, ...room, 'room.id', ...captured('room', http.createRoom)];
  return [
    ...(isRegistered ? stepSites('register', http.register, user) : []),
    ...stepSites('login', http.login, registered),
    ...stepSites('createRoom', http.createRoom, [...loggedIn, ...room]),
    ...stepSites('history', http.history, inRoom),
    ...stepSites('read', http.read, http.read?.since === undefined ? inRoom : [...inRoom, READ_SINCE]),
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

/** The same of the other member of a pair. */
function ofOther(name: string): string {
  return name.replace(/^user\./, 'room.other.');
}

function stepSites(
  name: string,
  step: (RequestSpec & Pick<HttpStep, 'batch'>) | undefined,
  known: readonly string[],
): TemplateSite[] {
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

function hiddenNames(
  { http }: DialectSpec,
  where: (path: ValuePath) => string,
  columns: readonly string[] | undefined,
): Problem[] {
  const ours = new Set([...RUN, ...USER, ...ROOM, ...NAMED]);
  const ofAccounts = new Set(columns?.map((column) => `user.${column}`));
  const steps =
    columns === undefined ? (['register', 'login', 'createRoom'] as const) : (['login', 'createRoom'] as const);
  return steps.flatMap((name) => {
    const step = http[name];
    return captured(name === 'createRoom' ? 'room' : 'user', step)
      .filter((capture) => ours.has(capture) || ofAccounts.has(capture))
      .map((capture) => {
        const path = ['http', name, 'capture', capture.slice(capture.indexOf('.') + 1)];
        const told = { name: `{{${capture}}}` };
        const said = ofAccounts.has(capture)
          ? message('dialect.hides-column', told)
          : message('dialect.hides-ours', told);
        return problemAt(path, said, where);
      });
  });
}

/** What is wrong with a `send` that carries no text. */
export function missingText(send: EmitSpec, where: (path: ValuePath) => string): Problem[] {
  const texts = stringsIn(send.args, []).map(({ text }) => text);
  if (texts.some((text) => text.includes('{{message.text}}'))) return [];
  return [problemAt(['events', 'send', 'args'], message('dialect.no-text', { name: '{{message.text}}' }), where)];
}

/** A problem of the value at a path. */
function problemAt(path: ValuePath, what: Message, where: (path: ValuePath) => string): Problem {
  return saidProblem(where(path), message('file.at', { path: path.map(String).join('.'), what }));
}

/** All strings inside a value, with their paths. */
function stringsIn(value: unknown, path: ValuePath): { path: ValuePath; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => stringsIn(inner, [...path, key]));
}
