import { StartError } from '../../core/errors.js';
import type { VariantSettings } from './variant.js';

/** A URL that the server is told by its environment. @throws StartError when it is missing, or none */
export function urlIn(environment: VariantSettings['environment'], name: string): string {
  const text = environment[name];
  if (text !== undefined && URL.canParse(text)) return text;
  throw new StartError(`This server needs a URL in the environment variable ${name}.`, {
    hint: '"newyear-load lab check" sets it when it starts the server with --server.',
  });
}
