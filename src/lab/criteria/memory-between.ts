import type { Evidence, MemoryPoint } from '../evidence.js';

/** The server's memory between two moments; undefined when one of them did not come. */
export function memoryBetween(
  { memory, moments }: Pick<Evidence, 'memory' | 'moments'>,
  from: string,
  to: string,
): readonly MemoryPoint[] | undefined {
  const [first, last] = [from, to].map((wanted) => moments.find(({ name }) => name === wanted)?.atUs);
  if (first === undefined || last === undefined) return undefined;
  return memory.filter(({ atUs }) => atUs >= first && atUs <= last);
}
