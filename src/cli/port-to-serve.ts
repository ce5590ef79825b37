import { type Problem, saidProblem } from '../core/errors.js';
import { wholeNumber } from '../scenario/parsers.js';
import { type RawFlags, textOf } from './flags.js';
import type { Io } from './io.js';

const USUAL_PORT = 4000;

/**
 * Where a server of ours is to listen: `--port`, or else the variable `PORT`, by which servers are told that, or else the usual place.
 * @param problems takes what is wrong with it
 */
export function portToServe(flags: RawFlags, env: Io['env'], problems: Problem[]): number {
  const given = textOf(flags, 'port');
  const text = given ?? (env['PORT'] || undefined);
  if (text === undefined) return USUAL_PORT;
  const parsed = wholeNumber(0, 65_535)(text);
  if (parsed.ok) return parsed.value;
  problems.push(saidProblem(given === undefined ? 'PORT' : '--port', parsed.said));
  return USUAL_PORT;
}
