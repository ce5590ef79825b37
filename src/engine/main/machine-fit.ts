import { networkInterfaces } from 'node:os';
import { descriptorLimits, howToRaiseDescriptors } from '../../core/descriptors.js';
import { StartError } from '../../core/errors.js';
import { isLoopbackAddress } from '../../core/hosts.js';
import { OBSERVERS, type RunPlan, targetsOf } from '../../core/plan.js';
import { sumOf } from '../../core/numbers.js';
import { amount, listed } from '../../core/text.js';
import { formatBytes, formatCount } from '../../core/units.js';
import { ownMemoryBytesOf, type RunEstimate } from '../../load/estimate.js';
import { portOf } from '../../net/dial.js';
import { localPortRange } from '../../net/local-ports.js';

/** What the process needs beside: files, pipes, the observers, what is put aside for reports. */
const DESCRIPTORS_BESIDE = 64;
/** Of a worker thread: its event loop, and the file in which the system keeps its CPU time. */
const DESCRIPTORS_A_WORKER = 6;

/** Stands for the address that the system chooses. */
const THE_SYSTEMS = '';

/** What a machine has for a run; undefined where the system does not say. */
export interface Machine {
  /** File descriptors that this process may have open. */
  readonly descriptors: number;
  /** What that can be raised to without the rights of root. */
  readonly mostDescriptors: number;
  /** Ports of one address for connections that are opened here. */
  readonly ports: number | undefined;
  /** Addresses of its network interfaces, without those of 127.0.0.0/8 that are there all the same. */
  readonly addresses: readonly string[];
  /** Has every address of 127.0.0.0/8? */
  readonly hasWholeLoopback: boolean;
  readonly availableBytes: number;
}

/** Another process on the machine that makes a part of the same run. */
export interface Neighbour {
  /** Addresses that its connections come from; none where the choice is the system's. */
  readonly sources: readonly string[];
  readonly users: number;
  readonly workers: number;
  /** Is its memory of the same that is free here? */
  readonly sharesMemory: boolean;
}

/** What a run needs. */
export interface Need {
  readonly plan: RunPlan;
  readonly estimate: Pick<RunEstimate, 'connections' | 'ownMemoryBytes'>;
  /** File descriptors of what listens in this process. */
  readonly listening: number;
  /** Agents of the same run on this machine; undefined where no agent but this process makes the load. */
  readonly beside?: readonly Neighbour[];
}

/** Something that does not fit, and how it would. */
interface Misfit {
  readonly message: string;
  readonly hint: string;
}

/** This machine, as it is now. */
export function thisMachine(): Machine {
  return {
    descriptors: descriptorLimits().soft,
    mostDescriptors: descriptorLimits().hard,
    ports: localPorts(),
    addresses: Object.values(networkInterfaces()).flatMap((own = []) => own.map(({ address }) => address)),
    hasWholeLoopback: process.platform === 'linux',
    availableBytes: process.availableMemory(),
  };
}

/**
 * Makes sure that a plan's connections fit into a machine: descriptors, ports of the addresses that they come from, memory.
 * @throws StartError with all that does not, and what would help
 */
export function checkFits(need: Need, machine: Machine = thisMachine()): void {
  const misfits = [
    ...descriptorMisfits(need, machine),
    ...sourceMisfits(need.plan, machine),
    ...memoryMisfits(need, machine),
  ];
  // Ports are of addresses, which are to be right first.
  if (misfits.length === 0) misfits.push(...portMisfits(need, machine));
  if (misfits.length === 0) return;
  throw new StartError(misfits.map(({ message }) => message).join('\n'), {
    hint: misfits.map(({ hint }) => hint).join('\n'),
  });
}

function descriptorMisfits({ plan, listening, beside: mates }: Need, machine: Machine): Misfit[] {
  // One thread more wakes the others.
  const beside =
    plan.limits.httpConcurrency + (plan.workers + 1) * DESCRIPTORS_A_WORKER + listening + DESCRIPTORS_BESIDE;
  const needed = plan.users + beside;
  const { descriptors, mostDescriptors } = machine;
  if (needed <= descriptors) return [];
  const hints = [howToRaiseDescriptors(needed, mostDescriptors)];
  // What is too much for one process is not for several of them. Who makes the load with agents is told how many would do.
  if (mates === undefined && mostDescriptors < needed && mostDescriptors > beside)
    hints.push(shareHint(Math.ceil(plan.users / (mostDescriptors - beside))));
  return [
    {
      message: `The plan needs ${formatCount(needed)} file descriptors for its ${formatCount(plan.users)} connections, and this process may open ${formatCount(descriptors)}.`,
      hint: hints.join('\n'),
    },
  ];
}

function shareHint(agents: number): string {
  return `Or let ${formatCount(agents)} processes on this machine share the connections, each with a limit of its own: start newyear-load agent ${formatCount(agents)} times, and add --agents ${agents} (docs/agents.md#several-agents-on-one-machine).`;
}

function memoryMisfits({ estimate, beside = [] }: Need, { availableBytes }: Machine): Misfit[] {
  const mates = beside.filter(({ sharesMemory }) => sharesMemory);
  const bytes = sumOf([
    estimate.ownMemoryBytes,
    ...mates.map(({ users, workers }) => ownMemoryBytesOf(users, workers)),
  ]);
  if (bytes <= availableBytes) return [];
  const connections = sumOf([estimate.connections, ...mates.map(({ users }) => users)]);
  return [
    {
      message: `The plan needs about ${formatBytes(bytes)} of memory here for ${mates.length === 0 ? 'its ' : ''}${formatCount(connections)} connections${including(mates)}, and ${formatBytes(availableBytes)} are free.`,
      hint: 'Free some, take fewer users, or a machine with more.',
    },
  ];
}

