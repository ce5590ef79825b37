import { closeSync, openSync, readFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { DESCRIPTOR_KINDS, errorKindOf } from './error-kinds.js';
import { AppError, messageOf, StartError } from './errors.js';

/** Enough for any run that one machine makes, and few enough for every system. */
const AMPLE_DESCRIPTORS = 20_000;

/** How many file descriptors this process may have open; Infinity where the system does not say. */
export interface DescriptorLimits {
  /** What holds. */
  readonly soft: number;
  /** What the soft one can be raised to without the rights of root. */
  readonly hard: number;
}

/** Once they are needed there may be no descriptor left to read them with. */
let known: DescriptorLimits | undefined;

/**
 * What to do when there are too few.
 * @param needed how many there must be
 * @param hard what the limit can be raised to without the rights of root
 */
export function howToRaiseDescriptors(needed = AMPLE_DESCRIPTORS, hard = descriptorLimits().hard): string {
  if (hard >= needed) return `Raise the limit of open files in this shell first: ulimit -n ${needed}`;
  return `The hard limit of this process is ${hard}, so that ulimit -n ${needed} alone does not help. Raise that first, as root: prlimit --pid $$ --nofile=${needed} in this shell, LimitNOFILE=${needed} for its service, --ulimit nofile=${needed} for its container, or a line in /etc/security/limits.conf and a new login.`;
}

/** An error for want of a descriptor, wherever it was thrown, as one that says what to do about it; anything else as it is. */
export function explainShortage(thrown: unknown): unknown {
  if (thrown instanceof AppError || !DESCRIPTOR_KINDS.includes(errorKindOf(thrown))) return thrown;
  const message = `There is no file descriptor left for what was to be done: ${messageOf(thrown)}.`;
  return new StartError(message, { hint: howToRaiseDescriptors(), cause: thrown });
}

/** The limits of this process. */
export function descriptorLimits(): DescriptorLimits {
  known ??= readLimits();
  return known;
}

function readLimits(): DescriptorLimits {
  try {
    const line = /^Max open files\s+(\d+|unlimited)\s+(\d+|unlimited)/m.exec(
      readFileSync('/proc/self/limits', 'latin1'),
    );
    if (line !== null) return { soft: toLimit(line[1] ?? ''), hard: toLimit(line[2] ?? '') };
  } catch {
    // No /proc outside Linux: a shell inherits our limits and can tell them.
    try {
      // Taken only then: it loads a tenth of Node.
      const { execFileSync } = process.getBuiltinModule('node:child_process');
      const [soft = '', hard = ''] = execFileSync('/bin/sh', ['-c', 'ulimit -n; ulimit -Hn'], {
        encoding: 'latin1',
      }).split('\n');
      return { soft: toLimit(soft.trim()), hard: toLimit(hard.trim()) };
    } catch {
      return { soft: Infinity, hard: Infinity };
    }
  }
  return { soft: Infinity, hard: Infinity };
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
