import { formatCount, formatLatencyMs, formatRate } from '../../core/units.js';
import { type Wording } from '../../core/language/words.js';
import { remedyOf } from '../../judgement/verdict.js';
import { missingTexts } from '../audit-texts.js';
import { markdownOf } from '../comparison/comparison-markdown.js';
import { headlineOf, kindOf, VERDICT_TONES } from '../headline.js';
import type { Report } from '../report-types.js';
import { stageCells, unmeasuredText } from '../stage-table.js';
import { actualText } from '../../judgement/actual-text.js';
import { acksText, latencyRows } from '../texts.js';
import type { Voice } from '../voice.js';
import { BADGES, code, markdownTable, prose } from './escape.js';
import { moreText, partOfWhole } from './said.js';

const MOST_THRESHOLDS = 30;
const MOST_STAGES_SHOWN = 20;
const MOST_REASONS = 5;
const MOST_ALERTS = 10;
/** Users, and messages, that are named. */
const MOST_MISSING = 10;

/** Copies that are shown where there are any. */
const ASIDE = [
  ['md.late', 'late'],
  ['md.quoted', 'quoted'],
  ['md.replayed', 'replayed'],
  ['md.recovered', 'recovered'],
] as const;

/** One part of the page; empty when there is nothing to say. The ones that come first are the last to be left out. */
export type MarkdownSection = (report: Report, voice: Voice) => string;

/** What is seen at once. */
export const OPEN_SECTIONS: readonly MarkdownSection[] = [
  title,
  verdict,
  latencies,
  numbers,
  stages,
  thresholds,
  comparison,
  alerts,
  findings,
  missing,
];

function title(report: Report, { words }: Voice): string {
  const { tone, text } = headlineOf(report, kindOf(report), words);
  return `### ${BADGES[tone]} ${prose(text)}`;
}

function verdict(report: Report, { words, tell }: Voice): string {
  const { level, times, counts, reasons } = report.verdict;
  const { run, tool } = report;
  const preset = run.preset === null ? '' : words.text('md.preset', { preset: code(run.preset) });
  const what = `${preset}${words.text('md.target', { target: code(run.target) })}`;
  const believed =
    level === 'VALID'
      ? words.text('md.believed')
      : words.text('md.parts', { times: times.level, counts: counts.level });
  const remedy = remedyOf(report.verdict);
  const told = [
    ...reasons.slice(0, MOST_REASONS).map(({ message }) => `- ${prose(tell(message))}`),
    ...(remedy === undefined ? [] : [`- ${prose(words.say(remedy))}`]),
  ];
  const line = `${BADGES[VERDICT_TONES[level]]} **${level}**${believed} · ${what} · ${code(`${tool.name} ${tool.version}`)}`;
  return told.length === 0 ? line : `${line}\n\n${told.join('\n')}`;
}

function latencies(report: Report, { words }: Voice): string {
  const rows = latencyRows(report, words).map(({ name, latency: { p50, p95, p99, p999, max } }) => [
    name,
    ...[p50, p95, p99, p999, max].map(formatLatencyMs),
  ]);
  return rows.length === 0 ? '' : markdownTable(['', ' p50', ' p95', ' p99', ' p99.9', ' max'], rows);
}

function numbers(report: Report, { words }: Voice): string {
  const { deliveries, tps, connections, messages, errors: failures, grade } = report;
  const cells: readonly (readonly [heading: string, cell: string])[] = [
    ...(messages.sent === 0
      ? []
      : ([
          [words.text('md.messages-per-second'), formatRate(tps.sent)],
          [words.text('md.deliveries-per-second'), formatRate(tps.delivered)],
          [words.text('md.deliveries'), partOfWhole(deliveries.received, deliveries.expected, words)],
          [words.text('md.lost'), deliveries.lost > 0 ? `**${formatCount(deliveries.lost)}**` : '0'],
          [words.text('md.duplicated'), formatCount(deliveries.duplicated)],
          [words.text('md.out-of-order'), formatCount(deliveries.reordered)],
          ...(messages.otherEvents === 0
            ? []
            : ([[words.text('md.other-events'), formatCount(messages.otherEvents)]] as const)),
          ...(report.acks === null ? [] : ([[words.text('md.acknowledged'), acksText(report, words) ?? '']] as const)),
          ...ASIDE.filter(([, field]) => deliveries[field] > 0).map(
            ([heading, field]) => [words.text(heading), formatCount(deliveries[field])] as const,
          ),
        ] as const)),
    [words.text('md.connections'), partOfWhole(connections.opened, connections.asked, words)],
    [words.text('md.errors'), formatCount(failures.total)],
    ...(kindOf(report) === 'connect'
      ? []
      : ([[words.text('md.grade'), grade.level ?? words.text('summary.no-grade')]] as const)),
  ];
  return markdownTable(
    cells.map(([heading]) => heading),
    [cells.map(([, cell]) => cell)],
  );
}

