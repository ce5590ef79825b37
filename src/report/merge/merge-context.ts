import { isJsonObject, type JsonValue } from '../../core/json.js';
import { sumOf } from '../../core/numbers.js';
import { compareText } from '../../core/text.js';
import type { Alert } from '../../judgement/alerts.js';
import type { ReportContext } from '../build-report.js';
import type { HostInfo, ReportPlan } from '../report-types.js';
import { joined } from './merge-outcomes.js';

/** Between the ids of runs that were merged. */
const ID_JOINT = '+';

/** Ids of the runs that a report is made of. */
export function runIdsOf({ runId }: Pick<ReportContext, 'runId'>): string[] {
  return runId.split(ID_JOINT);
}

/**
 * What several runs were, as one: what is the same stays, users, rooms, rates and processors add up, and names that differ are
 * told side by side.
 * @param contexts at least one, in the order of their beginning
 * @param offsets seconds by which each one's timeline is shifted
 */
export function mergeContexts(
  contexts: readonly [ReportContext, ...ReportContext[]],
  offsets: readonly number[],
): ReportContext {
  const [first] = contexts;
  const presets = new Set(contexts.map(({ preset }) => preset));
  return {
    tool: first.tool,
    host: mergeHosts(contexts.map(({ host }) => host)),
    runId: [...new Set(contexts.flatMap(runIdsOf))].toSorted(compareText).join(ID_JOINT),
    preset: presets.size === 1 ? first.preset : null,
    seed: first.seed,
    target: joined(contexts.map(({ target }) => target)),
    dialect: joined(contexts.map(({ dialect }) => dialect)),
    // Joined by `&`, so that a shell runs them at the same time.
    command: [...new Set(contexts.map(({ command }) => command))].join(' & '),
    plan: mergePlans(contexts.map(({ plan }) => plan)),
    thresholds: [...new Set(contexts.flatMap(({ thresholds }) => thresholds))],
    alerts: contexts
      .flatMap(({ alerts }, index) => alerts.map((alert): Alert => shifted(alert, offsets[index] ?? 0)))
      .toSorted((one, other) => one.second - other.second),
  };
}

function shifted(alert: Alert, bySeconds: number): Alert {
  return { ...alert, second: alert.second + bySeconds };
}

/** Several machines: what they are, and all that they have. Machines that look the same count as one. */
function mergeHosts(hosts: readonly HostInfo[]): HostInfo {
  const different = [...new Map(hosts.map((host) => [JSON.stringify(host), host])).values()];
  return {
    node: joined(different.map(({ node }) => node)),
    platform: joined(different.map(({ platform }) => platform)),
    arch: joined(different.map(({ arch }) => arch)),
    cpus: sumOf(different.map(({ cpus }) => cpus)),
    memoryBytes: sumOf(different.map(({ memoryBytes }) => memoryBytes)),
  };
}

/** Fields of a plan's own that each generator adds its part to. */
const ADDED: readonly string[] = [
  'usersInRooms',
  'memberships',
  'messages',
  'connections',
  'workersStarted',
  'ownMemoryBytes',
];
/** What cannot be added up: a target needs part of its memory once, and the runs may have had one target or several. */
const UNKNOWN: readonly string[] = ['targetMemoryBytes'];
/** What each generator does at once. */
const ADDED_LIMITS: readonly string[] = ['httpConcurrency', 'connectConcurrency', 'readConcurrency'];

type Fields = Readonly<Record<string, JsonValue>>;

/** What is of each run adds up; of the other fields those that differ are null, since nothing true can be said of all. */
function mergePlans(plans: readonly ReportPlan[]): ReportPlan {
  const own = mergeFields(
    plans.map((plan) => Object.fromEntries(Object.entries(plan).filter(([name]) => name !== 'stages'))),
    ADDED,
  );
  for (const key of UNKNOWN) if (own[key] !== undefined) own[key] = null;
  const limits = plans.flatMap(({ limits: value }) => (isJsonObject(value) ? [value] : []));
  if (limits.length === plans.length) own['limits'] = mergeFields(limits, ADDED_LIMITS);
  const rates = plans.map(({ rate }) => rate);
  const deliveries = plans.map(({ deliveriesPerSecond }) => deliveriesPerSecond);
  return {
    ...own,
    ...mergePlannedStages(plans),
    users: sumOf(plans.map(({ users }) => users)),
    rooms: sumOf(plans.map(({ rooms }) => rooms)),
    roomSize: joined(plans.map(({ roomSize }) => textOf(roomSize))),
    durationMs: Math.max(...plans.map(({ durationMs }) => durationMs)),
    rate: rates.includes('max') ? 'max' : sumOf(rates.map(Number)),
    workers: sumOf(plans.map(({ workers }) => workers)),
    deliveriesPerSecond: deliveries.includes(null) ? null : sumOf(deliveries.map(Number)),
  };
}

/** Stages that all have, at the rates of all; without them where they differ. */
function mergePlannedStages(plans: readonly ReportPlan[]): Pick<ReportPlan, 'stages'> {
  const [first = [], ...others] = plans.map(({ stages }) => stages ?? []);
  const seams = (stages: typeof first): string =>
    JSON.stringify(stages.map(({ name, durationMs, measured }) => [name, durationMs, measured]));
  if (!others.every((stages) => seams(stages) === seams(first))) return { stages: [] };
  const all = [first, ...others];
  const sumAt = (index: number, end: 'from' | 'to'): number => sumOf(all.map((stages) => stages[index]?.[end] ?? 0));
  return { stages: first.map((stage, index) => ({ ...stage, from: sumAt(index, 'from'), to: sumAt(index, 'to') })) };
}

function mergeFields(all: readonly Fields[], added: readonly string[]): Record<string, JsonValue> {
  const names = new Set(all.flatMap((fields) => Object.keys(fields)));
  // A field may have any name, also one that an assignment would take for the prototype's.
  return Object.fromEntries(
    [...names].map((name) => {
      const values = all.map((fields) => (Object.hasOwn(fields, name) ? (fields[name] ?? null) : null));
      return [name, added.includes(name) ? sumOrNull(values) : sameOrNull(values)];
    }),
  );
}

function sumOrNull(values: readonly JsonValue[]): number | null {
  const numbers = values.filter((value) => typeof value === 'number');
  return numbers.length === values.length ? sumOf(numbers) : null;
}

function sameOrNull(values: readonly JsonValue[]): JsonValue {
  const different = new Set(values.map((value) => JSON.stringify(value)));
  return different.size === 1 ? (values[0] ?? null) : null;
}

/** `3-8` or `all`, as a plan writes it. */
function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
