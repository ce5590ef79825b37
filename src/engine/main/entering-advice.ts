import { isRefusalName } from '../../chat/refusals.js';
import { type AckMatch, ackOf, type DialectSpec } from '../../core/dialect-spec.js';
import { briefJson } from '../../core/json.js';
import type { AnyMessage } from '../../core/language/template.js';
import { message } from '../../core/language/words.js';
import { nearest } from '../../core/nearest.js';
import type { Failure, HeardEvent } from '../messages.js';
import { quotedName, timesText } from './what-came.js';

/** The phases in which users get in, and events tell them so. */
export type EnteringPhase = 'connect' | 'join';

const MOST_VALUE_CHARACTERS = 60;

/** The one thing to change when nobody gets in, as far as it can be told from how that failed and which events came. */
export function adviceForEntering(
  phase: EnteringPhase,
  dialect: DialectSpec,
  heard: readonly HeardEvent[],
  failure: Pick<Failure, 'kind' | 'example'> | undefined,
): AnyMessage | undefined {
  return (
    (failure === undefined ? undefined : ofFailure(phase, dialect, failure)) ?? whatNeverCame(phase, dialect, heard)
  );
}

function ofFailure(
  phase: EnteringPhase,
  { events: { join }, socket }: DialectSpec,
  { kind, example }: Pick<Failure, 'kind' | 'example'>,
): AnyMessage | undefined {
  if (/invalid namespace/i.test(example)) return message('enter.no-namespace');
  if (kind.startsWith('server.http-4') && phase === 'connect') return message('enter.not-upgraded');
  switch (kind) {
    case 'protocol.not-spoken':
      return message('enter.other-parser');
    case 'server.closed-early':
      return message(socket.parser === undefined ? 'enter.closed' : 'enter.stated-parser');
    case 'network.closed':
      return message('enter.ended');
    case 'server.enter-refused':
      return message('enter.step-refused');
    case 'server.enter-timeout':
      return example.includes('was not acknowledged within') ? message('enter.step-no-ack') : undefined;
    case 'server.join-refused': {
      const match = join === undefined ? undefined : ackOf(join);
      return typeof match === 'object' ? otherAck(match) : message('enter.join-refused');
    }
    default:
      return undefined;
  }
}

/** What came may be a yes that the dialect describes wrongly, or a no. */
function otherAck({ path, equals }: AckMatch): AnyMessage {
  const what = equals === undefined ? message('enter.something') : briefJson(equals, MOST_VALUE_CHARACTERS);
  return message('enter.other-ack', { what, path });
}

/** Of the events that the dialect waits for in a phase, one that never came, with what came that resembles it. */
function whatNeverCame(
  phase: EnteringPhase,
  { events }: DialectSpec,
  heard: readonly HeardEvent[],
): AnyMessage | undefined {
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
      ? message('enter.join-no-ack')
      : undefined;
  const near = nearest(name, names) ?? names.find((other) => resembles(name, other));
  const came = heard.find((event) => event.name === near);
  if (came !== undefined) {
    const seen = { came: quotedName(came.name), times: timesText(came.count) };
    return message('enter.waits.near', { key, name: quotedName(name), ...seen });
  }
  const refusal = heard.find((event) => isRefusalName(event.name));
  if (refusal !== undefined) return message('enter.refusal', { name: quotedName(refusal.name) });
  return message('enter.waits', { key, name: quotedName(name) });
}

/** Does one hold the other, as `server:ready` does `ready`? */
function resembles(name: string, other: string): boolean {
  const [short, long] = [name.toLowerCase(), other.toLowerCase()].toSorted((a, b) => a.length - b.length);
  return short !== undefined && short !== '' && long?.includes(short) === true;
}
