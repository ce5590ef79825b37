import { maskOfValues, type SecretMask } from '../../core/secret-mask.js';
import type { FromWorker } from '../messages.js';
import type { VirtualUser } from './virtual-user.js';

const SHORTEST_TOKEN = 16;

/** Takes secrets, those that the server gave to users among them, out of all that a worker says in words, before anybody cuts it. */
export function withoutSecrets(
  post: (message: FromWorker) => void,
  mask: SecretMask,
  users: readonly VirtualUser[],
): (message: FromWorker) => void {
  return (message) => {
    if (message.type === 'notice') post({ ...message, message: mask(message.message) });
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
