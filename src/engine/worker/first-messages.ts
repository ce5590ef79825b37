import { MarkCodec, PROBE_NUMBER } from '../../chat/mark.js';
import { holdsMark, packetIn, stamp } from '../../chat/message-template.js';
import { TextTrace } from '../../chat/text-trace.js';
import { textsAt, textsByDepth } from '../../chat/texts-at.js';
import { nowUs } from '../../core/clock.js';
import type { ErrorKind } from '../../core/error-kinds.js';
import { briefJson } from '../../core/json.js';
import { MARK_FORMS, type MarkForm } from '../../core/mark-form.js';
import { ACKNOWLEDGEMENT, type Failure, type HeardEvent, type ProbeFindings } from '../messages.js';
import type { WorkerContext } from './context.js';
import { EventDiary } from './event-diary.js';
import type { EventWitness } from './receiver.js';
import type { Membership, RoomRuntime } from './room-runtime.js';
import type { VirtualUser } from './virtual-user.js';

/** For a message's first copy to come to anybody. */
const FIRST_COPY_MS = 1500;
/** When somebody has a message, further copies must come within this time and three times as long again. */
const GRACE_MS = 150;
/** What of an event is searched for a text of ours. */
const MOST_SEARCHED_BYTES = 64 * 1024;
/** Events that have nothing of ours: what is beyond these is not looked at. */
const MOST_STRANGE_EVENTS = 2000;

/** A message that no ledger counts, and who got it. */
export interface FirstMessage {
  readonly form: MarkForm;
  readonly room: RoomRuntime;
  /** The sender's place in the room. */
  readonly sender: number;
  readonly sentAtUs: number;
  /** Members that were there beside the sender. */
  readonly others: number;
  /** By a member's place in the room: the names of the events that brought it a copy, in the order in which they came. */
  readonly broughtBy: Map<number, Set<string>>;
  /** Did it come back in a shape in which nobody would recognise it? */
  isDamaged: boolean;
  /** From when it was sent until somebody got something of it. */
  firstSeenMs: number | undefined;
}

/** The messages that were sent first, one after the other, and what came of them. */
export class FirstMessages implements EventWitness {
  /** In the order in which they were sent, by when. */
  readonly #sent = new Map<number, FirstMessage>();
  readonly #diary = new EventDiary();
  readonly #endings = new Map<string, { kind: ErrorKind; count: number; example: string }>();
  /** The event that brought the first copy to another member than the sender, and to any. */
  readonly #first: { others?: string; any?: string } = {};
  readonly #codecs: Readonly<Record<MarkForm, MarkCodec>>;
  readonly #traces = new Map<RoomRuntime, TextTrace>();
  readonly #context: WorkerContext;
  /** Of the theme, the text that a server is most likely to cut. */
  readonly #text: string;
  /** Of each user, the name of the event that came last: binary parts of it follow. */
  readonly #latest = new Map<VirtualUser, string>();
  readonly #acks = { accepted: 0, declined: 0 };
  #strangeEvents = 0;
  /** In how many objects of an event the text of a message lies, once it is known. */
  #depth: number | undefined;

