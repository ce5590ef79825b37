import type { Arrive } from '../../core/arrive.js';
import { printableJson } from '../../core/json.js';
import { MARKS } from '../../core/marks.js';
import { targetsOf } from '../../core/plan.js';
import type { DrawnTime, SessionTimes } from '../../core/sessions.js';
import { listed, printable } from '../../core/text.js';
import { formatBytes, formatCount, formatLoad, formatRate, formatShare, formatTime } from '../../core/units.js';
import { peakRateOf } from '../../load/load.js';
import { plannedSessionsText } from '../../report/session-report.js';
import { plannedSlowReadersText } from '../../report/slow-reader-report.js';
import { plannedStormText } from '../../report/storm-texts.js';
import { formatRoomSize } from '../../scenario/parsers.js';
import type { Glyphs } from '../progress/glyphs.js';
import type { RunOrder } from './order.js';
import { reportPlanOf } from './report-plan.js';
import { plannedCurve } from './planned-curve.js';

const LABEL_WIDTH = 14;
const LONGEST = 4000;

/** What `--dry-run --json` prints: the plan as a report would carry it. */
export function dryRunJson(order: RunOrder): string {
  return `${printableJson(reportPlanOf(order.scenario.plan, order), 2)}\n`;
}

/** What `--dry-run` prints: the plan, what its fan-out makes of it, and what may be too much. */
export function dryRunText(order: RunOrder, glyphs: Glyphs): string {
  const { estimate, scenario } = order;
  const { stages } = scenario.plan;
  const warnings = [...scenario.notices, ...estimate.warnings];
  return [
    ...planRows(order).map(row),
    '',
    ...(stages.length === 0
      ? []
      : [...plannedCurve(stages, glyphs).map((line, index) => row([index === 0 ? 'messages/s' : '', line])), '']),
    ...(order.kind === 'run' ? fanOutRows(order) : []).map(row),
    row(['connections', formatCount(estimate.connections)]),
    row([
      'memory',
      `about ${formatBytes(estimate.ownMemoryBytes)} ${order.agents === undefined ? 'here' : 'on all agents together'}, ${formatBytes(estimate.targetMemoryBytes)} in a Node target`,
    ]),
    ...(order.agents === undefined
      ? [row(['threads', String(estimate.workers)])]
      : [row(['agents', `${formatCount(order.agents.count)}, by the queue at ${order.agents.address.shown}`])]),
    ...(warnings.length === 0
      ? []
      : ['', ...warnings.map((warning) => `${MARKS.warn} ${printable(warning, LONGEST)}`)]),
    '',
    row(['again', order.command]),
    '',
  ].join('\n');
}

type Row = readonly [label: string, text: string];

/** One line. A scenario's file may come from a stranger, so its texts are made visible. */
function row([label, text]: Row): string {
  return `${label.padEnd(LABEL_WIDTH)}${printable(text, LONGEST)}`.trimEnd();
}

function planRows({ kind, estimate, scenario: { plan, variables, title, embedded } }: RunOrder): Row[] {
  const source = plan.preset === null ? title : `${title} (preset ${plan.preset})`;
  return [
    ['plan', `${source}: ${kind === 'run' ? 'a load run' : 'connections only'}`],
    ['target', embedded ? 'the practice server, on a free port' : targetsOf(plan).join(', ')],
    ...(plan.sources === undefined ? [] : [['from', sourcesText(plan.sources)] as const]),
    ['dialect', plan.dialect.name],
    ...Object.keys(variables).map((name): Row => ['sends', `${name} of the environment`]),
    ['users', formatCount(plan.users)],
    ...(kind === 'run' ? loadRows(plan) : []),
    ...(plan.activity === undefined ? [] : [['activity', activityText(estimate)] as const]),
    ['duration', formatTime(plan.durationMs)],
    ...(plan.arrive === undefined ? [] : [['arrivals', arriveText(plan.arrive)] as const]),
    ...(plan.storms ?? []).map((storm): Row => ['storm', plannedStormText(storm)]),
    ...(plan.sessions === undefined ? [] : [['sessions', sessionsText(plan.users, plan.sessions)] as const]),
    ...(plan.slowReaders === undefined ? [] : [['slow readers', plannedSlowReadersText(plan.slowReaders)] as const]),
    ...(plan.readRate === undefined
      ? []
      : [['reads', `${formatRate(plan.readRate)}/s, by http.read of the dialect`] as const]),
    ['seed', String(plan.seed)],
    ...plan.thresholds.map((expression): Row => ['threshold', expression]),
    ['alerts', plan.alerts.length === 0 ? 'none' : plan.alerts.join(', ')],
  ];
}

