import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { DESCRIPTOR_KINDS, errorKindOf } from './error-kinds.js';
import { AppError, messageOf, StartError } from './errors.js';

/** What to do when there are too few. */
export const RAISE_DESCRIPTORS = 'Raise the limit of open files in this shell first: ulimit -n 20000';

/** An error for want of a descriptor, wherever it was thrown, as one that says what to do about it; anything else as it is. */
export function explainShortage(thrown: unknown): unknown {
  if (thrown instanceof AppError || !DESCRIPTOR_KINDS.includes(errorKindOf(thrown))) return thrown;
  const message = `There is no file descriptor left for what was to be done: ${messageOf(thrown)}.`;
  return new StartError(message, { hint: RAISE_DESCRIPTORS, cause: thrown });
}

/** How many file descriptors this process may have open; Infinity where the system does not say. */
export function descriptorLimit(): number {
  try {
    const line = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'latin1'));
    if (line !== null) return toLimit(line[1] ?? '');
  } catch {
    // No /proc outside Linux: a shell inherits our limit and can tell it.
    try {
      return toLimit(execFileSync('/bin/sh', ['-c', 'ulimit -n'], { encoding: 'latin1' }).trim());
    } catch {
      return Infinity;
    }
  }
  return Infinity;
}

function toLimit(text: string): number {
  const limit = Number(text);
  return Number.isInteger(limit) ? limit : Infinity;
}

/**
 * Descriptors that are put aside while there are some, for work that must succeed when everything else has used them up: the
 * writing of reports, with the modules that are loaded for it.
 */
export class DescriptorReserve {
  #descriptors: number[] = [];

  /** Puts `count` aside, or as many as there are. */
  constructor(count: number) {
    try {
      while (this.#descriptors.length < count) this.#descriptors.push(openSync(devNull, 'r'));
    } catch {
      // With fewer there is less to give back, and work that lacks one tells so itself.
      return;
    }
  }

  /** Gives them back. May be called again. */
  release(): void {
    for (const descriptor of this.#descriptors) closeSync(descriptor);
    this.#descriptors = [];
  }
}
