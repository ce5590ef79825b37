import { createRandom } from '../core/random.js';

/**
 * Deals users to the entrances of a chat, evenly and from the seed alone: members of one room come in by different ones, whatever the
 * numbers of rooms and entrances are.
 * @returns the entrance of each user, by their numbers
 */
export function dealEntrances(users: number, entrances: number, seed: number): Uint32Array {
  const dealt = new Uint32Array(users);
  if (entrances < 2) return dealt;
  const order = createRandom(seed, 'entrances').shuffle(Array.from({ length: users }, (_, index) => index));
  for (const [position, user] of order.entries()) dealt[user] = position % entrances;
  return dealt;
}
