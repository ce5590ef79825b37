// Measurements beside others. By hand: npm run bench -- [--times n] [--only id] [--peers] [--no-write]; for correctness: --smoke
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CASES } from './cases.mjs';
import { gatherContestants } from './contestants.mjs';
import { document } from './lib/document.mjs';
import { MEASURES } from './lib/measure.mjs';
import { barsTable, caseTable, mediansOf } from './lib/report.mjs';
import { buildReference } from './lib/servers.mjs';

const { values: flags } = parseArgs({
  options: {
    times: { type: 'string', default: '5' },
    only: { type: 'string', multiple: true },
    smoke: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    'no-write': { type: 'boolean', default: false },
  },
});

const times = flags.smoke ? 1 : Number(flags.times);
const timing = flags.smoke
  ? { warmMs: 50, measureMs: 200, spareSeconds: 0.15 }
  : { warmMs: 2000, measureMs: 1500, spareSeconds: 1 };
/** Nothing is timed in a smoke run, so measurements may disturb each other. */
const atOnce = flags.smoke ? 3 : 1;

const reference = buildReference();
const { contestants, notes } = await gatherContestants({ reference, peers: flags.peers });
const results = {};
const failures = [];

const chosen = CASES.filter(({ id }) => flags.only === undefined || flags.only.includes(id))
  .filter(({ server }) => server?.kind !== 'sink' || reference !== undefined)
  .map((bench) => (flags.smoke ? { ...bench, job: { ...bench.job, ...bench.smoke } } : bench));

/** One measurement; what goes wrong is a failure of the bench and ends nothing. In a smoke run it may go wrong once. */
async function measure(bench, name) {
  const { numbers, problems } = await tryOnce(bench, name);
  const again = flags.smoke && problems.length > 0 ? await tryOnce(bench, name) : { numbers, problems };
  failures.push(...again.problems.map((problem) => `${bench.id}, ${name}: ${problem}`));
  if (again.numbers !== undefined) ((results[bench.id] ??= {})[name] ??= []).push(again.numbers);
}

async function tryOnce(bench, name) {
  try {
    return await MEASURES[bench.kind]({
      bench,
      contestant: contestants[name],
      reference,
      timing: flags.smoke ? timing : { ...timing, ...bench.timing },
    });
  } catch (error) {
    return { numbers: undefined, problems: [error.message] };
  }
}

/** Every contestant once, then every contestant again: what the machine does meanwhile meets all of them. */
const tasks = chosen.flatMap((bench) =>
  Array.from({ length: Math.min(times, bench.times ?? times) }, () => bench.contestants)
    .flat()
    .filter((name) => contestants[name] !== undefined)
    .map((name) => ({ bench, name })),
);
const left = tasks.entries();
const work = async () => {
  for (const [index, { bench, name }] of left) {
    process.stderr.write(`${index + 1}/${tasks.length} ${bench.id}: ${name}\n`);
    await measure(bench, name);
  }
};
await Promise.all(Array.from({ length: atOnce }, work));
reference?.remove();

if (!flags.smoke) {
  const tables = chosen.flatMap((bench) =>
    results[bench.id] === undefined ? [] : caseTable(bench, results[bench.id]),
  );
  console.log(`${tables.join('\n')}\n${barsTable(mediansOf(results))}`);
  if (flags.only === undefined && !flags['no-write']) {
    const versions = Object.fromEntries(['ws', 'socket.io', 'socket.io-client'].map((name) => [name, versionOf(name)]));
    const text = document({
      tables,
      bars: barsTable(mediansOf(results)),
      reference,
      contestants,
      notes,
      times,
      versions,
    });
    writeFileSync(new URL('../docs/benchmarks.md', import.meta.url), text);
  }
}
for (const failure of failures) console.error(`wrong: ${failure}`);
if (failures.length > 0) process.exitCode = 1;
else console.error(`${tasks.length} measurements, nothing lost, nothing too much`);

function versionOf(name) {
  return JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8')).version;
}
