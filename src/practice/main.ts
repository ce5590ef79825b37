/**
 * Entry of the practice server as a process of its own, forked by `embedded.ts`: options as JSON in the first argument,
 * one message to the parent when it listens or could not, and an end with SIGTERM or with the parent itself.
 */
import { AppError, messageOf } from '../core/errors.js';
import { EXIT } from '../core/exit-codes.js';
import { isJsonObject } from '../core/json.js';
import { type EmbeddedReport, SINK_ORDER } from './embedded-report.js';
import type { PracticeOptions } from './options.js';
import { startPracticeServer } from './server.js';
import { startSink } from './sink/sink.js';

function tellParent(report: EmbeddedReport): Promise<void> {
  return new Promise((resolve) => {
    // A parent that is gone hears nothing, and `disconnect` ends this process anyway.
    if (process.send === undefined || !process.connected) resolve();
    else process.send(report, () => resolve());
  });
}

/** The options come from `startEmbeddedServer`, and the server checks every value. */
function isOptions(value: unknown): value is Partial<PracticeOptions> {
  return isJsonObject(value);
}

function isSinkOrder(value: unknown): boolean {
  return isJsonObject(value) && value['sink'] === SINK_ORDER.sink;
}

async function serve(): Promise<void> {
  const stop = new Promise<void>((resolve) => {
    // Not `once`: a second signal would find no listener and end the process in the middle of closing.
    process.on('SIGTERM', resolve);
    process.on('disconnect', resolve);
  });
  // A terminal's Ctrl-C reaches the whole process group; when the server stops is for the parent to decide.
  process.on('SIGINT', () => undefined);
  const options: unknown = JSON.parse(process.argv[2] ?? '{}');
  const server = await (isSinkOrder(options) ? startSink() : startPracticeServer(isOptions(options) ? options : {}));
  await tellParent({ type: 'ready', url: server.url, port: server.port });
  await stop;
  await server.close();
}

try {
  await serve();
  process.exit(EXIT.ok);
} catch (error) {
  const code = error instanceof AppError ? error.code : 'INTERNAL';
  const hint = error instanceof AppError ? error.hint : undefined;
  await tellParent({ type: 'failed', message: messageOf(error), code, ...(hint === undefined ? {} : { hint }) });
  process.exit(error instanceof AppError ? error.exitCode : EXIT.fault);
}