function sourcesText(sources: readonly string[]): string {
  const [first = '', ...others] = sources;
  return sources.length < 4
    ? listed(sources)
    : `${formatCount(sources.length)} addresses, ${first} to ${others.at(-1) ?? ''}`;
}

function activityText({ loudestShare }: RunOrder['estimate']): string {
  return `zipf: few rooms are loud, the loudest gets ${formatShare(loudestShare)} of the messages`;
}

/** With what it makes of everybody, once it goes on for long: of a user's whole time it is away for the mean pause. */
function sessionsText(users: number, times: SessionTimes): string {
  const [stayMs, awayMs] = [meanOf(times.lengthMs), meanOf(times.pauseMs)];
  const perSecond = (users * 1000) / (stayMs + awayMs);
  return `${plannedSessionsText(times)}: ${formatRate(perSecond)} leave a second, ${formatShare(awayMs / (stayMs + awayMs))} are away at a time`;
}

function meanOf({ min, max }: DrawnTime): number {
  return (min + max) / 2;
}

function arriveText({ perSecond }: Arrive): string {
  const rate = perSecond === null ? 'as fast as limits allow' : `${formatRate(perSecond)} users/s`;
  return `${rate}, each from sign-up to its rooms beside the others`;
}

function loadRows(plan: RunOrder['scenario']['plan']): Row[] {
  const {
    messagesPerSecond: rate,
    window,
    theme,
    textBytes,
    rooms,
    roomSize,
    drainMs,
    audit,
    canary,
    canaryRate,
  } = plan;
  return [
    ['rooms', `${formatCount(rooms)} of ${formatRoomSize(roomSize)} members`],
    ['load', formatLoad(rate, { window, peakRate: peakRateOf(plan) })],
    [
      'theme',
      textBytes === undefined ? theme.name : `${theme.name}, filled to ${textBytes.min}-${textBytes.max} bytes`,
    ],
    ['drain', `at most ${formatTime(drainMs)}`],
    [
      'extras',
      [
        canary ? `canary of ${formatRate(canaryRate)} messages/s` : 'no canary',
        ...(audit ? [auditText(plan)] : []),
      ].join(', '),
    ],
  ];
}

function fanOutRows({ scenario: { plan }, estimate }: RunOrder): Row[] {
  const { meanRoomMembers, fanOut, deliveriesPerSecond, messages, memberships, usersInRooms } = estimate;
  const peakRate = peakRateOf(plan);
  const copies =
    peakRate === null
      ? 'as many as the target takes'
      : `${plan.stages.length === 0 ? '' : 'at most '}${formatCount(peakRate)} messages/s × ${fanOut.toFixed(2)} copies = ${formatCount(peakRate * fanOut)} deliveries/s`;
  return [
    [
      'members',
      `${formatCount(memberships)} places for ${formatCount(usersInRooms)} users, ${meanRoomMembers.toFixed(1)} a room`,
    ],
    ['fan-out', copies],
    ...(messages === null || deliveriesPerSecond === null
      ? []
      : [['in all', `${formatCount(messages)} messages, ${formatCount(messages * fanOut)} deliveries`] as const]),
  ];
}

/** What the audit looks at, and how long it waits. */
function auditText({ auditShare, auditWaitMs }: RunOrder['scenario']['plan']): string {
  const what = auditShare === 1 ? 'audit' : `audit of ${formatShare(auditShare)}`;
  return `${what}, waiting up to ${formatTime(auditWaitMs)} for what is not there`;
}