function including(mates: readonly Neighbour[]): string {
  return mates.length === 0 ? '' : `, those of ${amount(mates.length, 'more agent', 'more agents')} on it included`;
}

/** Addresses that connections cannot come from, or not to these targets. */
function sourceMisfits(plan: RunPlan, { addresses, hasWholeLoopback }: Machine): Misfit[] {
  const { sources = [] } = plan;
  const isHere = (address: string): boolean =>
    addresses.includes(address) || (hasWholeLoopback && isLoopbackAddress(address));
  const [foreign, own] = [sources.filter((address) => !isHere(address)), sources.filter(isHere)];
  const misfits: Misfit[] = [];
  if (foreign.length > 0)
    misfits.push({
      message: `${listed(foreign)} ${foreign.length === 1 ? 'is no address' : 'are no addresses'} of this machine, so that no connection can come from there (--source).`,
      hint: `It has ${listed(addresses)}${hasWholeLoopback ? ' and all of 127.0.0.0/8' : ''}; ip addr add gives an interface another one.`,
    });
  for (const target of targetsOf(plan)) {
    const { host, hostname } = new URL(target);
    const wrong = own.filter((address) => !canReach(address, hostname));
    if (wrong.length > 0)
      misfits.push({
        message: `No connection from ${listed(wrong)} leads to ${host} (--source).`,
        hint: `Name addresses of the network from which ${host} is reached, all of them of IPv4 or of IPv6 as that is.`,
      });
  }
  return misfits;
}

/** May a connection from an address of this machine lead to a host, as far as the host's name tells? */
function canReach(address: string, hostname: string): boolean {
  const isLiteral = hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
  if (!isLiteral) return hostname === 'localhost' || !isLoopbackAddress(address);
  const isSameFamily = hostname.startsWith('[') === address.includes(':');
  // What comes from loopback does not leave the machine; its own other addresses lead to loopback all the same.
  return isSameFamily && (!isLoopbackAddress(address) || isLoopbackAddress(hostname.replace(/^\[(.*)\]$/, '$1')));
}

/** A port carries one connection from an address to each target; one that an address was bound to beforehand carries one in all. */
function portMisfits({ plan, beside }: Need, { ports }: Machine): Misfit[] {
  if (ports === undefined) return [];
  const targets = targetsOf(plan);
  const own = placesOf(plan.sources);
  const mates = (beside ?? []).filter(({ sources }) => placesOf(sources).some((place) => own.includes(place)));
  const { httpConcurrency } = plan.limits;
  const all = [{ sources: plan.sources, users: plan.users }, ...mates].map(({ sources, users }) => ({
    places: placesOf(sources),
    connections: users + OBSERVERS + httpConcurrency,
  }));
  const wantedOf = (place: string): number =>
    Math.ceil(sumOf(all.map(({ places, connections }) => (places.includes(place) ? connections / places.length : 0))));
  const fullest = own.reduce((most, place) => (wantedOf(place) > wantedOf(most) ? place : most), own[0] ?? THE_SYSTEMS);
  const portsOfPlace = plan.sources === undefined ? targets.length * ports : ports;
  if (wantedOf(fullest) <= portsOfPlace) return [];
  const connections = sumOf(all.map((one) => one.connections));
  const url = new URL(plan.target);
  const to = targets.length === 1 ? ` to ${url.hostname}:${portOf(url)}` : ` to ${targets.length} targets`;
  const opens = `The plan opens ${formatCount(connections)} connections${to}${including(mates)}`;
  const from = own.length === 1 ? 'one address' : amount(own.length, 'address', 'addresses');
  return [
    {
      message:
        connections > own.length * portsOfPlace
          ? `${opens}, and ${from} of this machine ${own.length > 1 ? 'have' : 'has'} ports for ${formatCount(own.length * portsOfPlace)}.`
          : `${opens}; ${formatCount(wantedOf(fullest))} of them come from ${fullest}, which has ports for ${formatCount(portsOfPlace)}.`,
      hint: portHint(plan, Math.ceil(connections / (ports / 2)), beside !== undefined),
    },
  ];
}

/** Addresses that connections come from, of which the system's choice is one. */
function placesOf(sources: readonly string[] = []): readonly string[] {
  return sources.length === 0 ? [THE_SYSTEMS] : sources;
}

/**
 * @param wanted addresses with which each uses half of its ports: past that most that are tried are taken
 * @param isAgent does an agent make the load, whose own flag it is?
 */
function portHint({ target }: RunPlan, wanted: number, isAgent: boolean): string {
  const { hostname } = new URL(target);
  const flag = isAgent ? 'newyear-load agent --source' : '--source';
  const widened = 'or widen net.ipv4.ip_local_port_range';
  return hostname === 'localhost' || isLoopbackAddress(hostname)
    ? `Let them come from several: ${flag} 127.0.0.1-127.0.0.${wanted}, ${widened}.`
    : `Let them come from ${formatCount(wanted)} addresses of this machine (${flag} 10.0.0.5-10.0.0.${4 + wanted}, say), ${widened}.`;
}

function localPorts(): number | undefined {
  const range = localPortRange();
  return range === undefined ? undefined : range.last - range.first + 1;
}
