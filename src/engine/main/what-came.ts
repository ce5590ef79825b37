import { ENDED_AT_FIRST, isRefusalName, UNNAMED_REFUSAL } from '../../chat/refusals.js';
import type { DialectSpec } from '../../core/dialect-spec.js';
import { StartError } from '../../core/errors.js';
import { nearest } from '../../core/nearest.js';
import { amount, printable } from '../../core/text.js';
import { formatCount } from '../../core/units.js';
import { ACKNOWLEDGEMENT, type Failure, type HeardEvent, type ProbeFindings } from '../messages.js';

/** Of what came, this many kinds are told. */
const MOST_TOLD = 5;
const MOST_NAME_CHARACTERS = 60;
const MOST_SAMPLE_CHARACTERS = 120;

const SEE_EACH_STEP =
  '`npx newyear-load dialect check`, with the same --target and --dialect, shows each step with what was sent and what came.';

/** What came instead of what was expected. */
export interface Heard {
  readonly events: readonly HeardEvent[];
  readonly endings: readonly Failure[];
}

/** The error for first messages of which none came back so that it can be recognised: what came instead, and what to change. */
export function nothingRecognised(dialect: DialectSpec, found: readonly ProbeFindings[]): StartError {
  const sent = found.reduce((sum, probe) => sum + probe.sent, 0);
  const heard = together(found);
  const came = whatCame(heard);
  const advice = whatToChange(dialect, heard);
  const isClear = heard.events.some(({ marked, damaged }) => marked + damaged > 0);
  return new StartError(
    `Nothing was flooded: of ${amount(sent, 'first message')} none came back to anybody so that it can be recognised. ${
      came === '' ? 'Nothing at all came back.' : `What came instead: ${came}.`
    }`,
    { hint: isClear ? advice : `${advice} ${SEE_EACH_STEP}` },
  );
}

/** Everything that came, as a list: `message` 36 times with our mark; `problem` 4 times: {"reason":"…"}. Empty for nothing. */
export function whatCame({ events, endings }: Heard): string {
  return [...events.slice(0, MOST_TOLD).map(told), ...endings.slice(0, MOST_TOLD).map(ended)].join('; ');
}

/** The one thing to change so that messages are recognised, as far as it can be told from what came. */
export function whatToChange(dialect: DialectSpec, { events, endings }: Heard): string {
  const receive = dialect.events.receive?.event;
  const marked = events.find((event) => event.marked > 0 && !isRefusalName(event.name));
  const refusal = events.find(({ name }) => isRefusalName(name) || name === dialect.events.error?.event);
  const damaged = events.find((event) => event.damaged > 0 && !isRefusalName(event.name));
  if (marked !== undefined && receive !== undefined) {
    const name = quotedName(marked.name);
    const text = dialect.events.receive?.text;
    if (marked.name === receive && text !== undefined)
      return `${name} came ${timesText(marked.marked)} with our mark, but not where \`receive.text\` says: ${quotedName(text)}. Change events.receive.text, or leave it out.`;
    return `${name} came ${timesText(marked.marked)} with our mark; \`receive\` says ${quotedName(receive)}. Change events.receive to ${name}.`;
  }
  if (damaged !== undefined) {
    return `The server changes texts, so that a mark does not survive it: neither 39 figures and letters at the end or at the front, nor 49 letters at the front. Let it leave them as they are in ${quotedName(damaged.name)}, for the test at least.`;
  }
  if (refusal !== undefined) {
    const isMarked = refusal.marked > 0 ? ` If messages do come by it, say so: events.receive.` : '';
    return `${quotedName(refusal.name)} looks like a refusal: change what it complains about: above all events.send, events.join, or the texts (--theme).${isMarked}`;
  }
  if (endings.length > 0) return 'The server ended connections instead: does events.send say what it expects?';
  const names = events.map(({ name }) => name).filter((name) => name !== ACKNOWLEDGEMENT);
  if (names.length === 0 && events.length > 0) {
    return 'Messages are acknowledged, and nobody is sent an event. Some servers send a handler’s answer by the one or by the other: leave out events.send.ack. If nothing comes then either, check the arguments of events.send, and events.join.';
  }
  const near = receive === undefined ? undefined : nearest(receive, names);
  if (near !== undefined && near !== receive)
    return `\`receive\` says ${quotedName(receive ?? '')}, and ${quotedName(near)} came: is that the event that brings messages?`;
  if (events.length > 0) {
    return `Does one of these events bring messages? Then name it in events.receive; if none does, check event and arguments of events.send and events.join.`;
  }
  return 'Do events.send and events.join say what the server expects: the event’s name, its arguments, the room? A server may also want a step before messages that the dialect does not have.';
}

/** What is said of connections that ended while messages did come back. */
export function endedAtFirst(endings: readonly Failure[]): string {
  const which = whatCame({ events: [], endings });
  return `${ENDED_AT_FIRST}, ${which}. Did the server crash at one? Its log may say so; perhaps it expects a callback (send.ack: true).`;
}

/** Complaints that are told of after a flood. */
const MOST_COMPLAINTS = 3;

/** What is said of events of the flood that look like refusals and that the dialect does not name: a sentence each. */
export function complaintNotes(complaints: readonly HeardEvent[]): string[] {
  return complaints.slice(0, MOST_COMPLAINTS).map((complaint) => {
    const name = quotedName(complaint.name);
    return `${UNNAMED_REFUSAL} ${told(complaint)}. The dialect does not name it, so that it is in no number: with events.error as ${name} refused messages are counted, and why.`;
  });
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

function told({ name, count, marked, damaged, sample }: HeardEvent): string {
  const share = (part: number): string => (part === count ? '' : `, ${formatCount(part)} of them`);
  const isRefusal = isRefusalName(name) ? ', which looks like a refusal' : '';
  const trace =
    damaged > 0
      ? `${share(damaged)} with a text of ours that was changed`
      : marked > 0
        ? `${share(marked)} with our mark`
        : '';
  return `${quotedName(name)} ${timesText(count)}${trace}${isRefusal}: ${printable(sample, MOST_SAMPLE_CHARACTERS)}`;
}

function ended({ count, example }: Failure): string {
  return `${amount(count, 'connection')} ended: ${printable(example, MOST_SAMPLE_CHARACTERS)}`;
}

/** How often: `once`, `12 times`. */
export function timesText(count: number): string {
  return count === 1 ? 'once' : `${formatCount(count)} times`;
}

/** A name that a server gave, as one may show it. */
export function quotedName(name: string): string {
  return `\`${printable(name, MOST_NAME_CHARACTERS)}\``;
}
