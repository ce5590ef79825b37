import { createHash } from 'node:crypto';
import { hostname, networkInterfaces, totalmem } from 'node:os';
import type { AgentFacts } from './protocol.js';

/** What an agent says of its machine, so that it is known which agents are on one. */
export type MachineFacts = Pick<AgentFacts, 'network' | 'hasOwnMemory'>;

/** Of the machine, or the container, that this process is in. */
export function ownMachine(): MachineFacts {
  const addresses = Object.values(networkInterfaces()).flatMap((own = []) =>
    own.map(({ mac, address }) => mac + address),
  );
  const text = [hostname(), ...addresses.toSorted()].join('\n');
  // Where nothing is limited, that is 0 or more than there is.
  const limitBytes = process.constrainedMemory();
  return {
    network: createHash('sha256').update(text).digest('base64url').slice(0, 16),
    hasOwnMemory: limitBytes > 0 && limitBytes < totalmem(),
  };
}
