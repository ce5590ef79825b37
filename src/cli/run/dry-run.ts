import { printableJson } from '../../core/json.js';
import { padRight } from '../../core/language/columns.js';
import type { EnglishKey } from '../../core/language/en/index.js';
import { tellerOf } from '../../core/language/retell.js';
import type { Text } from '../../core/language/template.js';
import { message, type Message, type Wording } from '../../core/language/words.js';
import { MARKS } from '../../core/marks.js';
import { offeredLoad } from '../../core/offered-load.js';
import { targetsOf } from '../../core/plan.js';
import { printable } from '../../core/text.js';
import { formatCount, formatTime } from '../../core/units.js';
import { peakRateOf } from '../../load/load.js';
import { formatRoomSize } from '../../scenario/parsers.js';
import type { Glyphs } from '../progress/glyphs.js';
import type { RunOrder } from './order.js';
import { plannedCurve } from './planned-curve.js';
import { plannedArrivals, plannedSessions, plannedSlowReaders, plannedStorm } from './planned-people.js';
import { reportPlanOf } from './report-plan.js';

const LABEL_WIDTH = 14;
const LONGEST = 4000;

/** What `--dry-run --json` prints: the plan as a report would carry it. */
export function dryRunJson(order: RunOrder): string {
  return `${printableJson(reportPlanOf(order.scenario.plan, order), 2)}\n`;
}

/** What `--dry-run` prints: the plan, what its fan-out makes of it, and what may be too much. */
export function dryRunText(order: RunOrder, glyphs: Glyphs, words: Wording): string {
  const { estimate, scenario } = order;
  const { stages } = scenario.plan;
  const warnings = [...scenario.notices, ...estimate.warnings];
  const lines = (rows: readonly Row[]): string[] => rows.map((row) => lineOf(row, words));
  return [
    ...lines(planRows(order, words)),
    '',
    ...lines(
      plannedCurve(stages, glyphs, words).map((line, index): Row => [index === 0 ? 'plan.label.rate' : '', line]),
    ),
    ...(stages.length === 0 ? [] : ['']),
    ...lines(order.kind === 'run' ? fanOutRows(order) : []),
    ...lines(machineRows(order)),
    ...(warnings.length === 0
      ? []
      : ['', ...warnings.map((warning) => `${MARKS.warn} ${printable(tellerOf(words)(warning), LONGEST)}`)]),
    '',
    lineOf(['plan.label.again', `npx ${order.command}`], words),
    '',
  ].join('\n');
}

type Row = readonly [label: EnglishKey | '', text: Text];

/** One line. A scenario's file may come from a stranger, so its texts are made visible. */
function lineOf([label, text]: Row, words: Wording): string {
  const shown = label === '' ? '' : words.template(label);
  return `${padRight(shown, LABEL_WIDTH)}${printable(words.say(text), LONGEST)}`.trimEnd();
}

function planRows({ kind, estimate, scenario }: RunOrder, words: Wording): Row[] {
  const { plan, variables, embedded } = scenario;
  const { activity, arrive, sessions, slowReaders, sources, storms = [], readRate } = plan;
  const title =
    plan.preset === null ? scenario.title : message('plan.of-preset', { title: scenario.title, preset: plan.preset });
  return [
    ['plan.label.plan', kind === 'run' ? message('plan.run', { title }) : message('plan.connect', { title })],
    ['plan.label.target', embedded ? message('plan.practice') : targetsOf(plan).join(', ')],
    ...rowIf('plan.label.from', sources, sourcesText),
    ['plan.label.dialect', plan.dialect.name],
    ...Object.keys(variables).map((name): Row => ['plan.label.sends', message('plan.sends', { name })]),
    ['plan.label.users', formatCount(plan.users)],
    ...(kind === 'run' ? loadRows(plan) : []),
    ...rowIf('plan.label.activity', activity, () => message('plan.activity.zipf', { loudest: estimate.loudestShare })),
    ['plan.label.duration', formatTime(plan.durationMs)],
    ...rowIf('plan.label.arrivals', arrive, plannedArrivals),
    ...storms.map((storm): Row => ['plan.label.storm', plannedStorm(storm)]),
    ...rowIf('label.sessions', sessions, (times) => plannedSessions(plan.users, times, words)),
    ...rowIf('label.slow-readers', slowReaders, plannedSlowReaders),
    ...rowIf('label.reads', readRate, (rate) => message('plan.reads', { rate })),
    ['plan.label.seed', String(plan.seed)],
    ...plan.thresholds.map((expression): Row => ['plan.label.threshold', expression]),
    ['label.alerts', plan.alerts.length === 0 ? message('plan.no-alerts') : plan.alerts.join(', ')],
  ];
}

