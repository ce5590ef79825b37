import { type Problem, saidProblem } from '../../../core/errors.js';
import { message } from '../../../core/language/words.js';
import type { LabOrder, ServerOrder } from '../../../lab/check-exercise.js';
import { type Exercise, mustStartServer } from '../../../lab/exercise.js';
import type { FlagValues } from '../../../scenario/options.js';
import { hostName, targetUrl } from '../../../scenario/target.js';
import { type Parser, wholeNumber } from '../../../scenario/parsers.js';
import { type RawFlags, textOf, textsOf } from '../../flags.js';
import { LAB_FLAGS } from './lab-flags.js';

/** What a check is asked to do. */
interface CheckWish extends Pick<LabOrder, 'server' | 'isShort' | 'dataFolder' | 'metricsPath' | 'allowedHosts'> {
  /** For its loads. */
  readonly flags: FlagValues;
}

const HIGHEST_PID = 4_194_304;

/** Reads the flags of a check. @param problems takes what is wrong with them @returns undefined when there is no server to check */
export function readCheck(raw: RawFlags, exercise: Exercise, problems: Problem[]): CheckWish | undefined {
  const server = readServer(raw, exercise, problems);
  const metricsPath = textOf(raw, 'metrics') ?? LAB_FLAGS.metrics.fallback;
  if (!/^\/(?!\/)[\w\-./~%?=&]*$/.test(metricsPath))
    problems.push(
      saidProblem(LAB_FLAGS.metrics.flag, message('lab.metrics-path', { example: LAB_FLAGS.metrics.fallback })),
    );
  const allowedHosts = textsOf(raw, 'allowHost').flatMap(
    (text) => read(hostName, text, LAB_FLAGS.allowHost.flag, problems) ?? [],
  );
  if (server === undefined) return undefined;
  const dialect = textOf(raw, 'dialect');
  return {
    server,
    isShort: raw['short'] === true,
    dataFolder: textOf(raw, 'data'),
    metricsPath,
    allowedHosts,
    flags: {
      ...(dialect === undefined ? {} : { dialect }),
      ...(allowedHosts.length === 0 ? {} : { allowHost: allowedHosts }),
    },
  };
}

function readServer(raw: RawFlags, exercise: Exercise, problems: Problem[]): ServerOrder | undefined {
  const {
    target,
    server: { flag },
    pid,
  } = LAB_FLAGS;
  const command = textOf(raw, 'server');
  const [first, ...others] = textsOf(raw, 'target').flatMap(
    (text) => read(targetUrl, text, target.flag, problems) ?? [],
  );
  const pidText = textOf(raw, 'pid');
  const number = pidText === undefined ? undefined : read(wholeNumber(1, HIGHEST_PID), pidText, pid.flag, problems);
  const isGiven = textsOf(raw, 'target').length > 0;
  if (command !== undefined) {
    if (isGiven) problems.push(saidProblem(target.flag, message('mistake.left-out', { flag })));
    return { command };
  }
  if (mustStartServer(exercise)) {
    problems.push(saidProblem(flag, message('lab.must-start', { id: exercise.id })));
    return undefined;
  }
  if (first === undefined) {
    if (!isGiven) problems.push(saidProblem('lab check', message('lab.needs-server')));
    return undefined;
  }
  return { urls: [first, ...others], pid: number };
}

function read<T>(parse: Parser<T>, text: string, where: string, problems: Problem[]): T | undefined {
  const parsed = parse(text);
  if (parsed.ok) return parsed.value;
  problems.push(saidProblem(where, parsed.said));
  return undefined;
}
