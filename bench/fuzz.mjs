// Feeds everything that takes bytes from outside with inputs that were changed at random, for as long as somebody has patience:
// node bench/fuzz.mjs [--only name[,name]] [--inputs n] [--seed n] [--from n] [--hang seconds]
//
// The targets are the table of tests/helpers/fuzz/targets.ts, of which the suite feeds a few hundred inputs each; a new one is a
// file beside it and a line in that table. They are compiled with the tests: npm run build && npx tsc -p tests/tsconfig.json
//
// An input depends on the target's name, the seed and its number alone, so that one can be fed again by itself:
// node bench/fuzz.mjs --only records --seed 7 --from 4711 --inputs 1
//
// A target lives in a thread with bounded memory. What throws, hangs or takes too much memory ends its target, is written to a
// file that the output names, and makes the exit code 1.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const MOST_MEBIBYTES = 1024;
const helpers = (file) => import(new URL(`../dist-tests/helpers/fuzz/${file}`, import.meta.url).href);

if (isMainThread) await main();
else await feed();

async function main() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      inputs: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      from: { type: 'string', default: '0' },
      hang: { type: 'string', default: '60' },
    },
  });
  const [seed, inputs, from, hangSeconds] = ['seed', 'inputs', 'from', 'hang'].map((name) => Number(values[name]));
  const { FUZZ_TARGETS } = await helpers('targets.js');
  const names = FUZZ_TARGETS.map(({ name }) => name);
  const wanted = values.only?.split(',') ?? names;
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`there is no target ${unknown.join(', ')}; there is ${names.join(', ')}`);
  console.log(`seed ${seed}, ${inputs} inputs each from number ${from} on\n`);
  console.log('| target | inputs | accepted | refused | a second | slowest | most memory |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const name of wanted) {
    const failure = await inThread({ name, seed, inputs, from }, hangSeconds * 1000);
    if (failure !== undefined) {
      console.log(`\n${name} FAILED: ${failure}\n`);
      process.exitCode = 1;
    }
  }
}

/** Feeds one target in a thread of its own. @returns what went wrong, or undefined */
async function inThread(task, hangMs) {
  const at = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { ...task, at },
    argv: [],
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEBIBYTES },
  });
  const startedMs = performance.now();
  let memory = 0;
  let [last, lastMs] = [-1, startedMs];
  return new Promise((resolve) => {
    const watch = setInterval(() => {
      memory = Math.max(memory, process.memoryUsage.rss());
      const number = Atomics.load(at, 0);
      if (number !== last) [last, lastMs] = [number, performance.now()];
      else if (performance.now() - lastMs > hangMs) end(`input ${number} hangs: it took more than ${hangMs / 1000} s`);
    }, 200);
    const end = (failure) => {
      clearInterval(watch);
      void worker.terminate();
      resolve(failure);
    };
    worker.on('error', (error) => end(`input ${Atomics.load(at, 0)}: ${error.message}`));
    worker.on('message', ({ summary, failure }) => {
      if (failure !== undefined) {
        const file = join(
          mkdtempSync(join(tmpdir(), 'newyear-load-fuzz-')),
          `${task.name}-${task.seed}-${failure.number}`,
        );
        writeFileSync(file, failure.input);
        end(`${failure.message}\nThe input is in ${file}`);
        return;
      }
      const seconds = (performance.now() - startedMs) / 1000;
      const row = [
        task.name,
        task.inputs,
        summary.accepted,
        summary.refused,
        (task.inputs / seconds).toFixed(0),
        `${summary.slowestMs.toFixed(0)} ms (${summary.slowestInput})`,
        `${(memory / 2 ** 20).toFixed(0)} MiB`,
      ];
      console.log(`| ${row.join(' | ')} |`);
      end(undefined);
    });
  });
}

/** The thread's side. */
async function feed() {
  const { name, seed, inputs, from, at } = workerData;
  const [{ FUZZ_TARGETS }, { fuzz, FuzzFailure }] = await Promise.all([helpers('targets.js'), helpers('fuzz.js')]);
  const target = FUZZ_TARGETS.find((one) => one.name === name);
  try {
    const summary = await fuzz(target, { seed, inputs, from, onInput: (number) => Atomics.store(at, 0, number) });
    parentPort.postMessage({ summary });
  } catch (thrown) {
    if (!(thrown instanceof FuzzFailure)) throw thrown;
    const { message, number, input } = thrown;
    parentPort.postMessage({ failure: { message, number, input } });
  }
}
