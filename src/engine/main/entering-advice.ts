import { isRefusalName } from '../../chat/refusals.js';
import { type AckMatch, ackOf, type DialectSpec } from '../../core/dialect-spec.js';
import { briefJson } from '../../core/json.js';
import { nearest } from '../../core/nearest.js';
import type { Failure, HeardEvent } from '../messages.js';
import { quotedName, timesText } from './what-came.js';

/** The phases in which users get in, and events tell them so. */
export type EnteringPhase = 'connect' | 'join';

const MOST_VALUE_CHARACTERS = 60;

const NO_NAMESPACE = 'The server has no such namespace: change socket.namespace, or leave it out for the default one.';
const OTHER_PARSER =
  'Leave the option parser out of the server for the test. Spoken are the usual packets, and socket.io-msgpack-parser from version 3 on (Socket.IO 3 and 4).';
const CLOSED_AT_CONNECT =
  'The server closes as soon as it is asked for its namespace, in the usual packets and in MessagePack: does it want credentials (socket.auth, socket.query), or has it a parser of its own?';
const STATED_PARSER =
  'The dialect states how packets are written (socket.parser), and the server closes at the first one: leave it out, and it is found out.';
const NOT_UPGRADED =
  'The server refuses the WebSocket itself. What it sees of a user by then are socket.headers (Origin, Authorization, Cookie), socket.query and the cookies of the HTTP steps; socket.auth comes later.';
const ENDED =
  'The connections ended while users were entering: the server’s log may say why. Does it want other arguments, a callback (ack: true), or a step before (http.login, events.enter)?';
const STEP_REFUSED =
  'The server says no to a step before the joins: change what it complains about, in events.enter or in what that takes from an HTTP step.';
const NO_ACK_OF_STEP =
  'The server does not acknowledge that step: leave its ack out of events.enter, or name the event that confirms it (confirmed).';
const JOIN_REFUSED =
  'The server says no to the join: change what it complains about, in events.join or in a step before it (HTTP, events.enter).';
const NO_ACK_OF_JOIN =
  '`events.join.ack` waits for an acknowledgement, which never came: leave it out where the server sends none, or name the event that confirms a join in events.joined.';

/** The one thing to change when nobody gets in, as far as it can be told from how that failed and which events came. */
export function adviceForEntering(
  phase: EnteringPhase,
  dialect: DialectSpec,
  heard: readonly HeardEvent[],
  failure: Pick<Failure, 'kind' | 'example'> | undefined,
): string | undefined {
  return (
    (failure === undefined ? undefined : ofFailure(phase, dialect, failure)) ?? whatNeverCame(phase, dialect, heard)
  );
}

function ofFailure(
  phase: EnteringPhase,
  { events: { join }, socket }: DialectSpec,
  { kind, example }: Pick<Failure, 'kind' | 'example'>,
): string | undefined {
  if (/invalid namespace/i.test(example)) return NO_NAMESPACE;
  if (kind.startsWith('server.http-4') && phase === 'connect') return NOT_UPGRADED;
  switch (kind) {
    case 'protocol.not-spoken':
      return OTHER_PARSER;
    case 'server.closed-early':
      return socket.parser === undefined ? CLOSED_AT_CONNECT : STATED_PARSER;
    case 'network.closed':
      return ENDED;
    case 'server.enter-refused':
      return STEP_REFUSED;
    case 'server.enter-timeout':
      return example.includes('was not acknowledged within') ? NO_ACK_OF_STEP : undefined;
    case 'server.join-refused': {
      const match = join === undefined ? undefined : ackOf(join);
      return typeof match === 'object' ? otherAck(match) : JOIN_REFUSED;
    }
    default:
      return undefined;
  }
}

/** What came may be a yes that the dialect describes wrongly, or a no. */
function otherAck({ path, equals }: AckMatch): string {
  const what = equals === undefined ? 'something' : briefJson(equals, MOST_VALUE_CHARACTERS);
  return `\`events.join.ack\` takes for a yes what has ${what} at \`${path}\`. If that acknowledgement is a yes, change events.join.ack; if it is a no, what it complains about.`;
}

/** Of the events that the dialect waits for in a phase, one that never came, with what came that resembles it. */
function whatNeverCame(
  phase: EnteringPhase,
  { events }: DialectSpec,
  heard: readonly HeardEvent[],
): string | undefined {
  const awaited: readonly (readonly [key: string, name: string | undefined])[] =
    phase === 'join'
      ? [['events.joined', events.joined?.event]]
      : [
          ['events.ready', events.ready?.event],
          ...(events.enter ?? []).map(
            ({ confirmed }, index) => [`events.enter.${index}.confirmed`, confirmed?.event] as const,
          ),
        ];
  const names = heard.map(({ name }) => name);
  const missed = awaited.find(([, name]) => name !== undefined && !names.includes(name));
  const [key, name] = missed ?? [];
  if (key === undefined || name === undefined)
    return phase === 'join' && events.join !== undefined && ackOf(events.join) !== undefined
      ? NO_ACK_OF_JOIN
      : undefined;
  const near = nearest(name, names) ?? names.find((other) => resembles(name, other));
  const came = heard.find((event) => event.name === near);
  if (came !== undefined) {
    return `\`${key}\` waits for ${quotedName(name)}, which never came; ${quotedName(came.name)} came ${timesText(came.count)}. Change ${key} to ${quotedName(came.name)}.`;
  }
  const refusal = heard.find((event) => isRefusalName(event.name));
  if (refusal !== undefined) return `${quotedName(refusal.name)} looks like a refusal: change what it complains about.`;
  return `\`${key}\` waits for ${quotedName(name)}, which never came: does the server confirm it by that event?`;
}

/** Does one hold the other, as `server:ready` does `ready`? */
function resembles(name: string, other: string): boolean {
  const [short, long] = [name.toLowerCase(), other.toLowerCase()].toSorted((a, b) => a.length - b.length);
  return short !== undefined && short !== '' && long?.includes(short) === true;
}
