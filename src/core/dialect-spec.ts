import type { JsonValue } from './json.js';

/**
 * How a chat server is spoken to, as plain data (`scenarios/dialects/*.yaml`). Strings may hold placeholders:
 * `{{run.id}}`, `{{user.name}}`, `{{user.password}}`, `{{user.index}}`, `{{user.<capture>}}`, `{{room.name}}`, `{{room.id}}`,
 * `{{room.index}}`, `{{room.members}}`, `{{room.<capture>}}`, `{{message.text}}`, `{{items}}`. A string that is nothing but one
 * placeholder takes the value as it is (an array stays an array). What is sent may also hold `${NAME}`: the value of an environment
 * variable, which goes to workers beside the plan (`run-secrets.ts`) and is filled in when it is sent.
 */
export interface DialectSpec {
  readonly name: string;
  readonly description: string;
  /** Optional HTTP steps before the WebSocket; a step that is missing is a phase that does not take place. */
  readonly http: {
    readonly register?: HttpStep;
    readonly login?: HttpStep;
    /** Called once a room with the captures of one of its members; captures belong to the room (`id` is `{{room.id}}`). */
    readonly createRoom?: HttpStep;
    /** Reads a room's messages back, for the audit. */
    readonly history?: HistoryStep;
    /** Asked for beside the messages, as often as a run wants (`readRate`). */
    readonly read?: ReadStep;
    /** Requests of the whole run at most, as a rate: `5/s`, `300/m`; absent = as many as answers allow. */
    readonly rate?: string;
  };
  readonly socket: {
    /** Path of the Engine.IO endpoint, normally `/socket.io/`. */
    readonly path: string;
    /** Further query parameters, templates. `EIO` and `transport` are ours. */
    readonly query: Readonly<Record<string, string>>;
    /** Payload of the Socket.IO CONNECT packet, a template; absent = none. */
    readonly auth?: JsonValue;
    /** Namespace, `/` for the default one. */
    readonly namespace: string;
    /** Headers of the WebSocket upgrade, templates. Names stand once, whatever their case. */
    readonly headers?: Readonly<Record<string, string>>;
    /** Does what answers set as cookies for a user go along with the user's later requests, as in a browser? Absent = yes. */
    readonly cookies?: boolean;
    /** Version of Engine.IO: 3 for Socket.IO 2, 4 for Socket.IO 3 and 4; absent = found out. */
    readonly engine?: 3 | 4;
    /** Does a connection that was lost ask the server, where it keeps the state of such, to be taken up again? Absent = yes. */
    readonly recovery?: boolean;
    /** How the server writes its packets; absent = found out. */
    readonly parser?: PacketParserName;
  };
  readonly events: {
    /** The event that a connection begins with: nothing is emitted before it; absent = being connected is enough. */
    readonly ready?: ListenSpec;
    /** Emitted one after the other by every connection, before the joins. */
    readonly enter?: readonly EnterSpec[];
    /** Emitted once a membership; absent = being connected is enough. */
    readonly join?: AskSpec;
    /** The server's confirmation of `join`; absent = none is waited for. */
    readonly joined?: ConfirmSpec;
    readonly send: AskSpec;
    /** The event that brings a message; absent = any event that carries our mark. */
    readonly receive?: ReceiveSpec;
    readonly error?: ErrorSpec;
    /** Is an event that asks for an acknowledgement answered at once? Absent = yes. */
    readonly confirm?: boolean;
    /** Other traffic beside the messages, while they are sent. */
    readonly also?: readonly AlsoSpec[];
  };
  /** File of existing accounts, one a user, as comma-separated values with a head; absent = the run makes its own. */
  readonly accounts?: string;
  /** Does the server send the sender its own copy? Absent = found out before the load starts. */
  readonly echo?: boolean;
}

/** JSON in text messages, as Socket.IO comes, or MessagePack in binary ones (the package `socket.io-msgpack-parser`). */
export type PacketParserName = 'json' | 'msgpack';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One HTTP request of a dialect. */
export interface HttpStep {
  readonly method: HttpMethod;
  /** Template, relative to the target. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON body, a template; absent = no body. A text goes as it is where the headers name a type that is not JSON. */
  readonly body?: JsonValue;
  /** Body as an HTML form sends it, templates by field, in place of `body`. */
  readonly form?: Readonly<Record<string, string>>;
  /** Statuses that mean success. */
  readonly accept: readonly number[];
  /** Statuses that, on a retry, mean that the first try had worked after all (409 for a signup). */
  readonly acceptOnRetry: readonly number[];
  /** May the request be sent again after a failure that leaves open whether it took effect? */
  readonly retry: boolean;
  /** Name → dotted path in the JSON answer, or `header.<name>`, `cookie.<name>`; becomes `{{user.<name>}}` or `{{room.<name>}}`. */
  readonly capture: Readonly<Record<string, string>>;
  /** The same for many users in one request, preferred where present. */
  readonly batch?: BatchSpec;
}

