import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Gathering } from './evidence.js';
import type { LabNeed } from './lab-need.js';
import { type CompanionServer, openCache, openDatabase } from './parts/companion-servers.js';
import { AlertHook } from './watch/alert-hook.js';
import { TextFilter } from './watch/text-filter.js';

/** What has to be undone, the latest first. */
export type Undoing = (() => Promise<void> | void)[];

/** What an exercise asks for beside its server. */
interface CompanionOrder {
  readonly needs: readonly LabNeed[];
  /** The learner's folder for the server's data; one of ours, which is gone afterwards, unless given. */
  readonly dataFolder: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What works beside the server. */
export interface Companions {
  /** What the server asks before it takes a message, where the exercise has that. */
  readonly filter: TextFilter | undefined;
  /** A Redis and a PostgreSQL, where the exercise has them. */
  readonly cache: CompanionServer | undefined;
  readonly database: CompanionServer | undefined;
  /** Of the server's data; undefined where the exercise has none. */
  readonly dataFolder: string | undefined;
  /** Environment variables that tell the server where everything is. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What a server that alarms by its memory is allowed, unless a step says less. */
const AMPLE_MEMORY_MB = '4096';

/** A heap in which a chat runs, and a queue without an end does not. */
const SMALL_HEAP = '--max-old-space-size=96';
/**
 * More than a chat keeps in an exercise, and so little that V8 collects garbage when there is half as much again as what lives, and not only when there is four times
 * as much (`MaxGrowingFactor` of its memory controller, for heaps of 2 GiB and more): where memory is measured, it is to be what a server keeps.
 */
const TIDY_HEAP = '--max-old-space-size=1024';

/** Opens what the server is given to work with. @param undoing takes what ends it again */
export async function openCompanions(
  { needs: wanted, dataFolder, environment }: CompanionOrder,
  evidence: Gathering,
  undoing: Undoing,
): Promise<Companions> {
  const needs = (need: LabNeed): boolean => wanted.includes(need);
  const variables: Record<string, string> = {};
  let filter: TextFilter | undefined;
  if (needs('filter')) {
    const opened = new TextFilter(evidence.filterCalls);
    undoing.push(() => opened.close());
    await opened.start();
    filter = opened;
    variables['FILTER_URL'] = opened.url;
  }
  if (needs('alerts')) {
    const hook = new AlertHook(evidence.alerts);
    undoing.push(() => hook.close());
    await hook.start();
    variables['ALERT_WEBHOOK'] = hook.url;
    variables['MEMORY_LIMIT_MB'] = AMPLE_MEMORY_MB;
  }
  const nodeOptions = environment['NODE_OPTIONS'] ?? '';
  // Of an option that is there twice the last one counts: the exercise's small heap, and otherwise the learner's own.
  if (needs('heap')) variables['NODE_OPTIONS'] = `${nodeOptions} ${SMALL_HEAP}`.trim();
  else if (needs('process')) variables['NODE_OPTIONS'] = `${TIDY_HEAP} ${nodeOptions}`.trim();
  const path = environment['PATH'];
  const cache = needs('cache') ? await openCache(path) : undefined;
  if (cache !== undefined) {
    undoing.push(() => cache.close());
    variables['REDIS_URL'] = cache.url;
  }
  const database = needs('database') ? await openDatabase(path) : undefined;
  if (database !== undefined) {
    undoing.push(() => database.close());
    variables['DATABASE_URL'] = database.url;
  } else if (needs('database')) evidence.missingParts.push('PostgreSQL');
  const folder = dataFolder ?? (needs('data') ? await folderOfOurs(undoing) : undefined);
  if (folder !== undefined) variables['DATA_DIR'] = folder;
  return { filter, cache, database, dataFolder: folder, variables };
}

async function folderOfOurs(undoing: Undoing): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'newyear-load-lab-'));
  undoing.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
