import { isRefusalName } from '../../chat/refusals.js';
import { ackOf, type DialectSpec } from '../../core/dialect-spec.js';
import { message } from '../../core/language/words.js';
import { whatCame, whatToChange } from '../main/what-came.js';
import type { ProbeFindings } from '../messages.js';
import type { StepOutcome } from './check-step.js';

const ACK_EXAMPLE = '{ path: 0.ok, equals: true }';

/** Did the server take the first messages? */
export function outcomeOfSending(dialect: DialectSpec, found: ProbeFindings): StepOutcome {
  const { events, endings, recognition, acks, sent } = found;
  const text = message('check.sent', { count: sent, event: dialect.events.send.event });
  const came = whatCame(found) ?? '';
  const isAnswered = events.some(({ marked, damaged, name }) => marked + damaged > 0 && !isRefusalName(name));
  const isRefused = events.some(({ name }) => isRefusalName(name)) || endings.length > 0;
  if (recognition === null && !isAnswered && isRefused)
    return {
      state: 'failed',
      text: message('check.sent.refused', { sent: text, came }),
      change: whatToChange(dialect, found),
    };
  if (ackOf(dialect.events.send) === undefined) return { state: 'ok', text };
  if (recognition === null || acks.accepted > 0)
    return { state: 'ok', text: message('check.sent.acknowledged', { sent: text, count: acks.accepted }) };
  return acks.declined > 0
    ? {
        state: 'failed',
        text: message('check.sent.declined', { sent: text, came }),
        change: message('check.sent.ack-declined', { example: ACK_EXAMPLE }),
      }
    : {
        state: 'failed',
        text: message('check.sent.unacknowledged', { sent: text }),
        change: message('check.sent.no-ack'),
      };
}

/** Did the first messages come back so that they are recognised? */
export function outcomeOfReceiving(dialect: DialectSpec, found: ProbeFindings): StepOutcome {
  const { recognition, echo } = found;
  if (recognition === null) {
    const came = whatCame(found) ?? message('check.received.nothing');
    return { state: 'failed', text: message('check.received.none', { came }), change: whatToChange(dialect, found) };
  }
  const event = dialect.events.receive?.event ?? recognition.usual ?? '';
  const place = message(`check.mark.${recognition.form}`);
  return {
    state: 'ok',
    text: message(echo === true ? 'check.received.echo' : 'check.received.others', { event, place }),
  };
}
