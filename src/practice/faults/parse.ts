import { type Problem, saidProblem, UsageError } from '../../core/errors.js';
import { saidUnknownName } from '../../core/nearest.js';
import { printable } from '../../core/text.js';
import { formatTime } from '../../core/units.js';
import type { Fault } from './fault.js';
import { FAULT_KINDS } from './table.js';

/**
 * Reads one fault as the command line gives it.
 * @param text `drop=1/97`, `stall=2s@4s`, `no-echo`
 * @returns the fault, or the problem (which has a `message`) with what would be right
 */
export function parseFault(text: string): Fault | Problem {
  const [name = '', ...rest] = text.trim().split('=');
  const value = rest.length === 0 ? undefined : rest.join('=');
  const where = printable(text);
  const kind = FAULT_KINDS.find((candidate) => candidate.name === name);
  if (kind === undefined) {
    const names = FAULT_KINDS.map((candidate) => candidate.name);
    return saidProblem(where, saidUnknownName('fault', name, names));
  }
  const wanted = kind.expects === '' ? 'takes no value' : `takes ${kind.expects}`;
  return kind.parse(value) ?? { where, message: `${kind.name} ${wanted}` };
}

/**
 * Reads a list of faults.
 * @throws UsageError with every problem, a fault asked for twice included
 */
export function parseFaults(texts: readonly string[]): readonly Fault[] {
  const faults: Fault[] = [];
  const problems: Problem[] = [];
  for (const text of texts) {
    const parsed = parseFault(text);
    if ('message' in parsed) problems.push(parsed);
    else faults.push(parsed);
  }
  problems.push(...duplicateFaults(faults));
  if (problems.length > 0) throw new UsageError(problems);
  return faults;
}

/** A fault as text that {@link parseFault} reads back. */
export function formatFault(fault: Fault): string {
  if ('everyNth' in fault) return `${fault.name}=1/${fault.everyNth}`;
  if ('way' in fault) return `${fault.name}=${fault.way}`;
  if ('messagesPerSecond' in fault) return `${fault.name}=${fault.messagesPerSecond}/s`;
  if ('messages' in fault) return `${fault.name}=${fault.messages}`;
  if ('percent' in fault) return `${fault.name}=${fault.percent}%@${formatTime(fault.afterMs)}`;
  if ('afterMs' in fault) return `${fault.name}=${formatTime(fault.durationMs)}@${formatTime(fault.afterMs)}`;
  if ('durationMs' in fault) return `${fault.name}=${formatTime(fault.durationMs)}`;
  return fault.name;
}

/** One problem for every fault whose name was there before. */
export function duplicateFaults(faults: readonly Fault[]): readonly Problem[] {
  const seen = new Set<string>();
  const problems: Problem[] = [];
  for (const fault of faults) {
    if (seen.has(fault.name)) problems.push({ where: formatFault(fault), message: `${fault.name} can be given once` });
    seen.add(fault.name);
  }
  return problems;
}
