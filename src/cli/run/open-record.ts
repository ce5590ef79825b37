import { messageOf, UsageError } from '../../core/errors.js';
import type { LineSink } from '../../live/line-writer.js';
import { NdjsonRecord, openRecordFile } from '../../live/ndjson.js';
import type { RunWatcher } from '../../live/watcher.js';
import { isRecord, STDOUT } from '../../report/out-spec.js';
import { OPTIONS } from '../../scenario/options.js';
import { type Io, writeData } from '../io.js';
import type { WatcherCall } from './watcher-call.js';

/** Opens every record that `--out` asks for. @throws UsageError when a file cannot be opened */
export async function openRecord(call: WatcherCall): Promise<RunWatcher> {
  const records: NdjsonRecord[] = [];
  for (const { path } of call.outputs.filter(isRecord)) records.push(await openOne(path, call));
  return {
    onEvent: (event) => {
      for (const record of records) record.onEvent(event);
    },
    end: async (report) => {
      await Promise.all(records.map((record) => record.end(report)));
    },
  };
}

async function openOne(path: string, { beginning, io, tell, fail }: WatcherCall): Promise<NdjsonRecord> {
  const sink = path === STDOUT ? stdoutSink(io) : await openFile(path);
  return new NdjsonRecord(path === STDOUT ? 'standard output' : path, sink, beginning, {
    notice: (message) => tell({ type: 'notice', message }),
    failure: (message) => fail({ path, message }),
  });
}

async function openFile(path: string): Promise<LineSink> {
  try {
    return await openRecordFile(path);
  } catch (thrown) {
    throw new UsageError([{ where: OPTIONS.out.flag, message: `${path} cannot be written: ${messageOf(thrown)}` }]);
  }
}

function stdoutSink({ stdout }: Io): LineSink {
  return { write: (text) => writeData(stdout, text), close: () => Promise.resolve() };
}
