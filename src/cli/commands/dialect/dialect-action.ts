import { comingYear } from '../../../core/clock.js';
import { type Problem, UsageError } from '../../../core/errors.js';
import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import { createRunId } from '../../../core/ids.js';
import { unknownName } from '../../../core/nearest.js';
import type { RunPlan } from '../../../core/plan.js';
import { createRunSecrets } from '../../../core/run-secrets.js';
import { checkDialect } from '../../../engine/check/dialect-check.js';
import type { ResolvedScenario } from '../../../scenario/api.js';
import type { FlagValues } from '../../../scenario/options.js';
import { time } from '../../../scenario/parsers.js';
import { resolvePlan } from '../../../scenario/resolve.js';
import { colourLevel, createPalette } from '../../colours.js';
import { textOf, toFlagValues } from '../../flags.js';
import { END_SIGNALS, type Io, writeData } from '../../io.js';
import { runCommandOf } from '../../run/command-line.js';
import type { CommandCall } from '../command.js';
import { CHECK_FLAGS, DEFAULT_TIMEOUT } from './check-flags.js';
import { CheckText, checkJson } from './check-text.js';

/** What a check's plan is beside its dialect and its target: two users in one room, one thing at a time. */
const PAIR: FlagValues = {
  preset: 'quick',
  users: '2',
  rooms: '1',
  roomSize: 'all',
  rate: '1',
  duration: '1s',
  workers: '1',
  canary: false,
};

/** `dialect check`: goes through every step of a dialect and prints what it saw. */
export async function checkCommand(call: CommandCall): Promise<ExitCode> {
  const { io } = call;
  const flags = checkFlags(toFlagValues(call.flags));
  const { timeoutMs, problems } = readCall(call);
  const scenario = await resolvePair(flags, io.env, problems);
  const ended = endOf(io);
  const isJson = flags.json === true;
  const text = new CheckText(createPalette(colourLevel(io.env, io.stdout, flags.color === false)), io.words);
  const tell = (lines: readonly string[]): void => {
    if (!isJson) io.stdout.write(lines.map((line) => `${line}\n`).join(''));
  };
  const plan = impatient(scenario.plan, timeoutMs);
  tell(text.head(plan));
  const result = await checkDialect(plan, {
    secrets: createRunSecrets(scenario.variables, scenario.accounts),
    certificates: scenario.certificates,
    onStep: (step) => tell(text.step(step)),
    signal: ended.signal,
  });
  const command = runCommandOf({ ...flags, json: undefined, color: undefined });
  if (isJson) await writeData(io.stdout, checkJson(plan, result, command));
  else await writeData(io.stdout, `${text.end(result, command).join('\n')}\n`);
  return ended.code ?? (result.works ? EXIT.ok : EXIT.couldNotStart);
}

/** A run's flags that a check has, too. */
function checkFlags(values: FlagValues): FlagValues {
  return Object.fromEntries(CHECK_FLAGS.map((name) => [name, values[name]]));
}

function readCall({ flags, operands, strays }: CommandCall): {
  readonly timeoutMs: number;
  readonly problems: Problem[];
} {
  const [word, ...more] = operands;
  const timeout = time(1)(textOf(flags, 'timeout') ?? DEFAULT_TIMEOUT);
  const problems: Problem[] = [
    ...strays,
    ...(word === 'check'
      ? []
      : [
          {
            where: 'dialect',
            message:
              word === undefined ? 'needs a word: newyear-load dialect check' : unknownName('word', word, ['check']),
          },
        ]),
    ...more.map((extra) => ({ where: extra, message: 'stands alone; "dialect check" takes flags only' })),
    ...(timeout.ok ? [] : [{ where: '--timeout', message: timeout.message }]),
  ];
  return { timeoutMs: timeout.ok ? timeout.value : 0, problems };
}

/** @throws UsageError with every problem at once */
async function resolvePair(
  flags: FlagValues,
  environment: Io['env'],
  problems: readonly Problem[],
): Promise<ResolvedScenario> {
  try {
    const scenario = await resolvePlan({
      kind: 'run',
      flags: { ...PAIR, ...flags },
      year: comingYear(),
      freshSeed: 1,
      runId: createRunId(),
      cpuCount: 1,
      environment,
      checkThreshold: () => undefined,
      checkAlert: () => undefined,
    });
    if (problems.length > 0) throw new UsageError([]);
    return scenario;
  } catch (thrown) {
    if (thrown instanceof UsageError) throw new UsageError([...problems, ...thrown.problems]);
    throw problems.length > 0 ? new UsageError(problems) : thrown;
  }
}

/** The same plan with one thing at a time, and for people who watch. */
function impatient(plan: RunPlan, timeoutMs: number): RunPlan {
  const limits = { httpConcurrency: 1, connectConcurrency: 1, httpTimeoutMs: timeoutMs, connectTimeoutMs: timeoutMs };
  return { ...plan, limits: { ...plan.limits, ...limits } };
}

/** Ends a check by the signals that end a program. */
function endOf(io: Io): { readonly signal: AbortSignal; readonly code: ExitCode | undefined } {
  const enough = new AbortController();
  let code: ExitCode | undefined;
  for (const name of END_SIGNALS) {
    io.signals.on(name, () => {
      code ??= name === 'SIGINT' ? EXIT.sigint : EXIT.sigterm;
      enough.abort();
    });
  }
  return {
    signal: enough.signal,
    get code() {
      return code;
    },
  };
}
