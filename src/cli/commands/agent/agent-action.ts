import { availableParallelism, hostname } from 'node:os';
import { serveAgent } from '../../../agents/agent.js';
import { brokerAt } from '../../../agents/redis.js';
import { isoOf, wallClockMs } from '../../../core/clock.js';
import { messageOf, type Problem, saidProblem, UsageError } from '../../../core/errors.js';
import { isMessage, message } from '../../../core/language/words.js';
import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import { parseQueueAddress, type QueueAddress } from '../../../core/queue-address.js';
import { printable } from '../../../core/text.js';
import { type Parser, wholeNumber } from '../../../scenario/parsers.js';
import { sourceAddresses } from '../../../scenario/source-addresses.js';
import { hostName } from '../../../scenario/target.js';
import { type RawFlags, textOf, textsOf } from '../../flags.js';
import { END_SIGNALS, type Io, say, writeData } from '../../io.js';
import { toolInfo } from '../../tool.js';
import type { CommandCall } from '../command.js';
import { AGENT_FLAGS } from './agent-flags.js';
import { checkHealth, HEALTH_KINDS, type HealthKind, writeAgentState } from './agent-health.js';

const MOST_WORKERS = 64;
const LONGEST_NAME = 60;

/** What an agent is to be. */
interface AgentWish {
  readonly address: QueueAddress;
  readonly name: string;
  readonly workers: number;
  readonly allowedHosts: readonly string[];
  readonly sources: readonly string[];
  readonly stateFile: string | undefined;
}

/** `agent`: makes load for runs of others, until a signal. @throws AppError for what the user can do something about */
export async function agent({ flags, strays, io }: CommandCall): Promise<ExitCode> {
  const wish = readWish(flags, strays, io.env);
  if ('kind' in wish) {
    await writeData(io.stdout, `${await checkHealth(wish.stateFile, wish.kind)}\n`);
    return EXIT.ok;
  }
  const broker = await brokerAt(wish.address);
  const ended = new AbortController();
  let why = 'its process was told to end';
  for (const signal of END_SIGNALS)
    io.signals.on(signal, () => {
      if (ended.signal.aborted) io.exitNow(EXIT.sigterm);
      why = `its process was told to end (${signal})`;
      ended.abort();
    });
  const isQuiet = flags['quiet'] === true;
  const tell = (line: string): void => {
    if (!isQuiet) say(io.stderr, `${isoOf(wallClockMs())} ${line}`);
  };
  const { name, workers, allowedHosts, sources, stateFile } = wish;
  tell(io.words.text('agent.begins', { name: printable(name), workers, queue: wish.address.shown }));
  let hasComplained = false;
  await serveAgent({
    broker,
    name,
    workers,
    version: toolInfo().version,
    cpus: availableParallelism(),
    reach: { allowedHosts, sources },
    signal: ended.signal,
    whyEnded: () => why,
    say: tell,
    onTick: (state) => {
      if (stateFile === undefined) return;
      writeAgentState(stateFile, state).catch((thrown: unknown) => {
        if (!hasComplained) say(io.stderr, io.words.text('agent.state-not-written', { why: messageOf(thrown) }));
        hasComplained = true;
      });
    },
  });
  return EXIT.ok;
}

/** What is asked of an agent's state, or what an agent is to be. @throws UsageError with every problem at once */
function readWish(
  flags: RawFlags,
  strays: readonly Problem[],
  env: Io['env'],
): AgentWish | { readonly kind: HealthKind; readonly stateFile: string } {
  const problems = [...strays];
  const read = <T>(name: keyof typeof AGENT_FLAGS, text: string, parse: Parser<T>): T[] => {
    const parsed = parse(text);
    if (parsed.ok) return [parsed.value];
    problems.push(saidProblem(AGENT_FLAGS[name].flag, parsed.said));
    return [];
  };
  const stateFile = textOf(flags, 'stateFile') ?? (env['NEWYEAR_LOAD_AGENT_STATE'] || undefined);
  if (flags['health'] !== undefined) {
    const kind = HEALTH_KINDS.find((one) => one === (textOf(flags, 'health') ?? 'ready'));
    if (kind === undefined)
      problems.push(
        saidProblem(
          AGENT_FLAGS.health.flag,
          message('agent.health', { before: HEALTH_KINDS[0], last: HEALTH_KINDS[1] }),
        ),
      );
    if (stateFile === undefined)
      problems.push({
        where: AGENT_FLAGS.stateFile.flag,
        message: `is needed, or ${AGENT_FLAGS.stateFile.environment}`,
      });
    if (problems.length > 0 || kind === undefined || stateFile === undefined) throw new UsageError(problems);
    return { kind, stateFile };
  }
  const [workers = Math.max(1, availableParallelism() - 1)] = [textOf(flags, 'workers') ?? []]
    .flat()
    .flatMap((text) => read('workers', text, wholeNumber(1, MOST_WORKERS)));
  const address = readQueue(textOf(flags, 'queue') ?? (env['NEWYEAR_LOAD_QUEUE'] || undefined), problems);
  const name = textOf(flags, 'name') ?? hostname();
  if (name.trim() === '' || name.length > LONGEST_NAME)
    problems.push({ where: AGENT_FLAGS.name.flag, message: `must have 1 to ${LONGEST_NAME} characters` });
  const allowedHosts = textsOf(flags, 'allowHost').flatMap((text) => read('allowHost', text, hostName));
  const sources = textsOf(flags, 'source').flatMap((text) => read('source', text, sourceAddresses).flat());
  if (problems.length > 0 || address === undefined) throw new UsageError(problems);
  return { address, name, workers, allowedHosts, sources, stateFile };
}

function readQueue(text: string | undefined, problems: Problem[]): QueueAddress | undefined {
  const { flag, environment } = AGENT_FLAGS.queue;
  if (text === undefined) {
    problems.push(saidProblem(flag, message('fit.needs-agents-queue', { variable: environment })));
    return undefined;
  }
  const address = parseQueueAddress(text);
  if (!isMessage(address)) return address;
  problems.push(saidProblem(flag, address));
  return undefined;
}
