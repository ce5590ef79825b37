import { isRefusalName } from '../../chat/refusals.js';
import type { DialectSpec } from '../../core/dialect-spec.js';
import { StartError } from '../../core/errors.js';
import { recognised } from '../../core/language/recognise.js';
import type { AnyMessage } from '../../core/language/template.js';
import { inEnglish, message } from '../../core/language/words.js';
import { nearest } from '../../core/nearest.js';
import { printable } from '../../core/text.js';
import { ACKNOWLEDGEMENT, type Failure, type HeardEvent, type ProbeFindings } from '../messages.js';

/** Of what came, this many kinds are told. */
const MOST_TOLD = 5;
const MOST_NAME_CHARACTERS = 60;
const MOST_SAMPLE_CHARACTERS = 120;

/** What came instead of what was expected. */
export interface Heard {
  readonly events: readonly HeardEvent[];
  readonly endings: readonly Failure[];
}

/** The error for first messages of which none came back so that it can be recognised: what came instead, and what to change. */
export function nothingRecognised(dialect: DialectSpec, found: readonly ProbeFindings[]): StartError {
  const count = found.reduce((sum, probe) => sum + probe.sent, 0);
  const heard = together(found);
  const parts = whatCame(heard);
  const advice = whatToChange(dialect, heard);
  const isClear = heard.events.some(({ marked, damaged }) => marked + damaged > 0);
  const came = parts === undefined ? message('came.nothing-back') : message('came.instead', { came: parts });
  const hint = isClear ? advice : message('list.sentences', { parts: [advice, message('came.see-each-step')] });
  return new StartError(message('came.nothing-flooded', { count, came }), { hint });
}

/** Everything that came, as a list: `message` 36 times with our mark; `problem` 4 times: {"reason":"…"}. Undefined for nothing. */
export function whatCame({ events, endings }: Heard): AnyMessage | undefined {
  const parts = [...events.slice(0, MOST_TOLD).map(told), ...endings.slice(0, MOST_TOLD).map(ended)];
  return parts.length === 0 ? undefined : message('list.semicolons', { parts });
}

/** The one thing to change so that messages are recognised, as far as it can be told from what came. */
export function whatToChange(dialect: DialectSpec, { events, endings }: Heard): AnyMessage {
  const receive = dialect.events.receive?.event;
  const marked = events.find((event) => event.marked > 0 && !isRefusalName(event.name));
  const refusal = events.find(({ name }) => isRefusalName(name) || name === dialect.events.error?.event);
  const damaged = events.find((event) => event.damaged > 0 && !isRefusalName(event.name));
  if (marked !== undefined && receive !== undefined) {
    const came = { name: quotedName(marked.name), times: timesText(marked.marked) };
    const text = dialect.events.receive?.text;
    return marked.name === receive && text !== undefined
      ? message('came.change.text', { ...came, text: quotedName(text) })
      : message('came.change.receive', { ...came, receive: quotedName(receive) });
  }
  if (damaged !== undefined) return message('came.change.damaged', { name: quotedName(damaged.name) });
  if (refusal !== undefined) {
    const isMarked = refusal.marked > 0 ? message('came.change.refusal.marked') : '';
    return message('came.change.refusal', { name: quotedName(refusal.name), marked: isMarked });
  }
  if (endings.length > 0) return message('came.change.ended');
  const names = events.map(({ name }) => name).filter((name) => name !== ACKNOWLEDGEMENT);
  if (names.length === 0 && events.length > 0) return message('came.change.acknowledged');
  const near = receive === undefined ? undefined : nearest(receive, names);
  if (near !== undefined && near !== receive)
    return message('came.change.near', { receive: quotedName(receive ?? ''), near: quotedName(near) });
  return message(events.length > 0 ? 'came.change.which' : 'came.change.send');
}

/** What is said of connections that ended while messages did come back. */
export function endedAtFirst(endings: readonly Failure[]): string {
  const which = whatCame({ events: [], endings }) ?? '';
  return inEnglish(message('notice.ended-at-first', { which }));
}

/** Complaints that are told of after a flood. */
const MOST_COMPLAINTS = 3;

/**
 * What is said of events of the flood that look like refusals and that the dialect does not name, and of acknowledgements that differ from the others where
 * as many messages reached nobody: a sentence each. @param nowhere messages that reached nobody
 */
export function complaintNotes(heard: readonly HeardEvent[], nowhere: number): string[] {
  const answers = heard.filter(isAnswer);
  const odd = answers.length < 2 ? undefined : answers.find(({ count }) => count === nowhere);
  const complaints = heard.filter((event) => !isAnswer(event)).slice(0, MOST_COMPLAINTS);
  return [
    ...complaints.map((complaint) =>
      message('notice.complaint', { came: told(complaint), name: quotedName(complaint.name) }),
    ),
    ...(odd === undefined
      ? []
      : [message('notice.odd-acks', { count: odd.count, sample: sampleOf(odd), example: YES })]),
  ].map(inEnglish);
}

/** What send.ack may say. */
const YES = '{ path: 0.ok, equals: true }';

function isAnswer({ name }: HeardEvent): boolean {
  return name.startsWith(`${ACKNOWLEDGEMENT}: `);
}

function sampleOf({ sample }: HeardEvent): string {
  return printable(sample, MOST_SAMPLE_CHARACTERS);
}

/** What several have heard, events by name. */
function together(found: readonly Heard[]): Heard {
  const events = mergeHeard(found.flatMap((heard) => heard.events));
  const endings = new Map<string, Failure>();
  for (const ending of found.flatMap((heard) => heard.endings)) {
    const known = endings.get(ending.example);
    endings.set(ending.example, { ...ending, count: ending.count + (known?.count ?? 0) });
  }
  return { events, endings: [...endings.values()] };
}

/** Events by name, those of several who heard some added up. */
export function mergeHeard(heard: readonly HeardEvent[]): HeardEvent[] {
  const events = new Map<string, HeardEvent>();
  for (const event of heard) {
    const known = events.get(event.name);
    events.set(
      event.name,
      known === undefined
        ? event
        : {
            ...known,
            count: known.count + event.count,
            marked: known.marked + event.marked,
            damaged: known.damaged + event.damaged,
          },
    );
  }
  return [...events.values()];
}

function told({ name, count, marked, damaged, sample }: HeardEvent): AnyMessage {
  const looks = isRefusalName(name) ? 'came.refusal' : 'came.event';
  const event = { name: quotedName(name), times: timesText(count), sample: printable(sample, MOST_SAMPLE_CHARACTERS) };
  const part = damaged > 0 ? damaged : marked;
  if (part === 0) return message(`${looks}.none`, event);
  const trace = damaged > 0 ? 'damaged' : 'marked';
  return part === count ? message(`${looks}.${trace}`, event) : message(`${looks}.${trace}-some`, { ...event, part });
}

function ended({ count, example }: Failure): AnyMessage {
  return message('came.ended', { count, example: recognised(printable(example, MOST_SAMPLE_CHARACTERS)) });
}

/** How often: `once`, `12 times`. */
export function timesText(count: number): AnyMessage {
  return count === 1 ? message('came.once') : message('came.times', { count });
}

/** A name that a server gave, as one may show it. */
export function quotedName(name: string): string {
  return `\`${printable(name, MOST_NAME_CHARACTERS)}\``;
}
