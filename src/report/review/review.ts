import { isoOf } from '../../core/clock.js';
import { formatCount, formatShare } from '../../core/units.js';
import { availabilityOf, downtimeMs, timeToRecoveryMs } from '../../judgement/outages.js';
import { code, markdownTable } from '../markdown/escape.js';
import type { Report } from '../report-types.js';
import { type Incident, incidentOf } from './incident.js';
import type { ReviewWords } from './words.js';

const MOST_ROOMS = 10;
/** Characters of the curve, from nothing to the most. */
const LEVELS = ['·', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const WIDEST_CURVE = 60;

/** A review of what went wrong in a run: what the run knows of it, and then the questions that only people can answer. */
export function reviewOf(report: Report, words: ReviewWords): string {
  const incident = incidentOf(report);
  const head = `# ${words.title}\n\n${code(report.run.target)}, ${report.run.startedAt}`;
  if (incident === undefined) return `${head}\n\n${words.nothing}\n`;
  const { level } = report.verdict;
  return `${[
    head,
    ...(level === 'VALID' ? [] : [words.doubt(level)]),
    section(words.facts, listOf(factsOf(report, incident, words))),
    curveOf(report, words),
    section(words.hit, hitOf(report, words)),
    section(words.lost, listOf(lostOf(report, words))),
    section(words.questions, words.asked.map((question) => `### ${question}\n\n…`).join('\n\n')),
    section(words.actions, markdownTable(words.actionColumns, [['…', '…', '…']])),
  ].join('\n\n')}\n`;
}

function section(title: string, content: string): string {
  return `## ${title}\n\n${content}`;
}

function listOf(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function factsOf(report: Report, { begunAt, overAt, noticed, outages }: Incident, words: ReviewWords): string[] {
  const { run, timeline } = report;
  const served = { timeline, floodMs: run.floodMs };
  const [share, downMs, recoveryMs] = [availabilityOf(served), downtimeMs(served), timeToRecoveryMs(served)];
  const when = (second: number): string => `${timeAt(report, second)} (${second} s)`;
  return [
    words.begun(when(begunAt)),
    noticed === null
      ? words.unnoticed
      : words.noticed(when(noticed.second), `${noticed.second - begunAt} s`, code(noticed.rule)),
    overAt === null ? words.notOver : words.over(when(overAt), `${overAt - begunAt} s`),
    ...(share === null || downMs === null ? [] : [words.availability(formatShare(share), `${downMs / 1000} s`)]),
    ...(recoveryMs === null || outages.length === 0 ? [] : [words.recovery(`${(recoveryMs / 1000).toFixed(1)} s`)]),
  ];
}

/** The time of day in UTC, of a second of the flood. */
function timeAt({ run }: Report, second: number): string {
  return isoOf(Date.parse(run.floodStartedAt ?? run.startedAt) + second * 1000).slice(11, 19);
}

function hitOf({ deliveries, connections }: Report, words: ReviewWords): string {
  const hit = deliveries.byRoom.filter(({ lost }) => lost > 0).toSorted((one, other) => other.lost - one.lost);
  const told = [
    words.rooms(formatCount(hit.length), formatCount(deliveries.byRoom.length)),
    words.connections(formatCount(connections.lost), formatCount(connections.opened)),
  ];
  const rows = hit
    .slice(0, MOST_ROOMS)
    .map(({ room, members, lost }) => [code(room, 80), formatCount(members), formatCount(lost)]);
  return rows.length === 0 ? listOf(told) : `${listOf(told)}\n\n${markdownTable(words.roomColumns, rows)}`;
}

function lostOf({ deliveries, messages, audit }: Report, words: ReviewWords): string[] {
  const { lost, expected, duplicated, reordered } = deliveries;
  return [
    lost === 0 ? words.noCopies : words.copies(formatCount(lost), formatCount(expected)),
    words.flaws(formatCount(duplicated), formatCount(reordered), formatCount(messages.refused)),
    ...(audit === null
      ? []
      : [
          words.audit(
            formatCount(audit.usersExpected - audit.usersFound - audit.usersNotCheckable),
            formatCount(audit.messagesExpected - audit.messagesFound - audit.messagesNotCheckable),
          ),
        ]),
  ];
}

/** What arrived, as a line of bars. */
function curveOf({ timeline }: Report, words: ReviewWords): string {
  const rows = timeline.map(({ delivered }) => delivered);
  const each = Math.max(1, Math.ceil(rows.length / WIDEST_CURVE));
  const columns = Array.from({ length: Math.ceil(rows.length / each) }, (_, index) => {
    const part = rows.slice(index * each, (index + 1) * each);
    return part.reduce((sum, one) => sum + one, 0) / Math.max(1, part.length);
  });
  const peak = columns.reduce((most, one) => Math.max(most, one), 0);
  const bars = columns.map((one) => LEVELS[one === 0 ? 0 : Math.ceil((one / peak) * (LEVELS.length - 1))] ?? '');
  return `${words.curve(formatCount(peak))}\n\n\`\`\`\n${bars.join('')}\n\`\`\`\n\n${words.curveEnds(formatCount(timeline.at(-1)?.second ?? 0))}`;
}
