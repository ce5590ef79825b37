import { type AlsoSpec, ackOf, type DialectSpec, type EmitSpec, type EnterSpec } from '../core/dialect-spec.js';
import { mapDialectTexts } from '../core/dialect-texts.js';
import { briefJson, type JsonValue, valueAtPath } from '../core/json.js';
import { shorten } from '../core/text.js';
import { encodePart, urlBelow } from '../core/url-parts.js';
import { fillVariables } from '../core/variables.js';
import { MOST_REASON_CHARACTERS } from '../wire/bounds.js';
import type { EventPattern, FoundVariant, Packet, Wire, WireVariant } from '../wire/wire.js';
import { wireOf } from '../wire/wires.js';
import type { MarkCodec } from './mark.js';
import { type MessageTemplate, PROBE_ACK_ID } from './message-template.js';
import { type ChatRoom, type ChatRun, type ChatUser, scopesOf } from './people.js';
import { isRefusalName } from './refusals.js';
import { fillHeaders, fillJson, fillText, type TemplateScopes } from './template.js';

/** What an event means to us. */
export type ChatEvent =
  /** Brings messages; as many binary parts of it follow. */
  | { readonly type: 'message'; readonly parts: number }
  | { readonly type: 'awaited' }
  | { readonly type: 'joined'; readonly roomId: JsonValue | undefined }
  | { readonly type: 'error'; readonly reason: string }
  /** Looks like a refusal by its name, and is none that the dialect names. */
  | { readonly type: 'complaint'; readonly name: string; readonly args: readonly unknown[] }
  | { readonly type: 'other' }
  | { readonly type: 'illegal'; readonly reason: string };

/** Texts of a dialect that are sent, or compared with what comes, and are no templates. */
const NO_TEMPLATE = /^(?:socket\.(?:path|namespace)|events\.[\w.]+\.event)$/;