function stages(report: Report, { words }: Voice): string {
  const cells = stageCells(report, words);
  if (cells.length === 0) return '';
  const rows = cells
    .slice(0, MOST_STAGES_SHOWN)
    .map(({ name, planned, sent, arrived, lost, p50, p99, back, verdict: level }) => [
      code(name, 60),
      planned,
      sent,
      arrived,
      lost === '0' ? lost : `**${lost}**`,
      p50,
      p99,
      back,
      level,
    ]);
  const columns = [
    ...(['md.stage', 'md.planned', 'md.sent-per-second', 'md.arrived', 'md.lost'] as const).map((key) =>
      words.text(key),
    ),
    ' p50',
    ' p99',
    words.text('md.back-after'),
    words.text('md.verdict'),
  ];
  const left = unmeasuredText(report, words);
  const note = left === undefined ? '' : `\n\n${prose(words.text('md.not-measured', { left }))}`;
  return `${markdownTable(columns, rows)}${moreText(cells.length - rows.length, 'md.more.stages', words)}${note}`;
}

function thresholds(report: Report, { words }: Voice): string {
  const failedFirst = report.thresholds.toSorted((one, other) => Number(one.passed) - Number(other.passed));
  if (failedFirst.length === 0) return '';
  const rows = failedFirst
    .slice(0, MOST_THRESHOLDS)
    .map((threshold) => [
      threshold.passed ? BADGES.good : BADGES.bad,
      code(threshold.expression, 100),
      measured(threshold, words),
    ]);
  return `${markdownTable(['', words.text('md.threshold'), words.text('md.measured')], rows)}${moreText(failedFirst.length - rows.length, 'md.more.thresholds', words)}`;
}

/** Its value is ours, what is said of it may be anybody's. */
function measured({ note, ...threshold }: Report['thresholds'][number], words: Wording): string {
  const value = actualText(threshold, words);
  if (note === undefined) return value;
  return threshold.actual === null ? prose(note) : `${value}, ${prose(note)}`;
}

function alerts(report: Report, { words, tell }: Voice): string {
  if (report.alerts.length === 0) return '';
  const told = report.alerts
    .slice(0, MOST_ALERTS)
    .map(({ second, message: text }) => `- ${prose(words.text('md.alert', { second, text: tell(text) }))}`);
  return `**${words.text('md.alerts')}**\n\n${told.join('\n')}${moreText(report.alerts.length - told.length, 'md.more.alerts', words)}`;
}

function comparison({ comparison: told }: Report, voice: Voice): string {
  return told === undefined ? '' : markdownOf(told, voice);
}

function findings(report: Report, { words, tell }: Voice): string {
  if (report.findings.length === 0) return '';
  return `**${words.text('md.noticed')}**\n\n${report.findings.map((finding) => `- ${prose(tell(finding), 300)}`).join('\n')}`;
}

/** Who and what the audit did not find. */
function missing({ audit }: Report, { words }: Voice): string {
  if (audit === null) return '';
  const { texts, more: others } = missingTexts(audit, MOST_MISSING, words);
  if (texts.length === 0) return '';
  const told = texts.map((text) => `- ${prose(text, 300)}`);
  return `**${words.text('md.missing')}**\n\n${told.join('\n')}${moreText(others, 'md.more.them', words)}`;
}