  constructor(context: WorkerContext) {
    this.#context = context;
    const { texts, plan } = context;
    const { runId } = plan;
    this.#codecs = {
      end: new MarkCodec(runId),
      front: new MarkCodec(runId, 'front'),
      letters: new MarkCodec(runId, 'letters'),
    };
    this.#text = texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '');
  }

  get all(): readonly FirstMessage[] {
    return [...this.#sent.values()];
  }

  /** Those of one form. */
  of(form: MarkForm): FirstMessage[] {
    return this.all.filter((message) => message.form === form);
  }

  /** The forms in which copies came back that can be recognised. */
  get recognised(): MarkForm[] {
    return MARK_FORMS.filter((form) => this.of(form).some(isReceived));
  }

  /** What came, by name. */
  get events(): HeardEvent[] {
    return this.#diary.events;
  }

  /** Acknowledgements that came, by what they say. */
  get acks(): ProbeFindings['acks'] {
    return { ...this.#acks };
  }

  /** Connections that ended. */
  get endings(): Failure[] {
    return [...this.#endings.values()];
  }

  /** The event that brings copies: what others get by it, rather than what is only said to senders. */
  get usualEvent(): string | null {
    return this.#first.others ?? this.#first.any ?? null;
  }

  /** Events that repeat, to somebody, what another one brings. Who gets a message by another event alone has a copy by that. */
  get repeatingEvents(): string[] {
    const repeating = new Set<string>();
    for (const { broughtBy } of this.all) {
      for (const names of broughtBy.values()) {
        const usual = this.usualEvent;
        const [first] = names;
        const bringing = usual !== null && names.has(usual) ? usual : first;
        for (const name of names) if (name !== bringing) repeating.add(name);
      }
    }
    return [...repeating];
  }

  /** Did its sender get a copy, and not only what is beside the copies of others? */
  isOwn({ sender, broughtBy }: FirstMessage): boolean {
    const repeating = this.repeatingEvents;
    return [...(broughtBy.get(sender) ?? [])].some((name) => !repeating.includes(name));
  }

  /** Lets a member send one. @param members of the room that are there */
  send(form: MarkForm, sender: Membership, members: number): void {
    const { originUs } = this.#context;
    const sentAtUs = nowUs();
    const { room } = sender;
    this.#sent.set(sentAtUs - originUs, {
      form,
      room,
      sender: sender.member,
      sentAtUs,
      others: members - 1,
      broughtBy: new Map(),
      isDamaged: false,
      firstSeenMs: undefined,
    });
    sender.user.writeFrames(this.#frameOf(form, sender, sentAtUs - originUs));
  }

  onEvent(user: VirtualUser, bytes: Uint8Array, start: number, end: number): void {
    const { dialect } = this.#context;
    const found = this.#findMarks(bytes, start, end);
    if (found.length === 0 && ++this.#strangeEvents > MOST_STRANGE_EVENTS) return;
    const event = dialect.readEvent(bytes, start, end);
    if (event === undefined) return;
    this.#latest.set(user, event.name);
    const trace = found.length === 0 ? this.#traceIn(briefJson(event.args, MOST_SEARCHED_BYTES)) : 'marked';
    this.#diary.note(event.name, event.args, trace);
    const mayCount = dialect.mayBringMessages(event.name);
    if (trace === 'damaged') this.#onDamaged(mayCount);
    for (const message of found) message.firstSeenMs ??= elapsedMs(message);
    const path = dialect.spec.events.receive?.text;
    const copies = path === undefined ? this.#withoutQuotes(event.args, found) : this.#findMarksAt(event.args, path);
    if (mayCount) for (const copy of copies) this.#onCopy(user, copy, event.name);
  }

  onAttachment(user: VirtualUser, bytes: Uint8Array, start: number, end: number): void {
    const name = this.#latest.get(user) ?? '';
    const found = this.#findMarks(bytes, start, end);
    const text = Buffer.from(bytes.subarray(start, Math.min(end, start + MOST_SEARCHED_BYTES))).toString();
    const trace = found.length === 0 ? this.#traceIn(text) : 'marked';
    if (trace !== 'none') this.#diary.noteAttachment(name, trace);
    if (trace === 'damaged') this.#onDamaged(true);
    for (const copy of found) {
      copy.firstSeenMs ??= elapsedMs(copy);
      this.#onCopy(user, copy, name);
    }
  }

  onAck(args: readonly unknown[], refusal: string | undefined): void {
    if (refusal === undefined) this.#acks.accepted++;
    else this.#acks.declined++;
    this.#diary.note(refusal === undefined ? ACKNOWLEDGEMENT : `refused ${ACKNOWLEDGEMENT}`, args, 'none');
  }

  onLost(kind: ErrorKind, reason: string): void {
    const key = `${kind} ${reason}`;
    const ending = this.#endings.get(key);
    if (ending === undefined) this.#endings.set(key, { kind, count: 1, example: reason });
    else ending.count++;
  }

  /** The messages whose marks the bytes hold, in any form. */
  #findMarks(bytes: Uint8Array, start: number, end: number): FirstMessage[] {
    const found: FirstMessage[] = [];
    for (const codec of [this.#codecs.end, this.#codecs.letters]) {
      const { fields } = codec;
      for (let at = codec.parseNext(bytes, start, end); at !== -1; at = codec.parseNext(bytes, at, end)) {
        const message = fields.number === PROBE_NUMBER ? this.#sent.get(fields.intendedUs) : undefined;
        if (message?.room.chat.index === fields.room) found.push(message);
      }
    }
    return found;
  }

  /** Those where the dialect says that texts lie. */
  #findMarksAt(args: readonly unknown[], path: string): FirstMessage[] {
    return textsAt(args, path).flatMap((text) => this.#findMarksIn(text));
  }

  /** Those that lie as deep as the first one that came alone: others are of earlier messages, which an event quotes. */
  #withoutQuotes(args: readonly unknown[], found: readonly FirstMessage[]): readonly FirstMessage[] {
    if (found.length === 0 || (found.length === 1 && this.#depth !== undefined)) return found;
    const placed = textsByDepth(args).flatMap(({ text, depth }) =>
      this.#findMarksIn(text).map((mark) => ({ mark, depth })),
    );
    if (found.length === 1) this.#depth = placed[0]?.depth;
    const told = placed.filter(({ depth }) => depth === this.#depth);
    return told.length === 0 ? found : told.map(({ mark }) => mark);
  }

  #findMarksIn(text: string): FirstMessage[] {
    const bytes = Buffer.from(text);
    return this.#findMarks(bytes, 0, bytes.length);
  }

  #onCopy(user: VirtualUser, message: FirstMessage, name: string): void {
    const member = user.memberships.find(({ room }) => room === message.room)?.member;
    if (member === undefined) return;
    const names = message.broughtBy.get(member);
    if (names === undefined) message.broughtBy.set(member, new Set([name]));
    else names.add(name);
    this.#first.any ??= name;
    if (member !== message.sender) this.#first.others ??= name;
  }

  /** Which message it was cannot be told; as a rule they are sent one at a time. @param mayCount would it be a copy with a mark? */
  #onDamaged(mayCount: boolean): void {
    const latest = this.all.at(-1);
    if (latest === undefined || isReceived(latest)) return;
    if (mayCount) latest.isDamaged = true;
    latest.firstSeenMs ??= elapsedMs(latest);
  }

  #traceIn(text: string): 'damaged' | 'none' {
    const searched = text.slice(0, MOST_SEARCHED_BYTES);
    return [...this.#traces.values()].some((trace) => trace.isIn(searched)) ? 'damaged' : 'none';
  }

  #frameOf(form: MarkForm, { room, user, member, roomIndex }: Membership, intendedUs: number): Uint8Array {
    const { dialect, plan, tap } = this.#context;
    if (!this.#traces.has(room)) this.#traces.set(room, new TextTrace(this.#text, plan.runId, roomIndex));
    const codec = this.#codecs[form];
    const template = dialect.messageTemplate(user.chat, room.chat, this.#text, codec);
    if (!holdsMark(template, codec)) throw new Error('the dialect’s send event does not contain {{message.text}}');
    const frame = Uint8Array.from(template.bytes);
    const fields = { room: roomIndex, sender: member, number: PROBE_NUMBER, intendedUs, lagUs: 0 };
    stamp(template, codec, frame, 0, fields);
    tap?.socketOf(user.chat).onSent(dialect.shownPacket(packetIn(template, frame)));
    return frame;
  }
}

/** Did anybody get a copy that can be recognised? */
export function isReceived({ broughtBy }: FirstMessage): boolean {
  return broughtBy.size > 0;
}

/** Is it not there where it should be, beside its sender? */
export function isIncomplete({ others, sender, broughtBy }: FirstMessage): boolean {
  return broughtBy.size - Number(broughtBy.has(sender)) < others;
}

/** Has every copy of it had its time? */
export function isSettled(message: FirstMessage): boolean {
  const { firstSeenMs } = message;
  return elapsedMs(message) > (firstSeenMs === undefined ? FIRST_COPY_MS : firstSeenMs * 4 + GRACE_MS);
}

function elapsedMs({ sentAtUs }: FirstMessage): number {
  return (nowUs() - sentAtUs) / 1000;
}