/** A row of what a plan may have. */
function rowIf<Value>(label: EnglishKey, value: Value | undefined, textOf: (value: Value) => Text): Row[] {
  return value === undefined ? [] : [[label, textOf(value)]];
}

function sourcesText(sources: readonly string[]): Message {
  const [first = '', ...others] = sources;
  return sources.length < 4
    ? message('list.and', { parts: sources })
    : message('plan.sources', { count: sources.length, first, last: others.at(-1) ?? '' });
}

function loadRows(plan: RunOrder['scenario']['plan']): Row[] {
  const { messagesPerSecond: rate, window, theme, textBytes, rooms, roomSize, drainMs } = plan;
  return [
    [
      'plan.label.rooms',
      roomSize === 'all'
        ? message('plan.rooms.all', { rooms })
        : message('plan.rooms', { rooms, size: formatRoomSize(roomSize) }),
    ],
    ['label.load', offeredLoad(rate, { window, peakRate: peakRateOf(plan) })],
    [
      'plan.label.theme',
      textBytes === undefined ? theme.name : message('plan.theme.filled', { theme: theme.name, ...textBytes }),
    ],
    ['plan.label.drain', message('plan.drain', { time: drainMs })],
    ['plan.label.extras', message('list.commas', { parts: extrasOf(plan) })],
  ];
}

/** The observers, and what the audit looks at and how long it waits. */
function extrasOf(plan: RunOrder['scenario']['plan']): Message[] {
  const { audit, auditShare, auditWaitMs: wait, canary, canaryRate: rate } = plan;
  const looks =
    auditShare === 1 ? message('plan.audit', { wait }) : message('plan.audit.share', { share: auditShare, wait });
  return [canary ? message('plan.canary', { rate }) : message('plan.no-canary'), ...(audit ? [looks] : [])];
}

function fanOutRows({ scenario: { plan }, estimate }: RunOrder): Row[] {
  const { meanRoomMembers, fanOut, deliveriesPerSecond, messages, memberships, usersInRooms } = estimate;
  return [
    [
      'plan.label.members',
      message('plan.members', { places: memberships, users: usersInRooms, mean: meanRoomMembers.toFixed(1) }),
    ],
    ['plan.label.fan-out', fanOutText(plan, fanOut)],
    ...(messages === null || deliveriesPerSecond === null
      ? []
      : [['plan.label.in-all', message('plan.in-all', { messages, deliveries: messages * fanOut })] as const]),
  ];
}

function fanOutText(plan: RunOrder['scenario']['plan'], fanOut: number): Message {
  const rate = peakRateOf(plan);
  if (rate === null) return message('plan.fan-out.max');
  const values = { rate, fanOut, deliveries: rate * fanOut };
  return plan.stages.length === 0 ? message('plan.fan-out', values) : message('plan.fan-out.at-most', values);
}

function machineRows({ agents, estimate }: RunOrder): Row[] {
  const { connections, ownMemoryBytes: own, targetMemoryBytes: target, workers } = estimate;
  const memory = { own, target };
  return [
    ['label.connections', formatCount(connections)],
    [
      'plan.label.memory',
      agents === undefined ? message('plan.memory', memory) : message('plan.memory.agents', memory),
    ],
    agents === undefined
      ? ['plan.label.threads', String(workers)]
      : ['label.agents', message('plan.agents', { count: agents.count, address: agents.address.shown })],
  ];
}
