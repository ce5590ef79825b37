import { cpus, release } from 'node:os';
import { judge } from '../bars.mjs';
import { isPinned } from './processes.mjs';

const OURS = 'newyear-load';

/** @param {number[]} values at least one */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The medians of every number, by case and contestant. @param {Record<string, Record<string, object[]>>} results */
export function mediansOf(results) {
  return mapValues(results, (byContestant) =>
    mapValues(byContestant, (runs) => mapValues(runs[0], (_, key) => median(runs.map((numbers) => numbers[key])))),
  );
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}

const numberText = (value, digits) =>
  value === undefined || !Number.isFinite(value)
    ? '–'
    : value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** One case as a table. */
export function caseTable(bench, byContestant) {
  const medians = mediansOf({ [bench.id]: byContestant })[bench.id];
  const [first] = bench.columns;
  const own = medians[OURS]?.[first.key];
  const titles = [
    '',
    `${first.title}`,
    'lowest – highest',
    '÷ ours',
    ...bench.columns.slice(1).map(({ title }) => title),
  ];
  const rows = Object.entries(medians).map(([name, numbers]) => {
    const all = byContestant[name].map((run) => run[first.key]);
    const spread = `${numberText(Math.min(...all), first.digits)} – ${numberText(Math.max(...all), first.digits)}`;
    const rest = bench.columns.slice(1).map(({ key, digits }) => numberText(numbers[key], digits));
    return [
      name,
      numberText(numbers[first.key], first.digits),
      spread,
      numberText(numbers[first.key] / own, 2),
      ...rest,
    ];
  });
  return `### ${bench.title}\n\n${bench.about}\n\n${table(titles, rows)}\n`;
}

/** The bars beside what was measured. */
export function barsTable(medians) {
  const rows = judge(medians).map(({ what, limit, digits, value, passed }) => [
    what,
    limit,
    numberText(value, digits),
    passed ? 'met' : '**not met**',
  ]);
  return table(['', 'bar', 'measured', ''], rows);
}

const line = (cells) => `| ${cells.join(' | ')} |`;

function table(titles, rows) {
  return [line(titles), line(titles.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** What the numbers depend on. */
export function setting({ reference, contestants, notes, times, versions }) {
  const model = cpus()[0]?.model.trim() ?? 'unknown';
  const others = Object.values(contestants).flatMap(({ version }) => version ?? []);
  return [
    `- ${cpus().length} cores (${model}), Linux ${release()}, Node ${process.versions.node}${reference === undefined ? '' : `, ${reference.compiler}`}`,
    `- ${[...Object.entries(versions).map(([name, version]) => `${name} ${version}`), ...others].join(', ')}`,
    `- ${isPinned ? 'Server and client each on a core of its own (`taskset`)' : 'Server and client not bound to cores'}; contestants alternate; medians of ${times} runs (3 where we are alone)`,
    ...notes.map((note) => `- ${note}`),
  ].join('\n');
}
