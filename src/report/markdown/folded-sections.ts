import { message, type Wording } from '../../core/language/words.js';
import { formatCount, formatLatencyMs, formatTime } from '../../core/units.js';
import type { Report } from '../report-types.js';
import { serverTexts } from '../server-texts.js';
import { costText, errorKindsOf, loadText } from '../texts.js';
import type { Voice } from '../voice.js';
import { agents } from './agents.js';
import { code, folded, markdownTable, prose } from './escape.js';
import { reads } from './reads.js';
import { moreText } from './said.js';
import type { MarkdownSection } from './sections.js';
import { sessions } from './sessions.js';
import { slowReaders } from './slow-readers.js';
import { storms } from './storms.js';

/** Columns of the table of rooms. */
const ROOM_COLUMNS = [
  'md.room',
  'md.members',
  'md.sent',
  'md.expected',
  'md.received',
  'md.lost',
  'md.duplicated',
  'md.out-of-order',
  'md.receiver-gone',
] as const;

const ENTRANCE_COLUMNS = [
  ['md.users', 'users'],
  ['md.connections-lost', 'connectionsLost'],
  ['md.errors', 'errors'],
  ['md.expected', 'expected'],
  ['md.received', 'received'],
  ['md.lost', 'lost'],
] as const;

const MOST_ROOMS = 20;
const MOST_ERROR_KINDS = 20;
const MOST_ENTRANCES = 20;
const MOST_REASONS_SAID = 10;

/** What is folded, beneath. */
export const FOLDED_SECTIONS: readonly MarkdownSection[] = [
  storms,
  sessions,
  slowReaders,
  reads,
  rooms,
  entrances,
  agents,
  errors,
  phases,
  plan,
  command,
];

function rooms({ deliveries: { byRoom } }: Report, { words }: Voice): string {
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
  const columns = ROOM_COLUMNS.map((key) => words.text(key));
  const bad = byRoom.filter((room) => flaws(room) > 0).length;
  const flawed = bad === 0 ? message('md.rooms.sound') : message('md.rooms.flawed', { count: bad });
  const heading = words.text('md.rooms', { count: byRoom.length, flaws: flawed });
  return folded(
    heading,
    `${markdownTable(columns, rows)}${moreText(byRoom.length - rows.length, 'md.more.rooms', words)}`,
  );
}

function entrances(report: Report, { words }: Voice): string {
  if (report.entrances.length === 0) return '';
  const rows = report.entrances
    .slice(0, MOST_ENTRANCES)
    .map(({ target, latencyMs, ...counts }) => [
      code(target, 80),
      ...ENTRANCE_COLUMNS.map(([, field]) => formatCount(counts[field])),
      formatLatencyMs(latencyMs.p50),
      formatLatencyMs(latencyMs.p99),
    ]);
  const columns = [
    words.text('md.entrance'),
    ...ENTRANCE_COLUMNS.map(([heading]) => words.text(heading)),
    ' p50',
    ' p99',
  ];
  const rest = moreText(report.entrances.length - rows.length, 'md.more.entrances', words);
  return folded(words.text('md.entrances'), `${markdownTable(columns, rows)}${rest}`);
}

function errors(report: Report, { words }: Voice): string {
  const kinds = errorKindsOf(report);
  if (kinds.length === 0) return '';
  const rows = kinds.slice(0, MOST_ERROR_KINDS).map(({ kind, count }) => [code(kind, 60), formatCount(count)]);
  const { total, share } = report.errors;
  const heading = words.text('md.errors-of', { total, share });
  const table = `${markdownTable([words.text('md.kind'), words.text('md.count')], rows)}${moreText(kinds.length - rows.length, 'md.more.kinds', words)}`;
  return folded(heading, [table, ...whatWasSaid(report, words)].join('\n\n'));
}

function whatWasSaid({ errors: { reasons } }: Report, words: Wording): string[] {
  if (reasons.length === 0) return [];
  const rows = reasons
    .slice(0, MOST_REASONS_SAID)
    .map(({ kind, text, count }) => [code(text), code(kind, 60), formatCount(count)]);
  return [markdownTable([words.text('md.said'), words.text('md.kind'), words.text('md.count')], rows)];
}

function phases(report: Report, { words }: Voice): string {
  if (report.phases.length === 0) return '';
  const rows = report.phases.map(({ name, durationMs, attempted, succeeded, failed, latencyMs }) => [
    words.text(`phase.${name}`),
    `${(durationMs / 1000).toFixed(2)} s`,
    ...[attempted, succeeded, failed].map(formatCount),
    formatLatencyMs(latencyMs.p50),
    formatLatencyMs(latencyMs.p99),
  ]);
  const columns = [
    ...(['md.phase', 'md.time', 'md.attempted', 'md.succeeded', 'md.failed'] as const).map((key) => words.text(key)),
    ' p50',
    ' p99',
  ];
  return folded(words.text('md.phases'), markdownTable(columns, rows));
}

function plan(report: Report, { words }: Voice): string {
  const { run, host } = report;
  const { users, rooms: roomCount, roomSize, durationMs, workers } = report.plan;
  const rows: readonly (readonly [string, string])[] = [
    [words.text('md.plan.users'), formatCount(users)],
    ...(report.plan['kind'] === 'connect'
      ? ([[words.text('md.plan.load'), words.text('md.plan.connections-only')]] as const)
      : ([
          [
            words.text('md.plan.rooms'),
            words.text('md.plan.rooms-of', {
              rooms: roomCount,
              size: code(typeof roomSize === 'string' ? roomSize : JSON.stringify(roomSize), 40),
            }),
          ],
          [words.text('md.plan.load'), loadText(report.plan, words)],
        ] as const)),
    [words.text('md.plan.duration'), formatTime(durationMs)],
    [words.text('md.plan.dialect'), code(run.dialect, 80)],
    [words.text('md.plan.seed'), code(String(run.seed))],
    [words.text('md.plan.workers'), String(workers)],
    [words.text('md.plan.cost'), costText(report, words)],
    ...(report.server === null
      ? []
      : ([[words.text('md.plan.server'), prose(serverTexts(report, words).join('; '))]] as const)),
    [words.text('md.plan.began'), run.startedAt],
    [
      words.text('md.plan.machine'),
      code(
        words.text('md.plan.machine-of', {
          platform: host.platform,
          arch: host.arch,
          cpus: host.cpus,
          node: host.node,
        }),
      ),
    ],
  ];
  return folded(words.text('md.plan'), markdownTable(['', ''], rows));
}

function command({ run }: Report, { words }: Voice): string {
  return folded(words.text('md.command'), code(`npx ${run.command}`, 1000));
}
