import { networkInterfaces } from 'node:os';
import { descriptorLimits, howToRaiseDescriptors } from '../../core/descriptors.js';
import { StartError } from '../../core/errors.js';
import { isLoopbackAddress } from '../../core/hosts.js';
import { OBSERVERS, type RunPlan, targetsOf } from '../../core/plan.js';
import { amount, listed } from '../../core/text.js';
import { formatBytes, formatCount } from '../../core/units.js';
import type { RunEstimate } from '../../load/estimate.js';
import { portOf } from '../../net/dial.js';
import { localPortRange } from '../../net/local-ports.js';

/** What the process needs beside: files, pipes, the observers, what is put aside for reports. */
const DESCRIPTORS_BESIDE = 64;
/** Of a worker thread: its event loop, and the file in which the system keeps its CPU time. */
const DESCRIPTORS_A_WORKER = 6;

/** What a machine has for a run; undefined where the system does not say. */
export interface Machine {
  /** File descriptors that this process may have open. */
  readonly descriptors: number;
  /** Ports of one address for connections that are opened here. */
  readonly ports: number | undefined;
  /** Addresses of its network interfaces, without those of 127.0.0.0/8 that are there all the same. */
  readonly addresses: readonly string[];
  /** Has every address of 127.0.0.0/8? */
  readonly hasWholeLoopback: boolean;
  readonly availableBytes: number;
}

/** What a run needs. */
export interface Need {
  readonly plan: RunPlan;
  readonly estimate: Pick<RunEstimate, 'connections' | 'ownMemoryBytes'>;
  /** File descriptors of what listens in this process. */
  readonly listening: number;
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
  if (misfits.length === 0) misfits.push(...portMisfits(need.plan, machine));
  if (misfits.length === 0) return;
  throw new StartError(misfits.map(({ message }) => message).join('\n'), {
    hint: misfits.map(({ hint }) => hint).join('\n'),
  });
}

function descriptorMisfits({ plan, listening }: Need, { descriptors }: Machine): Misfit[] {
  // One thread more wakes the others.
  const beside = (plan.workers + 1) * DESCRIPTORS_A_WORKER + listening + DESCRIPTORS_BESIDE;
  const needed = plan.users + plan.limits.httpConcurrency + beside;
  if (needed <= descriptors) return [];
  return [
    {
      message: `The plan needs ${formatCount(needed)} file descriptors for its ${formatCount(plan.users)} connections, and this process may open ${formatCount(descriptors)}.`,
      hint: howToRaiseDescriptors(needed),
    },
  ];
}

function memoryMisfits({ estimate }: Need, { availableBytes }: Machine): Misfit[] {
  if (estimate.ownMemoryBytes <= availableBytes) return [];
  return [
    {
      message: `The plan needs about ${formatBytes(estimate.ownMemoryBytes)} of memory here for its ${formatCount(estimate.connections)} connections, and ${formatBytes(availableBytes)} are free.`,
      hint: 'Free some, take fewer users, or a machine with more.',
    },
  ];
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
function portMisfits(plan: RunPlan, { ports }: Machine): Misfit[] {
  if (ports === undefined) return [];
  const { sources = [] } = plan;
  const targets = targetsOf(plan);
  const places = sources.length === 0 ? targets.length : sources.length;
  const connections = plan.users + OBSERVERS + plan.limits.httpConcurrency;
  if (connections <= places * ports) return [];
  const url = new URL(plan.target);
  const from = sources.length === 0 ? 'one address' : amount(sources.length, 'address', 'addresses');
  const to = targets.length === 1 ? ` to ${url.hostname}:${portOf(url)}` : ` to ${targets.length} targets`;
  return [
    {
      message: `The plan opens ${formatCount(connections)} connections${to}, and ${from} of this machine ${sources.length > 1 ? 'have' : 'has'} ports for ${formatCount(places * ports)}.`,
      hint: portHint(plan, Math.ceil(connections / (ports / 2))),
    },
  ];
}

/** @param wanted addresses with which each uses half of its ports: past that most that are tried are taken */
function portHint({ target }: RunPlan, wanted: number): string {
  const { hostname } = new URL(target);
  const widened = 'or widen net.ipv4.ip_local_port_range';
  return hostname === 'localhost' || isLoopbackAddress(hostname)
    ? `Let them come from several: --source 127.0.0.1-127.0.0.${wanted}, ${widened}.`
    : `Let them come from ${formatCount(wanted)} addresses of this machine (--source 10.0.0.5-10.0.0.${4 + wanted}, say), ${widened}.`;
}

function localPorts(): number | undefined {
  const range = localPortRange();
  return range === undefined ? undefined : range.last - range.first + 1;
}
