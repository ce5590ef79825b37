import { formatCount, formatLatencyMs, formatRate, formatShare, formatTime } from '../../core/units.js';
import { inEnglish } from '../../core/language/words.js';
import { remedyOf } from '../../judgement/verdict.js';
import { missingTexts } from '../audit-texts.js';
import { markdownOf } from '../comparison/comparison-markdown.js';
import { headlineOf, kindOf, VERDICT_TONES } from '../headline.js';
import type { Report } from '../report-types.js';
import { serverTexts } from '../server-texts.js';
import { stageCells, unmeasuredText } from '../stage-table.js';
import { acksText, actualText, costText, errorKindsOf, latencyRows, loadText } from '../texts.js';
import { BADGES, code, folded, markdownTable, more, prose } from './escape.js';
import { reads } from './reads.js';
import { sessions } from './sessions.js';
import { slowReaders } from './slow-readers.js';
import { storms } from './storms.js';

const MOST_THRESHOLDS = 30;
const MOST_ROOMS = 20;
const MOST_STAGES_SHOWN = 20;
const MOST_ERROR_KINDS = 20;
const MOST_REASONS = 5;
const MOST_ENTRANCES = 20;
const MOST_REASONS_SAID = 10;
const MOST_ALERTS = 10;
/** Users, and messages, that are named. */
const MOST_MISSING = 10;

const ENTRANCE_COLUMNS = [
  [' users', 'users'],
  [' connections lost', 'connectionsLost'],
  [' errors', 'errors'],
  [' expected', 'expected'],
  [' received', 'received'],
  [' lost', 'lost'],
] as const;

/** Copies that are shown where there are any. */
const ASIDE = [
  [' late', 'late'],
  [' quoted', 'quoted'],
  [' replayed', 'replayed'],
  [' recovered', 'recovered'],
] as const;

/** One part of the page; empty when there is nothing to say. The ones that come first are the last to be left out. */
type Section = (report: Report) => string;

