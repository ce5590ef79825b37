import { type ChildProcess, fork } from 'node:child_process';
import { StartError } from '../core/errors.js';
import { isJsonObject } from '../core/json.js';
import { printable } from '../core/text.js';
import { type EmbeddedReport, SINK_ORDER } from './embedded-report.js';
import { type PracticeOptions, resolvePracticeOptions } from './options.js';

/** A practice server in a process of its own. */
export interface EmbeddedServer {
  /** Base URL: `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason; never rejects. */
  readonly exited: Promise<EmbeddedExit>;
  /** Ends the process, gently at first, and resolves when it is gone. May be called again. */
  stop(): Promise<void>;
}

/** How the process ended: with a code, or by a signal. */
export interface EmbeddedExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What the process runs, as it is built: `main.ts` with all that it needs. */
const ENTRY = new URL('../../bundle/practice/main.js', import.meta.url);

const READY_WITHIN_MS = 10_000;

/** A server closes within 2 s; one that does not is stuck. */
const KILL_AFTER_MS = 3000;

/** What is kept of the last words of a process that dies. */
const STDERR_KEPT_CHARACTERS = 2000;

/**
 * Starts a practice server in a process of its own, so that it shares neither thread nor heap with the load.
 * @param given what differs from `DEFAULT_PRACTICE_OPTIONS`
 * @throws UsageError for options out of their range, StartError when the process dies or is not ready within 10 s
 */
export async function startEmbeddedServer(given: Partial<PracticeOptions> = {}): Promise<EmbeddedServer> {
  return startChild(resolvePracticeOptions(given));
}

/**
 * Starts a sink in a process of its own: a server that does nothing but hand messages on.
 * @throws StartError when the process dies or is not ready within 10 s
 */
export function startEmbeddedSink(): Promise<EmbeddedServer> {
  return startChild(SINK_ORDER);
}

async function startChild(order: PracticeOptions | typeof SINK_ORDER): Promise<EmbeddedServer> {
  const child = fork(ENTRY, [JSON.stringify(order)], {
    // Flags of the parent, an inspector's port above all, are not for a second process.
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const lastWords = keepLastWords(child);
  const exited = new Promise<EmbeddedExit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.on('error', () => resolve({ code: null, signal: null }));
  });
  try {
    const url = await firstReport(child, exited, lastWords);
    let stopping: Promise<void> | undefined;
    const stopOnce = (): Promise<void> => (stopping ??= stop(child, exited));
    return { url, pid: child.pid ?? 0, exited, stop: stopOnce };
  } catch (error) {
    await stop(child, exited);
    throw error;
  }
}

/** Collects the end of what the process writes to stderr: the reason for a crash. */
function keepLastWords(child: ChildProcess): () => string {
  let kept = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    kept = (kept + text).slice(-STDERR_KEPT_CHARACTERS);
  });
  return () => printable(kept.trim(), STDERR_KEPT_CHARACTERS);
}

function firstReport(child: ChildProcess, exited: Promise<EmbeddedExit>, lastWords: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (message: string, hint?: string): void => {
      clearTimeout(timer);
      reject(new StartError(message, hint === undefined ? {} : { hint }));
    };
    const timer = setTimeout(
      () => fail(`the practice server was not ready within ${READY_WITHIN_MS / 1000} s`),
      READY_WITHIN_MS,
    );
    child.once('message', (report: unknown) => {
      clearTimeout(timer);
      if (!isReport(report)) fail('the practice server answered with something else than its address');
      else if (report.type === 'ready') resolve(report.url);
      else fail(`the practice server could not start: ${report.message}`, report.hint);
    });
    child.once('error', (error) => fail(`the practice server could not be started: ${error.message}`));
    void exited.then(({ code, signal }) =>
      fail(`the practice server ended before it was ready (${signal ?? `exit code ${code}`}) ${lastWords()}`.trimEnd()),
    );
  });
}

function isReport(value: unknown): value is EmbeddedReport {
  return isJsonObject(value) && (value['type'] === 'ready' || value['type'] === 'failed');
}

async function stop(child: ChildProcess, exited: Promise<EmbeddedExit>): Promise<void> {
  const kill = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  child.kill('SIGTERM');
  await exited;
  clearTimeout(kill);
}
