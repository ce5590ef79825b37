import { saidProblem, UsageError } from '../core/errors.js';
import { message } from '../core/language/words.js';
import { saidUnknownName } from '../core/nearest.js';
import { type PracticeServer, startPracticeServer } from '../practice/server.js';
import { VARIANTS } from './variants/index.js';
import type { Variant, VariantSettings } from './variants/variant.js';

/** Which practice server of an exercise. */
export interface VariantChoice {
  readonly id: string;
  readonly isSolved: boolean;
  /** One of several broken ones; the first unless given. */
  readonly name: string | undefined;
}

/** Finds a practice server of an exercise. @throws UsageError when there is none of that name */
export function findVariant({ id, isSolved, name }: VariantChoice): Variant {
  const variants = Object.hasOwn(VARIANTS, id) ? VARIANTS[id] : undefined;
  if (variants === undefined) {
    throw new UsageError([saidProblem('lab serve', message('lab.no-variants', { id }))]);
  }
  if (isSolved) return variants.solved;
  const found = name === undefined ? variants.broken[0] : variants.broken.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = variants.broken.map((one) => one.name);
  throw new UsageError([saidProblem('--variant', saidUnknownName('variant', name ?? '', names))]);
}

/** Starts a practice server of an exercise in this process. @throws StartError when its port cannot be had */
export async function serveVariant(
  variant: Variant,
  port: number,
  settings: VariantSettings,
): Promise<Pick<PracticeServer, 'url' | 'close'>> {
  const { options = {}, extensions = [], end } = await variant.make(settings);
  const server = await startPracticeServer({ port, ...options }, extensions);
  return { url: server.url, close: () => (end === undefined ? server.close() : end(server)) };
}