/** Names of events of which is kept whether they bring messages. */
const MOST_NAMES = 1000;
/** Placeholders whose values are of who sends. */
const SENDER = /\{\{\s*(?:user|room\.other)\b/;

const NO_HEADERS = {};

/** A dialect compiled for one run: the packets that users send, and what the server's events mean. */
export class Dialect {
  /** As it was given, but for the variables in texts that are no templates, which are filled in. */
  readonly spec: DialectSpec;
  #wire: Wire;
  /** What is known of the server. */
  #variant: WireVariant;
  readonly #run: ChatRun;
  #receivePattern: EventPattern | undefined;
  /** Where the dialect does not say which event brings messages: which do, by their names. */
  readonly #bringing = new Map<string, boolean>();
  /** Which look like refusals, by their names. */
  readonly #complaining = new Map<string, boolean>();
  readonly #socketQuery: readonly (readonly [name: string, template: string])[];
  /** The part of {@link socketUrl} that all users share, with its target. */
  #socketBase: { readonly target: string; readonly url: string } | undefined;
  /** Do message packets differ from user to user in the same room? */
  readonly sendsUserData: boolean;

  constructor(given: DialectSpec, run: ChatRun) {
    const spec = mapDialectTexts(given, (value, { path }) =>
      typeof value === 'string' && NO_TEMPLATE.test(path.join('.'))
        ? fillVariables(value, run.secrets.variables)
        : value,
    );
    this.spec = spec;
    const { engine, parser } = spec.socket;
    this.#variant = { engine, parser };
    this.#wire = wireOf('socketio', this.#variant);
    this.#run = run;
    this.sendsUserData = SENDER.test(JSON.stringify(spec.events.send.args));
    this.#socketQuery = Object.entries(spec.socket.query).map(([name, template]) => [encodePart(name), template]);
    this.#receivePattern = this.#patternOf(spec.events.receive?.event);
  }

  /** The same for a server that asks nothing of who comes, and is told nothing of them. */
  withoutEntry(): Dialect {
    const { socket, events } = this.spec;
    const { enter: _enter, ready: _ready, ...others } = events;
    const { path, namespace } = socket;
    const bare = new Dialect({ ...this.spec, socket: { path, query: {}, namespace }, events: others }, this.#run);
    bare.#variant = this.#variant;
    bare.#wire = this.#wire;
    bare.#receivePattern = bare.#patternOf(events.receive?.event);
    return bare;
  }

  /** How its events travel, as far as that is known. */
  get wire(): Wire {
    return this.#wire;
  }

  /** Is all known of how events travel? What is not is found out by the first connection. */
  get isWireKnown(): boolean {
    return this.#variant.engine !== undefined && this.#variant.parser !== undefined;
  }

  /** A connection has found out how the server's events travel. What the dialect states is as it says. */
  learnWire(found: FoundVariant): void {
    if (this.isWireKnown) return;
    this.#variant = found;
    this.#wire = wireOf('socketio', found);
    this.#receivePattern = this.#patternOf(this.spec.events.receive?.event);
    this.#socketBase = undefined;
  }

  #patternOf(event: string | undefined): EventPattern | undefined {
    return event === undefined ? undefined : this.#wire.eventPattern(this.namespace, event);
  }

  /**
   * For a dialect that does not say which event brings messages.
   * @param usual the event that brought the first ones; others may as well, as where a room's name is in the event's
   * @param ignored events that repeat what another one brings
   */
  hear(usual: string | null, ignored: readonly string[]): void {
    if (this.spec.events.receive !== undefined) return;
    this.#receivePattern = this.#patternOf(usual ?? undefined);
    if (usual !== null) this.#bringing.set(usual, true);
    for (const name of ignored) this.#bringing.set(name, false);
  }

  /** The one that its events are of. */
  get namespace(): string {
    return this.spec.socket.namespace.split('?')[0] ?? '/';
  }

  /** The WebSocket URL of a user. @param target base URL, `http:` or `https:` */
  socketUrl(target: string, user: ChatUser): string {
    if (this.#socketBase?.target !== target) this.#socketBase = { target, url: this.#socketBaseOf(target) };
    const scopes = scopesOf(this.#run, user);
    const query = this.#socketQuery.map(([name, template]) => `&${name}=${encodePart(fillText(template, scopes))}`);
    return `${this.#socketBase.url}${query.join('')}`;
  }

  #socketBaseOf(target: string): string {
    const url = urlBelow(target, this.spec.socket.path);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    for (const [name, value] of Object.entries(this.wire.query)) url.searchParams.set(name, value);
    return url.href;
  }

  /** Headers of a user's WebSocket upgrade. @throws OperationError when what a server gave for a value would end its line */
  socketHeaders(user: ChatUser): Readonly<Record<string, string>> {
    const { headers } = this.spec.socket;
    return headers === undefined
      ? NO_HEADERS
      : fillHeaders('the WebSocket handshake', headers, scopesOf(this.#run, user));
  }

  /** Payload of the user's CONNECT packet; undefined when the dialect has none. */
  authPayload(user: ChatUser): JsonValue | undefined {
    const { auth } = this.spec.socket;
    return auth === undefined ? undefined : fillJson(auth, scopesOf(this.#run, user));
  }

  /** The packet of a step before the joins. @param ackId asks for its acknowledgement */
  enterPacket(step: EnterSpec, user: ChatUser, ackId?: number): Packet {
    return this.#emit(step, scopesOf(this.#run, user), ackId);
  }

  /** The packet of an event beside the messages. */
  alsoPacket(spec: AlsoSpec, user: ChatUser, room: ChatRoom): Packet {
    return this.#emit(spec, scopesOf(this.#run, user, room));
  }

  /** The packet that joins a room; undefined when being connected is enough. @param ackId asks for its acknowledgement */
  joinPacket(user: ChatUser, room: ChatRoom, ackId?: number): Packet | undefined {
    const { join } = this.spec.events;
    return join === undefined ? undefined : this.#emit(join, scopesOf(this.#run, user, room), ackId);
  }

  /** A prepared frame that sends `text` with a mark, in the form that `codec` writes. */
  messageTemplate(user: ChatUser, room: ChatRoom, text: string, codec: MarkCodec): MessageTemplate {
    const { send } = this.spec.events;
    const asks = ackOf(send) !== undefined;
    const scopes = { ...scopesOf(this.#run, user, room), message: { text: codec.withPlaceholder(text) } };
    const packet = this.#emit(send, scopes, asks ? PROBE_ACK_ID : undefined);
    const { bytes, payloadAt } = this.wire.frame(packet);
    const payload = bytesOf(packet);
    const markAt = payload.lastIndexOf(codec.placeholder(), undefined, 'latin1');
    const ackIdAt = asks ? payloadAt + this.wire.ackId.find(this.namespace, payload) : -1;
    // Written out: objects that are spread have a shape each, and the send path reads these for every message.
    return { bytes, payloadAt, markAt: markAt === -1 ? -1 : payloadAt + markAt, ackIdAt };
  }

  /** Is this EVENT packet, by its first bytes, one that brings a message? False may also mean that it is written unusually. */
  looksLikeMessage(bytes: Uint8Array, start: number, end: number): boolean {
    return this.#receivePattern?.matches(bytes, start, end) === true;
  }

  /** What any EVENT packet means, by parsing it. @param awaited the event that its receiver waits for before all others */
  interpret(bytes: Uint8Array, start: number, end: number, awaited?: string): ChatEvent {
    const parsed = this.wire.readEvent(bytes, start, end);
    if (parsed.type === 'illegal') return parsed;
    if (parsed.type !== 'event' || parsed.namespace !== this.namespace) return { type: 'other' };
    if (parsed.name === awaited) return { type: 'awaited' };
    const { joined, error, receive } = this.spec.events;
    // A server may confirm joins by the same event that brings messages: then the first without our mark is the confirmation.
    if (receive !== undefined && parsed.name === receive.event && parsed.name !== joined?.event)
      return { type: 'message', parts: parsed.parts };
    if (joined !== undefined && parsed.name === joined.event) {
      const roomId = joined.room === undefined ? undefined : valueAtPath(parsed.args, joined.room);
      return { type: 'joined', roomId: roomId as JsonValue | undefined };
    }
    if (error !== undefined && parsed.name === error.event) {
      const reason = valueAtPath(parsed.args, error.message ?? '');
      if (reason === undefined) return { type: 'error', reason: 'no reason given' };
      const isText = typeof reason === 'string';
      return {
        type: 'error',
        reason: isText ? shorten(reason, MOST_REASON_CHARACTERS) : briefJson(reason, MOST_REASON_CHARACTERS),
      };
    }
    if (this.mayBringMessages(parsed.name)) return { type: 'message', parts: parsed.parts };
    const { name, args } = parsed;
    return this.#isComplaint(name) ? { type: 'complaint', name, args } : { type: 'other' };
  }

  #isComplaint(name: string): boolean {
    const known = this.#complaining.get(name);
    if (known !== undefined) return known;
    const is = isRefusalName(name);
    if (this.#complaining.size < MOST_NAMES) this.#complaining.set(name, is);
    return is;
  }

  /** A packet as it is sent: a text, or bytes where the server takes binary messages. */
  shownPacket(packet: Uint8Array): Packet {
    return typeof this.wire.encodeEvent('/', '', []) === 'string' ? Buffer.from(packet).toString() : packet;
  }

  /** Any EVENT packet of the dialect's namespace, read to its arguments; undefined for everything else. */
  readEvent(bytes: Uint8Array, start: number, end: number): { name: string; args: readonly unknown[] } | undefined {
    const parsed = this.wire.readEvent(bytes, start, end);
    return parsed.type === 'event' && parsed.namespace === this.namespace ? parsed : undefined;
  }

  /** May an event of this name bring a message of somebody's? Where the dialect does not say, all may that do not sound like a refusal. */
  mayBringMessages(name: string): boolean {
    const { joined, error, receive } = this.spec.events;
    if (receive !== undefined) return name === receive.event;
    const known = this.#bringing.get(name);
    if (known !== undefined) return known;
    const may = name !== joined?.event && name !== error?.event && !isRefusalName(name);
    if (this.#bringing.size < MOST_NAMES) this.#bringing.set(name, may);
    return may;
  }

  #emit({ event, args }: EmitSpec, scopes: TemplateScopes, ackId?: number): Packet {
    const filled = fillJson(args, scopes);
    return this.wire.encodeEvent(this.namespace, event, Array.isArray(filled) ? (filled as JsonValue[]) : [], ackId);
  }
}

function bytesOf(packet: Packet): Buffer {
  return typeof packet === 'string'
    ? Buffer.from(packet)
    : Buffer.from(packet.buffer, packet.byteOffset, packet.length);
}
