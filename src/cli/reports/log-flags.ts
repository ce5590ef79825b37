import type { Problem } from '../../core/errors.js';
import { unknownName } from '../../core/nearest.js';
import { keysOf } from '../../core/records.js';
import type { LatencyLog } from '../../report/hlog/latency-log.js';
import { DEFAULT_LOG_UNIT, LOG_UNITS, type LogUnit } from '../../report/hlog/log-units.js';
import { type FlagSpec, type RawFlags, textOf } from '../flags.js';

/** In what unit logs are that do not say so themselves. */
export const LOG_UNIT: FlagSpec = {
  flag: '--hlog-unit',
  argument: '<us|ms|ns>',
  fallback: DEFAULT_LOG_UNIT,
  help: 'Unit of HdrHistogram logs that do not tell it',
};

/** Which lines of a log are compared. */
export const LOG_TAG: FlagSpec = {
  flag: '--hlog-tag',
  argument: '<tag>',
  help: 'Tag of the lines of HdrHistogram logs that are compared, instead of those without one',
};

/** What the command line says of logs. */
export interface LogFlags {
  readonly unit: LogUnit | undefined;
  readonly tag: string | undefined;
}

/** @param problems takes what is wrong with them */
export function readLogFlags(flags: RawFlags, problems: Problem[]): LogFlags {
  const text = textOf(flags, 'hlogUnit');
  const units = keysOf(LOG_UNITS);
  const unit = units.find((name) => name === text);
  if (text !== undefined && unit === undefined)
    problems.push({ where: LOG_UNIT.flag, message: unknownName('unit', text, units) });
  return { unit, tag: textOf(flags, 'hlogTag') };
}

/**
 * Reads a log; what that takes is loaded only now.
 * @throws UsageError naming the lines that cannot be read
 */
export async function readLog(path: string, { unit }: LogFlags): Promise<LatencyLog> {
  return (await import('../../report/hlog/read-hlog.js')).readLatencyLog(path, unit);
}