/** What is seen at once. */
export const OPEN_SECTIONS: readonly Section[] = [
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

/** What is folded, beneath. */
export const FOLDED_SECTIONS: readonly Section[] = [
  storms,
  sessions,
  slowReaders,
  reads,
  rooms,
  entrances,
  errors,
  phases,
  plan,
  command,
];

function title(report: Report): string {
  const { tone, text } = headlineOf(report);
  return `### ${BADGES[tone]} ${prose(text)}`;
}

function verdict(report: Report): string {
  const { level, times, counts, reasons } = report.verdict;
  const { run, tool } = report;
  const what = [run.preset === null ? '' : `preset ${code(run.preset)} · `, `target ${code(run.target)}`].join('');
  const words =
    level === 'VALID' ? ': the numbers can be believed' : ` (times **${times.level}**, counts **${counts.level}**)`;
  const remedy = remedyOf(report.verdict);
  const told = [
    ...reasons.slice(0, MOST_REASONS).map(({ message }) => `- ${prose(message)}`),
    ...(remedy === undefined ? [] : [`- ${prose(inEnglish(remedy))}`]),
  ];
  const line = `${BADGES[VERDICT_TONES[level]]} **${level}**${words} · ${what} · ${code(`${tool.name} ${tool.version}`)}`;
  return told.length === 0 ? line : `${line}\n\n${told.join('\n')}`;
}

function latencies(report: Report): string {
  const rows = latencyRows(report).map(({ name, latency: { p50, p95, p99, p999, max } }) => [
    name,
    ...[p50, p95, p99, p999, max].map(formatLatencyMs),
  ]);
  return rows.length === 0 ? '' : markdownTable(['', ' p50', ' p95', ' p99', ' p99.9', ' max'], rows);
}

function numbers(report: Report): string {
  const { deliveries, tps, connections, messages, errors: failures, grade } = report;
  const cells: readonly (readonly [heading: string, cell: string])[] = [
    ...(messages.sent === 0
      ? []
      : ([
          [' messages/s', formatRate(tps.sent)],
          [' deliveries/s', formatRate(tps.delivered)],
          [' deliveries', `${formatCount(deliveries.received)} of ${formatCount(deliveries.expected)}`],
          [' lost', deliveries.lost > 0 ? `**${formatCount(deliveries.lost)}**` : '0'],
          [' duplicated', formatCount(deliveries.duplicated)],
          [' out of order', formatCount(deliveries.reordered)],
          ...(messages.otherEvents === 0 ? [] : ([[' other events', formatCount(messages.otherEvents)]] as const)),
          ...(report.acks === null ? [] : ([[' acknowledged', acksText(report) ?? '']] as const)),
          ...ASIDE.filter(([, field]) => deliveries[field] > 0).map(
            ([heading, field]) => [heading, formatCount(deliveries[field])] as const,
          ),
        ] as const)),
    [' connections', `${formatCount(connections.opened)} of ${formatCount(connections.asked)}`],
    [' errors', formatCount(failures.total)],
    ...(kindOf(report) === 'connect' ? [] : ([['grade', grade.level ?? 'none']] as const)),
  ];
  return markdownTable(
    cells.map(([heading]) => heading),
    [cells.map(([, cell]) => cell)],
  );
}

function stages(report: Report): string {
  const cells = stageCells(report);
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
  const columns = ['stage', ' planned/s', ' sent/s', ' arrived/s', ' lost', ' p50', ' p99', ' back after', 'verdict'];
  const left = unmeasuredText(report);
  const note = left === undefined ? '' : `\n\n${prose(`Not measured: ${left}.`)}`;
  return `${markdownTable(columns, rows)}${more(cells.length - rows.length, 'stages')}${note}`;
}

function thresholds(report: Report): string {
  const failedFirst = report.thresholds.toSorted((one, other) => Number(one.passed) - Number(other.passed));
  if (failedFirst.length === 0) return '';
  const rows = failedFirst
    .slice(0, MOST_THRESHOLDS)
    .map((threshold) => [
      threshold.passed ? BADGES.good : BADGES.bad,
      code(threshold.expression, 100),
      measured(threshold),
    ]);
  return `${markdownTable(['', 'threshold', ' measured'], rows)}${more(failedFirst.length - rows.length, 'thresholds')}`;
}

/** Its value is ours, what is said of it may be anybody's. */
function measured({ note, ...threshold }: Report['thresholds'][number]): string {
  const value = actualText(threshold);
  if (note === undefined) return value;
  return threshold.actual === null ? prose(note) : `${value}, ${prose(note)}`;
}

function alerts(report: Report): string {
  if (report.alerts.length === 0) return '';
  const told = report.alerts
    .slice(0, MOST_ALERTS)
    .map(({ second, message }) => `- second ${second}: ${prose(message)}`);
  return `**Alerts**\n\n${told.join('\n')}${more(report.alerts.length - told.length, 'alerts')}`;
}

function comparison({ comparison: told }: Report): string {
  return told === undefined ? '' : markdownOf(told);
}

function findings(report: Report): string {
  if (report.findings.length === 0) return '';
  return `**What was noticed**\n\n${report.findings.map((finding) => `- ${prose(finding, 300)}`).join('\n')}`;
}

/** Who and what the audit did not find. */
function missing({ audit }: Report): string {
  if (audit === null) return '';
  const { texts, more: others } = missingTexts(audit, MOST_MISSING);
  if (texts.length === 0) return '';
  const told = texts.map((text) => `- ${prose(text, 300)}`);
  return `**Missing afterwards**\n\n${told.join('\n')}${more(others, 'of them')}`;
}

function rooms({ deliveries: { byRoom } }: Report): string {
  if (byRoom.length === 0) return '';
  const flaws = (room: (typeof byRoom)[number]): number =>
    room.lost + room.receiverGone + room.duplicated + room.reordered;
  const worstFirst = byRoom.toSorted((one, other) => other.lost - one.lost || flaws(other) - flaws(one));
  const rows = worstFirst
    .slice(0, MOST_ROOMS)
    .map(({ room, members, sent, expected, received, lost, duplicated, reordered, receiverGone }) => [
      code(room, 80),
      ...[members, sent, expected, received, lost, duplicated, reordered, receiverGone].map(formatCount),
    ]);
  const columns = [
    'room',
    ' members',
    ' sent',
    ' expected',
    ' received',
    ' lost',
    ' duplicated',
    ' out of order',
    ' receiver gone',
  ];
  const bad = byRoom.filter((room) => flaws(room) > 0).length;
  const heading = `Rooms: ${formatCount(byRoom.length)}, ${bad === 0 ? 'none with a flaw' : `${formatCount(bad)} with a flaw, the worst first`}`;
  return folded(heading, `${markdownTable(columns, rows)}${more(byRoom.length - rows.length, 'rooms')}`);
}

function entrances(report: Report): string {
  if (report.entrances.length === 0) return '';
  const rows = report.entrances
    .slice(0, MOST_ENTRANCES)
    .map(({ target, latencyMs, ...counts }) => [
      code(target, 80),
      ...ENTRANCE_COLUMNS.map(([, field]) => formatCount(counts[field])),
      formatLatencyMs(latencyMs.p50),
      formatLatencyMs(latencyMs.p99),
    ]);
  const columns = ['entrance', ...ENTRANCE_COLUMNS.map(([heading]) => heading), ' p50', ' p99'];
  const rest = more(report.entrances.length - rows.length, 'entrances');
  return folded('Entrances', `${markdownTable(columns, rows)}${rest}`);
}

function errors(report: Report): string {
  const kinds = errorKindsOf(report);
  if (kinds.length === 0) return '';
  const rows = kinds.slice(0, MOST_ERROR_KINDS).map(({ kind, count }) => [code(kind, 60), formatCount(count)]);
  const { total, share } = report.errors;
  const heading = `Errors: ${formatCount(total)}, ${formatShare(share)} of all operations`;
  const table = `${markdownTable(['kind', ' count'], rows)}${more(kinds.length - rows.length, 'kinds')}`;
  return folded(heading, [table, ...whatWasSaid(report)].join('\n\n'));
}

function whatWasSaid({ errors: { reasons } }: Report): string[] {
  if (reasons.length === 0) return [];
  const rows = reasons
    .slice(0, MOST_REASONS_SAID)
    .map(({ kind, text, count }) => [code(text), code(kind, 60), formatCount(count)]);
  return [markdownTable(['the server said', 'kind', ' count'], rows)];
}

function phases(report: Report): string {
  if (report.phases.length === 0) return '';
  const rows = report.phases.map(({ name, durationMs, attempted, succeeded, failed, latencyMs }) => [
    name,
    `${(durationMs / 1000).toFixed(2)} s`,
    ...[attempted, succeeded, failed].map(formatCount),
    formatLatencyMs(latencyMs.p50),
    formatLatencyMs(latencyMs.p99),
  ]);
  const columns = ['phase', ' time', ' attempted', ' succeeded', ' failed', ' p50', ' p99'];
  return folded('Phases', markdownTable(columns, rows));
}

function plan(report: Report): string {
  const { run, host } = report;
  const { users, rooms: roomCount, roomSize, durationMs, workers } = report.plan;
  const rows: readonly (readonly [string, string])[] = [
    ['users', formatCount(users)],
    [
      'rooms',
      `${formatCount(roomCount)} of ${code(typeof roomSize === 'string' ? roomSize : JSON.stringify(roomSize), 40)} members`,
    ],
    ['load', loadText(report.plan)],
    ['duration', formatTime(durationMs)],
    ['dialect', code(run.dialect, 80)],
    ['seed', code(String(run.seed))],
    ['worker threads', String(workers)],
    ['the generator took', costText(report)],
    ...(report.server === null ? [] : ([['the server', prose(serverTexts(report).join('; '))]] as const)),
    ['began', run.startedAt],
    ['machine', code(`${host.platform} ${host.arch}, ${host.cpus} processors, Node.js ${host.node}`)],
  ];
  return folded('Plan', markdownTable(['', ''], rows));
}

function command({ run }: Report): string {
  return folded('Command', code(run.command, 1000));
}
