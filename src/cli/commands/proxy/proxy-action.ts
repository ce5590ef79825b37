import { type Problem, StartError, saidProblem, UsageError } from '../../../core/errors.js';
import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import { reachOf } from '../../../core/hosts.js';
import { printableJson } from '../../../core/json.js';
import { type Message, message } from '../../../core/language/words.js';
import { MARKS } from '../../../core/marks.js';
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
    const way = { from: palette.bold(address), to: palette.bold(shown(options.to)) };
    const leads =
      faults.length === 0
        ? message('proxy.leads', way)
        : message('proxy.leads.faults', { ...way, faults: faults.join(', ') });
    say(io.stderr, io.words.say(leads), palette.dim(io.words.text('stop.by-key')));
  }
  await ended;
  running.close();
  if (isJson) await writeData(io.stdout, `${printableJson({ ...running.counts }, 2)}\n`);
  if (!isQuiet) say(io.stderr, ...countLines(running.counts).map((line) => io.words.say(line)));
  return EXIT.ok;
}

/** What it has done, for people. */
function countLines(counts: ProxyCounts): Message[] {
  const { connections, reset, refused, unreachable, bytesToServer, bytesToClient, heldBytes, cuts, hangs } = counts;
  return [
    message('proxy.connections', { count: connections, toServer: bytesToServer, back: bytesToClient }),
    ...(cuts === 0 ? [] : [message('proxy.cuts', { count: cuts, reset, refused })]),
    ...(hangs === 0 ? [] : [message('proxy.hangs', { count: hangs, held: heldBytes })]),
    ...(unreachable === 0 ? [] : [message('proxy.unreachable', { count: unreachable })]),
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
  if (listen !== undefined && to !== undefined && leadsToItself(listen, to))
    problems.push({ where: PROXY_FLAGS.to.flag, message: `${shown(to)} is where the proxy itself listens` });
  if (problems.length > 0 || listen === undefined || to === undefined) throw new UsageError(problems);
  refuseForeign([listen, to], allowed);
  return { listen, to, faults, seed: seed ?? 1, allowedHosts: allowed };
}

/** Holds that it listens on this machine alone and leads there, and to hosts that the user named. @throws StartError otherwise */
function refuseForeign(addresses: readonly Address[], allowed: readonly string[]): void {
  const foreign = addresses.map(({ host }) => host).filter((host) => reachOf(host, allowed) === 'nowhere');
  const hosts = [...new Set(foreign)];
  if (hosts.length === 0) return;
  const flags = hosts.map((host) => `${PROXY_FLAGS.allowHost.flag} ${host}`).join(' ');
  throw new StartError(message('proxy.not-here', { hosts, count: hosts.length, flags }));
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
