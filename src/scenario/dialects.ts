import { type DialectSpec, knowsRooms } from '../core/dialect-spec.js';
import { type Problem, UsageError } from '../core/errors.js';
import { findByName, namesOf } from './catalog.js';
import { loadDialect } from './load.js';

/** A dialect as `dialects` lists it. */
export interface DialectSummary {
  /** What `--dialect` takes. */
  readonly name: string;
  readonly description: string;
  /** The HTTP steps before the WebSocket, in their order. */
  readonly steps: readonly HttpStepName[];
  /** Does it tell rooms apart, or does everybody hear everything? */
  readonly hasRooms: boolean;
}

type HttpStepName = Exclude<keyof DialectSpec['http'], 'rate'>;

const STEPS: readonly HttpStepName[] = ['register', 'login', 'createRoom', 'history', 'read'];

/**
 * What `--dialect` takes, by name. Reads the folder: a file added there is a dialect.
 * @throws UsageError with every problem of every dialect
 */
export async function listDialects(): Promise<DialectSummary[]> {
  const problems: Problem[] = [];
  const dialects: DialectSummary[] = [];
  for (const name of await namesOf('dialect')) {
    const found = await findByName('dialect', name, name);
    if (!('path' in found)) continue;
    const loaded = await loadDialect(found, { environment: null });
    if ('problems' in loaded) problems.push(...loaded.problems);
    else dialects.push(summaryOf(name, loaded.value));
  }
  if (problems.length > 0) throw new UsageError(problems);
  return dialects;
}

function summaryOf(name: string, dialect: DialectSpec): DialectSummary {
  const steps = STEPS.filter((step) => dialect.http[step] !== undefined);
  return { name, description: dialect.description, steps, hasRooms: knowsRooms(dialect) };
}
