import { type Problem, saidProblem, UsageError } from '../../../core/errors.js';
import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import type { Wording } from '../../../core/language/words.js';
import { MARKS } from '../../../core/marks.js';
import { saidUnknownName } from '../../../core/nearest.js';
import type { Fault } from '../../../practice/faults/fault.js';
import { formatFault, parseFault } from '../../../practice/faults/parse.js';
import { type PracticeOptions, resolvePracticeOptions } from '../../../practice/options.js';
import { STORAGE_KINDS, type StorageKind } from '../../../practice/store/open-storage.js';
import { startPracticeServer } from '../../../practice/server.js';
import { accepted, type Parsed, type Parser, rejectedAs, time, wholeNumber } from '../../../scenario/parsers.js';
import { DEFAULT_TARGET } from '../../../scenario/target.js';
import type { Palette } from '../../colours.js';
import { type RawFlags, textOf, textsOf } from '../../flags.js';
import { type Io, say, untilSignal, writeData } from '../../io.js';
import { portToServe } from '../../port-to-serve.js';
import type { CommandCall } from '../command.js';
import { SERVE_FLAGS } from './serve-flags.js';

/** `serve`: the practice server in this process, until a signal. */
export async function serve({ flags, strays, io, palette }: CommandCall): Promise<ExitCode> {
  const options = readOptions(flags, strays, io.env);
  const ended = untilSignal(io);
  const server = await startPracticeServer(options);
  await writeData(io.stdout, `${server.url}\n`);
  if (flags['quiet'] !== true) say(io.stderr, ...hintsOf(options, server.url, io.words, palette));
  await ended;
  await server.close();
  return EXIT.ok;
}

function hintsOf({ host, faults }: PracticeOptions, url: string, words: Wording, palette: Palette): string[] {
  const target = url === DEFAULT_TARGET ? '' : ` --target ${url}`;
  const wrongs = faults.filter((fault) => !recovers(fault));
  const warning = (text: string): string => palette.warn(`${MARKS.warn} ${text}`);
  const isLocal = /^(127\.|::1$|localhost$)/.test(host);
  return [
    words.text('serve.listens', { url: palette.bold(url) }),
    ...(wrongs.length === 0
      ? []
      : [warning(words.text('serve.faults', { faults: wrongs.map(formatFault).join(', ') }))]),
    ...(faults.some(recovers) ? [words.text('serve.recovers')] : []),
    ...(isLocal ? [] : [warning(words.text('serve.reachable'))]),
    palette.dim(words.text('serve.flood', { command: `npx newyear-load run --preset quick${target}` })),
    palette.dim(words.text('stop.by-key')),
  ];
}

/** Reads all flags; every problem at once. */
function readOptions(flags: RawFlags, strays: readonly Problem[], env: Io['env']): PracticeOptions {
  const problems = [...strays];
  const read = <T>(name: keyof typeof SERVE_FLAGS, parser: Parser<T>): T | undefined => {
    const text = textOf(flags, name);
    const parsed = text === undefined ? undefined : parser(text);
    if (parsed?.ok === false) problems.push(saidProblem(SERVE_FLAGS[name].flag, parsed.said));
    return parsed?.ok === true ? parsed.value : undefined;
  };
  const given = {
    host: textOf(flags, 'host') ?? SERVE_FLAGS.host.fallback,
    port: portToServe(flags, env, problems),
    hashCost: read('hashCost', wholeNumber(2, 2 ** 20)),
    pingIntervalMs: read('pingInterval', time(1)),
    pingTimeoutMs: read('pingTimeout', time(1)),
    storage: read('storage', storageKind),
    data: textOf(flags, 'data'),
    database: textOf(flags, 'database'),
    faults: withRecovery(flags['recovery'] === true, readFaults(textsOf(flags, 'fault'), problems)),
  };
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  try {
    const options = resolvePracticeOptions(known);
    if (problems.length === 0) return options;
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown;
    problems.push(...thrown.problems.map((problem) => ({ ...problem, where: flagOf(problem.where) })));
  }
  throw new UsageError(problems);
}

function storageKind(text: string): Parsed<StorageKind> {
  const kind = STORAGE_KINDS.find((one) => one === text);
  return kind === undefined ? rejectedAs(saidUnknownName('storage', text, STORAGE_KINDS)) : accepted(kind);
}

function readFaults(texts: readonly string[], problems: Problem[]): Fault[] {
  const faults: Fault[] = [];
  for (const text of texts) {
    const parsed = parseFault(text);
    if ('message' in parsed) {
      problems.push({ ...parsed, where: `${SERVE_FLAGS.fault.flag} ${parsed.where}` });
    } else faults.push(parsed);
  }
  return faults;
}

/** `--recovery` is what `--fault recover` is; whoever says both means it once. */
function withRecovery(isAsked: boolean, faults: readonly Fault[]): readonly Fault[] {
  return isAsked && !faults.some(recovers) ? [...faults, { name: 'recover' }] : faults;
}

function recovers({ name }: Fault): boolean {
  return name === 'recover';
}

/** The server's own name of an option → its flag. */
function flagOf(where: string): string {
  const flags = Object.values(SERVE_FLAGS).map(({ flag }) => flag);
  return flags.find((flag) => flag === `--${where.replace(' ', '-')}`) ?? `${SERVE_FLAGS.fault.flag} ${where}`;
}
