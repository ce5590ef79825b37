import { maskOfValues, type SecretMask } from '../../core/secret-mask.js';
import type { Reason } from '../../metrics/reasons.js';
import type { FromWorker } from '../messages.js';
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
  const remembered = new Map<string, string>();
  const maskReasons = (reasons: readonly Reason[]): Reason[] => {
    if (remembered.size > MOST_REMEMBERED) remembered.clear();
    const fresh = reasons.filter(({ text }) => !remembered.has(text));
    if (fresh.length > 0) {
      const maskGiven = maskOfValues(users.flatMap(tokensOf));
      for (const { text } of fresh) remembered.set(text, mask(maskGiven(text)));
    }
    return reasons.map((reason) => ({ ...reason, text: remembered.get(reason.text) ?? '' }));
  };
  return (message) => {
    if (message.type === 'snapshot' && message.snapshot.reasons.length > 0) {
      post({ ...message, snapshot: { ...message.snapshot, reasons: maskReasons(message.snapshot.reasons) } });
    } else if (message.type === 'notice') post({ ...message, message: mask(message.message) });
    else if (message.type === 'phase-done' && message.failures.length > 0) {
      const maskGiven = maskOfValues(users.flatMap(tokensOf));
      const failures = message.failures.map((failure) => ({ ...failure, example: mask(maskGiven(failure.example)) }));
      post({ ...message, failures });
    } else post(message);
  };
}

/** Texts that the server gave to a user and that are long enough for a token. */
function tokensOf({ chat }: VirtualUser): string[] {
  return Object.values(chat.captures).flatMap((value) =>
    typeof value === 'string' && value.length >= SHORTEST_TOKEN ? value : [],
  );
}
