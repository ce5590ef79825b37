import { formatCount } from '../core/units.js';
import type { SignUpEvidence } from './evidence.js';

/** ` (server.http-500 12×)`, the most frequent first. */
export function refusalsText({ refusals }: Pick<SignUpEvidence, 'refusals'>): string {
  const told = Object.entries(refusals)
    .toSorted(([, one], [, other]) => other - one)
    .map(([kind, count]) => `${kind} ${formatCount(count)}×`);
  return told.length === 0 ? '' : ` (${told.join(', ')})`;
}