/** A request for many users at once. */
export interface BatchSpec {
  readonly path: string;
  /** Users a request at most. */
  readonly size: number;
  /** What one user contributes, a template. */
  readonly item: JsonValue;
  /** The whole body; `{{items}}` stands for the list. */
  readonly body: JsonValue;
  readonly accept: readonly number[];
  /** Dotted path of the list of successes in the answer. */
  readonly results: string;
  /** Dotted path, inside one result, of the user name that it belongs to. */
  readonly key: string;
  /** Dotted path of the list of failures in the answer, keyed the same way; absent = the users that are not in `results`. */
  readonly errors?: string;
}

/** Reads a room's history page by page. */
export interface HistoryStep extends HttpStep {
  /** Dotted path of the list of messages in the answer; empty = the answer is the list. */
  readonly list: string;
  /** Dotted path of the text inside one message. */
  readonly content: string;
  /** How to get the next page: the query parameter takes the value that the last message has at `from`. Absent = one page. */
  readonly page?: { readonly query: string; readonly from: string; readonly size: number };
}

/** What of a step makes its request. */
export type RequestSpec = Pick<HttpStep, 'method' | 'path' | 'headers' | 'body' | 'form'>;

/** Reads what clients read while they chat: what is new in a room, a list of rooms. Never sent again. */
export interface ReadStep extends RequestSpec, Pick<HttpStep, 'accept'> {
  /** Dotted path of the list of messages in the answer; empty = the answer is the list. */
  readonly list: string;
  /** Dotted path of the text inside one message; absent = answers are not looked through for messages. */
  readonly content?: string;
  /** `{{read.since}}` is the moment so long before the request, ISO 8601: a time with its unit. Absent = there is no such placeholder. */
  readonly since?: string;
  /** With `since`: messages of an answer at most, the oldest first. An answer with as many may lack newer ones rightly. */
  readonly size?: number;
}

/** The placeholder of {@link ReadStep.since}. */
export const READ_SINCE = 'read.since';

/** An event that we emit. */
export interface EmitSpec {
  readonly event: string;
  /** The event's arguments, templates. */
  readonly args: readonly JsonValue[];
}

/** An event that we emit, and what its acknowledgement says of it. */
export interface AskSpec extends EmitSpec {
  /** Is an acknowledgement asked for, and what must it hold? `true`: any that does not plainly refuse. */
  readonly ack?: boolean | AckMatch;
}

/** What an acknowledgement must hold to be a yes. */
export interface AckMatch {
  /** Dotted path in its arguments: `0.ok`. */
  readonly path: string;
  /** Absent = anything but nothing, null and false. */
  readonly equals?: JsonValue;
}

/** What the acknowledgement of an event must hold; undefined when none is asked for. */
export function ackOf({ ack }: AskSpec): true | AckMatch | undefined {
  return ack === false ? undefined : ack;
}

/** A step between connecting and joining; without `ack` and `confirmed` the next one follows at once. */
export interface EnterSpec extends AskSpec {
  /** The event that confirms it. */
  readonly confirmed?: ListenSpec;
}

/** An event that every user emits again and again. */
export interface AlsoSpec extends EmitSpec {
  /** From one to the next of a user, a time with its unit: `3s`. */
  readonly every: string;
}

/** An event that we listen to. */
export interface ListenSpec {
  readonly event: string;
}

/** The event that brings messages. */
export interface ReceiveSpec extends ListenSpec {
  /** Dotted path of the text in the arguments, `*` for each entry of a list (`0.text`, `0.*.text`): marks elsewhere are not read. Absent = all are. */
  readonly text?: string;
}

/** The event that confirms a join. */
export interface ConfirmSpec extends ListenSpec {
  /** Dotted path in the arguments (`0.roomId`) that must equal `{{room.id}}`; absent = confirmations come in the order of the joins. */
  readonly room?: string;
}

/** The event that reports a refused request. */
export interface ErrorSpec extends ListenSpec {
  /** Dotted path of the reason in the arguments (`0.message`). */
  readonly message?: string;
}

/**
 * Does the dialect tell rooms apart? When neither join nor send names a room, everybody hears everything:
 * the whole server is one room.
 */
export function knowsRooms(dialect: DialectSpec): boolean {
  return JSON.stringify([dialect.events.join?.args ?? [], dialect.events.send.args]).includes('{{room.');
}
