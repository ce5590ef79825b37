import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerStart } from '../messages.js';
import { WorkerRun } from './worker-run.js';

/** Entry of a worker thread: joins its port to a {@link WorkerRun}. */
const port = parentPort;
if (port === null) throw new Error('this module runs in a worker thread');

const run = new WorkerRun(workerData as WorkerStart, (message: FromWorker) => port.postMessage(message));

port.on('message', (message: ToWorker) => {
  run
    .handle(message)
    .then(() => {
      if (message.type === 'close') port.close();
    })
    // A fault in here must end the thread, so that the main thread hears of it.
    .catch((thrown: unknown) => {
      setImmediate(() => {
        throw thrown instanceof Error ? thrown : new Error(String(thrown));
      });
    });
});
