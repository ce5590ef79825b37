import { maskOfValues, type SecretMask } from '../../core/secret-mask.js';
import type { Reason } from '../../metrics/reasons.js';
import type { Failure, FromWorker, HeardEvent } from '../messages.js';
import type { VirtualUser } from './virtual-user.js';

const SHORTEST_TOKEN = 16;
/** Reasons are said again every second; of so many it is remembered what is left of them. */
const MOST_REMEMBERED = 1000;

/** Takes secrets, those that the server gave to users among them, out of all that a worker says in words, before anybody cuts it. */
export function withoutSecrets(
  post: (message: FromWorker) => void,
  mask: SecretMask,
  users: readonly VirtualUser[],
): (message: FromWorker) => void {
  /** Made when it is needed: what the server gives changes. */
  const maskGiven = (): SecretMask => {
    const maskTokens = maskOfValues(users.flatMap(tokensOf));
    return (text) => mask(maskTokens(text));
  };
  const remembered = new Map<string, string>();
  const maskReasons = (reasons: readonly Reason[]): Reason[] => {
    if (remembered.size > MOST_REMEMBERED) remembered.clear();
    const fresh = reasons.filter(({ text }) => !remembered.has(text));
    if (fresh.length > 0) {
      const maskAll = maskGiven();
      for (const { text } of fresh) remembered.set(text, maskAll(text));
    }
    return reasons.map((reason) => ({ ...reason, text: remembered.get(reason.text) ?? '' }));
  };
  return (message) => {
    if (message.type === 'snapshot' && message.snapshot.reasons.length > 0) {
      post({ ...message, snapshot: { ...message.snapshot, reasons: maskReasons(message.snapshot.reasons) } });
    } else if (message.type === 'notice') post({ ...message, message: mask(message.message) });
    else if (message.type === 'phase-done' && message.failures.length + message.heard.length > 0) {
      const maskAll = maskGiven();
      const failures = message.failures.map(maskFailure(maskAll));
      post({ ...message, failures, heard: message.heard.map(maskHeard(maskAll)) });
    } else if (message.type === 'probe-done') {
      const maskAll = maskGiven();
      const { events, endings } = message.found;
      const found = {
        ...message.found,
        events: events.map(maskHeard(maskAll)),
        endings: endings.map(maskFailure(maskAll)),
      };
      post({ ...message, found });
    } else post(message);
  };
}

function maskFailure(mask: SecretMask): (failure: Failure) => Failure {
  return (failure) => ({ ...failure, example: mask(failure.example) });
}

function maskHeard(mask: SecretMask): (event: HeardEvent) => HeardEvent {
  return (event) => ({ ...event, name: mask(event.name), sample: mask(event.sample) });
}

/** Texts that the server gave to a user and that are long enough for a token. */
function tokensOf({ chat }: VirtualUser): string[] {
  return Object.values(chat.captures).flatMap((value) =>
    typeof value === 'string' && value.length >= SHORTEST_TOKEN ? value : [],
  );
}
