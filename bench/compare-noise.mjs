// How often a comparison is right: two runs of the same thing must be noise, and ten milliseconds more must be worse.
// node bench/compare-noise.mjs [--pairs n] [--seconds n] [--rate n] [--reports folder]
// Three runs a pair, each in a process and on a practice server of its own. With --reports they are kept in that folder,
// and those that are there already are not run again. A run that is INVALID, which "compare" refuses, is made again a few times.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { startEmbeddedServer } from '../dist/practice/embedded.js';
import { parseFaults } from '../dist/practice/faults/parse.js';
import { compareReports } from '../dist/compare/compare-reports.js';

const run = promisify(execFile);
const BIN = fileURLToPath(new URL('../bin/newyear-load.js', import.meta.url));
const ADDED = 'delay=10ms';
/** What a run may take beside its flood. */
const SPARE_MS = 30_000;
/** Exit codes: ran, and ran but was INVALID, as some are on a busy machine. */
const RAN = [0, 4];
const TRIES = 4;

const { values: flags } = parseArgs({
  options: {
    pairs: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '10' },
    rate: { type: 'string', default: '300' },
    reports: { type: 'string' },
  },
});
const folder = flags.reports ?? mkdtempSync(join(tmpdir(), 'compare-noise-'));
mkdirSync(folder, { recursive: true });
let runs = 0;
let invalid = 0;

/** The report of one run, from a file or from a new run that writes it. */
async function reportOf(name, faults) {
  const file = join(folder, `${name}.json`);
  const read = () => JSON.parse(readFileSync(file, 'utf8'));
  if (existsSync(file)) return { file, report: read() };
  for (let tries = 0; tries < TRIES; tries++) {
    runs++;
    await runTo(file, faults);
    if (read().verdict.level !== 'INVALID') break;
    invalid++;
  }
  return { file, report: read() };
}

async function runTo(file, faults) {
  const server = await startEmbeddedServer({ faults: parseFaults(faults) });
  const load = ['--users', '40', '--rooms', '8', '--room-size', '5', '--rate', flags.rate];
  const args = [BIN, 'run', '--target', server.url, ...load, '--duration', `${flags.seconds}s`, '--quiet', '--out'];
  try {
    await run(process.execPath, [...args, `json=${file}`], { timeout: Number(flags.seconds) * 1000 + SPARE_MS });
  } catch (error) {
    if (!RAN.includes(error.code)) throw error;
  } finally {
    await server.stop();
  }
}

function told(what, [{ judgement, changes }], level) {
  const real = changes.filter((change) => change.counts && change.judgement !== null && change.judgement !== 'noise');
  const which = real.map(({ metric, judgement: direction }) => `${metric} ${direction}`);
  console.log(`| ${what} | ${judgement} | ${which.length === 0 ? '' : which.join(', ')} | ${level} |`);
  return judgement;
}

const said = { same: [], slow: [] };
try {
  console.log('| new run | verdict | what changed | runs |\n| --- | --- | --- | --- |');
  for (let pair = 1; pair <= Number(flags.pairs); pair++) {
    const number = String(pair).padStart(2, '0');
    const base = await reportOf(`base-${number}`, []);
    for (const [kind, faults] of Object.entries({ same: [], slow: [ADDED] })) {
      const candidate = await reportOf(`${kind}-${number}`, faults);
      const order = { base, candidates: [candidate], regressions: [], tool: { name: 'bench', version: '1' } };
      const levels = `${base.report.verdict.level}, ${candidate.report.verdict.level}`;
      said[kind].push(told(`${pair}, ${kind}`, compareReports(order).candidates, levels));
    }
  }
} finally {
  if (flags.reports === undefined) rmSync(folder, { recursive: true, force: true });
}
if (runs > 0) console.log(`\n${runs} runs, of which ${invalid} were INVALID.`);
const count = (kind, judgement) => said[kind].filter((one) => one === judgement).length;
console.log(`\nThe same thing again: ${count('same', 'noise')} of ${said.same.length} noise.`);
console.log(`With ${ADDED}: ${count('slow', 'worse')} of ${said.slow.length} worse.`);
