import { type Problem, saidProblem, UsageError } from '../../../core/errors.js';
import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import { reachOf } from '../../../core/hosts.js';
import { printableJson } from '../../../core/json.js';
import { MARKS } from '../../../core/marks.js';
import { amount } from '../../../core/text.js';
import { formatBytes } from '../../../core/units.js';
import { FaultProxy, type ProxyCounts, type ProxyOptions } from '../../../proxy/proxy.js';
import { readProxyFaults } from '../../../proxy/proxy-faults.js';
import { accepted, type Parser, quoted, rejected, wholeNumber } from '../../../scenario/parsers.js';
import { hostName } from '../../../scenario/target.js';
import { type RawFlags, textOf, textsOf } from '../../flags.js';
import { say, untilSignal, writeData } from '../../io.js';
import type { CommandCall } from '../command.js';
import { PROXY_FLAGS } from './proxy-flags.js';

const LOOPBACK = '127.0.0.1';

/** A host and a port of it. */
interface Address {
  readonly host: string;
  readonly port: number;
}

/** `proxy`: a way to a server on which things go wrong, until a signal. */
export async function proxy({ flags, strays, io, palette }: CommandCall): Promise<ExitCode> {
  const [isQuiet, isJson] = [flags['quiet'] === true, flags['json'] === true];
  const tell = (sentence: string): void => {
    if (!isQuiet) say(io.stderr, palette.warn(`${MARKS.warn} ${sentence}`));
  };
  const options = readOptions(flags, strays);
  const ended = untilSignal(io);
  const running = new FaultProxy({ ...options, tell });
  const port = await running.start();
  const address = shown({ host: options.listen.host, port });
  if (!isJson) await writeData(io.stdout, `${address}\n`);
  const faults = textsOf(flags, 'fault');
  if (!isQuiet) {
    const wrong = faults.length === 0 ? 'nothing goes wrong on the way' : `on the way goes wrong ${faults.join(', ')}`;
    say(io.stderr, `The proxy leads from ${palette.bold(address)} to ${palette.bold(shown(options.to))}; ${wrong}.`);
    say(io.stderr, palette.dim('Stop it with Ctrl-C.'));
  }
  await ended;
  running.close();
  if (isJson) await writeData(io.stdout, `${printableJson({ ...running.counts }, 2)}\n`);
  if (!isQuiet) say(io.stderr, ...countLines(running.counts));
  return EXIT.ok;
}

/** What it has done, for people. */
function countLines(counts: ProxyCounts): string[] {
  const { connections, reset, refused, unreachable, bytesToServer, bytesToClient, heldBytes, cuts, hangs } = counts;
  const first = `${amount(connections, 'connection')}: ${formatBytes(bytesToServer)} to the server, ${formatBytes(bytesToClient)} back`;
  return [
    first,
    ...(cuts === 0
      ? []
      : [`${amount(cuts, 'cut')}: ${amount(reset, 'connection')} reset, ${refused} refused meanwhile`]),
    ...(hangs === 0 ? [] : [`${amount(hangs, 'hang')}: ${formatBytes(heldBytes)} kept and sent on afterwards`]),
    ...(unreachable === 0 ? [] : [`${amount(unreachable, 'connection')} for which the other end could not be reached`]),
  ];
}

/** Reads all flags; every problem at once. */
function readOptions(flags: RawFlags, strays: readonly Problem[]): Omit<ProxyOptions, 'tell'> {
  const problems = [...strays];
  const read = <T>(name: keyof typeof PROXY_FLAGS, text: string | undefined, parse: Parser<T>): T | undefined => {
    const parsed = text === undefined ? rejected('value.port-missing') : parse(text);
    if (parsed.ok) return parsed.value;
    problems.push(saidProblem(PROXY_FLAGS[name].flag, parsed.said));
    return undefined;
  };
  const listen = read('listen', textOf(flags, 'listen'), addressOf(0));
  const to = read('to', textOf(flags, 'to'), addressOf(1));
  const seed = read('seed', textOf(flags, 'seed') ?? PROXY_FLAGS.seed.fallback, wholeNumber(0, 0xffff_ffff));
  const allowed = textsOf(flags, 'allowHost').flatMap((text) => read('allowHost', text, hostName) ?? []);
  const { faults, problems: faultProblems } = readProxyFaults(textsOf(flags, 'fault'), PROXY_FLAGS.fault.flag);
  problems.push(...faultProblems);
  for (const [name, address] of [
    ['listen', listen],
    ['to', to],
  ] as const) {
    if (address === undefined || reachOf(address.host, allowed) !== 'nowhere') continue;
    const message = `${address.host} is not this machine alone; if that is meant, say so with ${PROXY_FLAGS.allowHost.flag} ${address.host}`;
    problems.push({ where: PROXY_FLAGS[name].flag, message });
  }
  if (listen !== undefined && to !== undefined && leadsToItself(listen, to))
    problems.push({ where: PROXY_FLAGS.to.flag, message: `${shown(to)} is where the proxy itself listens` });
  if (problems.length > 0 || listen === undefined || to === undefined) throw new UsageError(problems);
  return { listen, to, faults, seed: seed ?? 1, allowedHosts: allowed };
}

function leadsToItself(listen: Address, to: Address): boolean {
  return listen.port === to.port && (listen.host === to.host || reachOf(to.host, []) === 'loopback');
}

/** `4001`, `127.0.0.1:4001`, `[::1]:4001`, and a URL without a path. */
function addressOf(lowestPort: number): Parser<Address> {
  return (text) => {
    const bare = text
      .trim()
      .replace(/^\w+:\/\//, '')
      .replace(/\/$/, '');
    const [, host = LOOPBACK, digits = ''] = /^(?:(\[[\da-f:.]+\]|[\w.-]+):)?(\d{1,5})$/i.exec(bare) ?? [];
    const port = wholeNumber(lowestPort, 65_535)(digits);
    const named = hostName(host);
    if (!port.ok || !named.ok) return rejected('value.port', { text: quoted(text), example: `${LOOPBACK}:4001` });
    return accepted({ host: named.value.replace(/^\[(.*)\]$/, '$1'), port: port.value });
  };
}

function shown({ host, port }: Address): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
