import { MAX_TIMER_MS } from '../core/clock.js';
import { type Problem, UsageError } from '../core/errors.js';
import { isLoopbackHost } from '../core/hosts.js';
import type { Fault } from './faults/fault.js';
import { duplicateFaults } from './faults/parse.js';
import { isPostgres, needsFolder, STORAGE_KINDS, type StorageOrder } from './store/open-storage.js';

/** Everything that a practice server can be told. */
export interface PracticeOptions extends StorageOrder {
  /** Address to listen on. */
  readonly host: string;
  /** TCP port, 0 to 65535; 0 takes a free one. */
  readonly port: number;
  /** scrypt's N: a power of two from 2 to 2^20. 16384 costs about as much of one core as a usual bcrypt. */
  readonly hashCost: number;
  /** What goes wrong, each name at most once. */
  readonly faults: readonly Fault[];
  /** Time between two heartbeats, 1 to 2^31 - 1. */
  readonly pingIntervalMs: number;
  /** Time within which a heartbeat must be answered, 1 to 2^31 - 1. */
  readonly pingTimeoutMs: number;
}

/** What holds where nothing else is asked for. */
export const DEFAULT_PRACTICE_OPTIONS: PracticeOptions = {
  host: '127.0.0.1',
  port: 0,
  hashCost: 16,
  faults: [],
  pingIntervalMs: 25_000,
  pingTimeoutMs: 60_000,
  storage: 'memory',
  data: null,
  database: null,
};

/** scrypt needs 128 * r * N bytes, so 2^20 with r = 8 is already 1 GiB a password. */
const MAX_HASH_COST = 2 ** 20;

/**
 * Fills in the defaults and checks every value.
 * @throws UsageError with all problems at once
 */
export function resolvePracticeOptions(given: Partial<PracticeOptions>): PracticeOptions {
  const options = { ...DEFAULT_PRACTICE_OPTIONS, ...given };
  const problems: Problem[] = [];
  const check = (holds: boolean, where: string, message: string): void => {
    if (!holds) problems.push({ where, message });
  };
  check(options.host.length > 0, 'host', 'must be an address to listen on, such as 127.0.0.1');
  check(isBetween(options.port, 0, 65_535), 'port', 'must be a whole number from 0 to 65535');
  check(
    isBetween(options.hashCost, 2, MAX_HASH_COST) && Number.isInteger(Math.log2(options.hashCost)),
    'hash cost',
    `must be a power of two from 2 to ${MAX_HASH_COST}`,
  );
  for (const [where, durationMs] of [
    ['ping interval', options.pingIntervalMs],
    ['ping timeout', options.pingTimeoutMs],
  ] as const) {
    check(isBetween(durationMs, 1, MAX_TIMER_MS), where, `must be 1 to ${MAX_TIMER_MS} whole milliseconds`);
  }
  problems.push(...storageProblems(options), ...duplicateFaults(options.faults));
  if (problems.length > 0) throw new UsageError(problems);
  return options;
}

function isBetween(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

function storageProblems({ storage, data, database }: StorageOrder): Problem[] {
  if (!STORAGE_KINDS.includes(storage))
    return [{ where: 'storage', message: `must be one of ${STORAGE_KINDS.join(', ')}` }];
  const problems: Problem[] = [];
  if (needsFolder(storage) && (data ?? '') === '')
    problems.push({ where: 'data', message: `must name the folder in which ${storage} keeps its files` });
  if (storage === 'memory' && data !== null)
    problems.push({ where: 'data', message: 'takes effect with a storage that keeps files: files, or postgres' });
  if (!isPostgres(storage) && database !== null)
    problems.push({ where: 'database', message: 'takes effect with the storage postgres only' });
  if (isPostgres(storage) && database !== null && !isLocalDatabase(database))
    problems.push({
      where: 'database',
      message: 'must be the URL of a database on this machine: postgres://user:password@127.0.0.1:5432/chat',
    });
  return problems;
}

function isLocalDatabase(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return ['postgres:', 'postgresql:'].includes(protocol) && isLoopbackHost(hostname);
}
