import { isRefusalName } from '../../chat/refusals.js';
import { ackOf, type DialectSpec } from '../../core/dialect-spec.js';
import { amount } from '../../core/text.js';
import { formatCount } from '../../core/units.js';
import { whatCame, whatToChange } from '../main/what-came.js';
import type { ProbeFindings } from '../messages.js';
import type { StepOutcome } from './check-step.js';

const NO_ACK = '`events.send.ack` asks for an acknowledgement, and none came: leave it out.';
const ACK_DECLINED =
  'Messages arrive, and their acknowledgements say no: let events.send.ack say what is a yes, as in { path: 0.ok, equals: true }.';

const MARKED = {
  end: 'behind its text',
  front: 'before its text, which the server cuts',
  letters: 'in letters before its text, which the server changes',
} as const;

/** Did the server take the first messages? */
export function outcomeOfSending(dialect: DialectSpec, found: ProbeFindings): StepOutcome {
  const { events, endings, recognition, acks, sent } = found;
  const text = `${amount(sent, 'message')} by "${dialect.events.send.event}"`;
  const isAnswered = events.some(({ marked, damaged, name }) => marked + damaged > 0 && !isRefusalName(name));
  const isRefused = events.some(({ name }) => isRefusalName(name)) || endings.length > 0;
  if (recognition === null && !isAnswered && isRefused)
    return { state: 'failed', text: `${text}: ${whatCame(found)}`, change: whatToChange(dialect, found) };
  if (ackOf(dialect.events.send) === undefined) return { state: 'ok', text };
  if (recognition === null || acks.accepted > 0)
    return { state: 'ok', text: `${text}, ${formatCount(acks.accepted)} acknowledged` };
  return acks.declined > 0
    ? { state: 'failed', text: `${text}, which acknowledgements refuse: ${whatCame(found)}`, change: ACK_DECLINED }
    : { state: 'failed', text: `${text}, not acknowledged`, change: NO_ACK };
}

/** Did the first messages come back so that they are recognised? */
export function outcomeOfReceiving(dialect: DialectSpec, found: ProbeFindings): StepOutcome {
  const { recognition, echo } = found;
  if (recognition === null) {
    const text = `none came back so that it can be recognised. ${whatCame(found) || 'Nothing at all came'}`;
    return { state: 'failed', text, change: whatToChange(dialect, found) };
  }
  const event = dialect.events.receive?.event ?? recognition.usual ?? '';
  const who = echo === true ? 'to the other user, and to its sender' : 'to the other user, not to its sender';
  return { state: 'ok', text: `by "${event}" ${who}; recognised by a mark ${MARKED[recognition.form]}` };
}
