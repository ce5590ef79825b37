// How good the answers of a search are: thousands of simulated servers, searched and bisected.
// npm run build && npx tsc -p tests/tsconfig.json && node bench/search.mjs [--servers n]
//
// Writes the spread table of docs/capacity.md to stdout. Nothing is timed: the minutes are those that the trials would take.
import { parseArgs } from 'node:util';

const helper = (file) => import(new URL(`../dist-tests/helpers/search/${file}.js`, import.meta.url).href);
const { STUDIED, study } = await helper('study');
const { DEFAULT_GOAL } = await helper('simulate');

const { values: flags } = parseArgs({ options: { servers: { type: 'string', default: '2000' } } });
const servers = Number(flags.servers);
/** The sums of trial time at one load that are shown. */
const SUMS_S = [40, 120, 160];

const percent = (share) => `${(share * 100).toFixed(1)} %`;
const seconds = (ms) => `${(ms / 1000).toFixed(0)} s`;
const cells = ({ spread, withinWidth, medianMs }) => [spread.toFixed(3), percent(withinWidth), seconds(medianMs)];

const HEAD = [
  'server',
  '`--trials`',
  'spread',
  'within 5 %',
  'trial time',
  'bisection: spread',
  'within 5 %',
  'trial time',
];
const row = (texts) => `| ${texts.join(' | ')} |`;
console.log(row([...HEAD, 'time ÷ time']));
console.log(row([...HEAD, ''].map(() => '---')));
for (const [name, serverAt] of Object.entries(STUDIED)) {
  for (const sumS of SUMS_S) {
    const { search, bisection, timeRatio } = study(serverAt, servers, { ...DEFAULT_GOAL, durationSumMs: sumS * 1000 });
    console.log(row([name, `${sumS}s`, ...cells(search), ...cells(bisection), timeRatio.toFixed(2)]));
  }
}
