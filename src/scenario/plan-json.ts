import { withoutFixedSecrets } from '../core/fixed-secrets.js';
import { isJsonObject } from '../core/json.js';
import type { OfferedRate, PlanLimits, RunPlan } from '../core/plan.js';
import { REPORT_SCHEMA } from '../core/schema-names.js';
import type { SessionTimes } from '../core/sessions.js';
import type { SlowReaders } from '../core/slow-readers.js';
import type { Stage } from '../core/stages.js';
import type { Storm } from '../core/storms.js';
import type { ValuePath } from './document.js';
import { LIMIT_NAMES, LIMITS } from './limits.js';
import { formatArrive, formatAuditShare, formatRoomSize } from './parsers.js';

/** A plan as JSON reports carry it. */
export interface PlanJson extends Omit<RunPlan, 'messagesPerSecond' | 'roomSize'> {
  readonly rate: OfferedRate;
  /** `3-8`, `5` or `all`. */
  readonly roomSize: string;
}

/** Keys of a report's plan that a scenario file takes as they are. */
const SAME_KEYS = [
  'target',
  'users',
  'rooms',
  'roomSize',
  'rate',
  'activity',
  'readRate',
  'window',
  'workers',
  'dialect',
  'accounts',
  'theme',
  'thresholds',
  'alerts',
  'seed',
  'audit',
  'canary',
  'canaryRate',
] as const satisfies readonly (keyof PlanJson)[];

/** Keys of a scenario file whose times are plain milliseconds in a report's plan. */
const TIME_KEYS = { duration: 'durationMs', drain: 'drainMs', auditWait: 'auditWaitMs' } as const satisfies Record<
  string,
  keyof PlanJson
>;

/** Keys of a stage whose fields have other names in a plan. */
const STAGE_FIELDS: Readonly<Record<string, keyof Stage>> = { duration: 'durationMs', target: 'to' };

/** The same of a storm. */
const STORM_FIELDS: Readonly<Record<string, keyof Storm>> = { at: 'atMs', offline: 'offlineMs' };

/** The same of sessions. */
const SESSION_FIELDS: Readonly<Record<string, keyof SessionTimes>> = { length: 'lengthMs', pause: 'pauseMs' };

/** The same of slow readers. */
const SLOW_FIELDS: Readonly<Record<string, keyof SlowReaders>> = { at: 'atMs', for: 'durationMs' };

/** A plan in the shape that reports carry and `--scenario` reads back, without the secrets that are written out in its dialect. */
export function planToJson(plan: RunPlan): PlanJson {
  const { messagesPerSecond, roomSize, dialect, ...same } = plan;
  return {
    ...same,
    dialect: withoutFixedSecrets(dialect),
    rate: messagesPerSecond,
    roomSize: formatRoomSize(roomSize),
  };
}

/**
 * A report's plan as the keys of a scenario file, unchecked; undefined when the content is neither a report nor a plan.
 * Run id and allowed hosts are left out: the one is new in every run, the others are for the user to allow each time.
 */
export function scenarioOfPlan(content: unknown): Record<string, unknown> | undefined {
  const plan = planIn(content);
  if (plan === undefined) return undefined;
  const scenario: Record<string, unknown> = {};
  for (const key of SAME_KEYS) if (plan[key] !== undefined) scenario[key] = plan[key];
  for (const [key, field] of Object.entries(TIME_KEYS))
    if (plan[field] !== undefined) scenario[key] = milliseconds(plan[field]);
  if (Array.isArray(plan['stages']) && plan['stages'].length > 0) {
    scenario['stages'] = plan['stages'].map(stageOf);
    // It follows from them, and need not be a duration that could be asked for.
    delete scenario['duration'];
  }
  if (isJsonObject(plan['textBytes'])) scenario['text'] = { bytes: textBytesOf(plan['textBytes']) };
  if (isJsonObject(plan['arrive'])) scenario['arrive'] = arriveText(plan['arrive']);
  if (Array.isArray(plan['storms'])) scenario['storms'] = plan['storms'].map(stormOf);
  if (isJsonObject(plan['sessions'])) scenario['sessions'] = sessionsOf(plan['sessions']);
  if (isJsonObject(plan['slowReaders'])) scenario['slowReaders'] = slowReadersOf(plan['slowReaders']);
  if (Array.isArray(plan['otherTargets']) && plan['otherTargets'].length > 0)
    scenario['target'] = [plan['target'], ...(plan['otherTargets'] as unknown[])];
  if (plan['audit'] === true && typeof plan['auditShare'] === 'number' && plan['auditShare'] < 1)
    scenario['audit'] = formatAuditShare(plan['auditShare']);
  if (isJsonObject(plan['limits'])) scenario['limits'] = limitsOf(plan['limits']);
  return scenario;
}

/** Is this a report, or the plan of one? */
export function isPlan(content: unknown): boolean {
  return planIn(content) !== undefined;
}

/** Did the run of this report's plan start the practice server for itself? */
export function isEmbeddedPlan(content: unknown): boolean {
  return planIn(content)?.['embedded'] === true;
}

/** The preset that a report's plan came from, or null. */
export function presetOfPlan(content: unknown): string | null {
  const preset = planIn(content)?.['preset'];
  return typeof preset === 'string' ? preset : null;
}

/** A path in {@link scenarioOfPlan}'s result → the path in the file. */
export function renameToPlan(path: ValuePath, content: unknown): ValuePath {
  const [first, ...rest] = path;
  const field = Object.entries(TIME_KEYS).find(([key]) => key === first)?.[1] ?? first;
  const stageField = first === 'stages' ? STAGE_FIELDS[String(rest[1])] : undefined;
  const stormField = first === 'storms' ? STORM_FIELDS[String(rest[1])] : undefined;
  if ((stageField ?? stormField) !== undefined) rest[1] = stageField ?? stormField ?? '';
  const ownFields = first === 'slowReaders' ? SLOW_FIELDS : first === 'sessions' ? SESSION_FIELDS : {};
  const ownField = ownFields[String(rest[0])];
  if (ownField !== undefined) rest[0] = ownField;
  const limit = first === 'limits' ? LIMIT_NAMES.find((name) => name === rest[0]) : undefined;
  const [place] = rest;
  if (first === 'target' && typeof place === 'number' && place > 0)
    return [...(isReport(content) ? ['plan'] : []), 'otherTargets', place - 1];
  const inPlan = [...(field === undefined ? [] : [field]), ...(limit === undefined ? rest : [LIMITS[limit].field])];
  return isReport(content) ? ['plan', ...inPlan] : inPlan;
}

/** A stage of a plan as scenarios write it. */
function stageOf(stage: unknown): unknown {
  if (!isJsonObject(stage)) return stage;
  const { durationMs, to, ...same } = stage;
  return { ...same, duration: milliseconds(durationMs), target: to };
}

/** Lengths of texts as scenarios write them. */
function textBytesOf({ min, max }: Readonly<Record<string, unknown>>): unknown {
  return typeof min === 'number' && typeof max === 'number' ? `${min}-${max}` : min;
}

/** A plan's arrivals as scenarios write them; anything else goes through, for the schema to complain about. */
function arriveText({ perSecond }: Readonly<Record<string, unknown>>): unknown {
  return perSecond === null || typeof perSecond === 'number' ? formatArrive({ perSecond }) : perSecond;
}

/** A storm of a plan as scenarios write it. */
function stormOf(storm: unknown): unknown {
  if (!isJsonObject(storm)) return storm;
  const { atMs, share, offlineMs, ...same } = storm;
  return { ...same, at: milliseconds(atMs), share: shareText(share), offline: milliseconds(offlineMs) };
}

/** Sessions of a plan as scenarios write them. */
function sessionsOf({ lengthMs, pauseMs, ...same }: Readonly<Record<string, unknown>>): unknown {
  return { ...same, length: drawnText(lengthMs), pause: drawnText(pauseMs) };
}

function drawnText(value: unknown): unknown {
  return isJsonObject(value) ? `${String(milliseconds(value['min']))}-${String(milliseconds(value['max']))}` : value;
}

/** Slow readers of a plan as scenarios write them. */
function slowReadersOf({ atMs, share, durationMs, ...same }: Readonly<Record<string, unknown>>): unknown {
  return { ...same, share: shareText(share), at: milliseconds(atMs), for: milliseconds(durationMs) };
}

function limitsOf(limits: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const scenario: Record<string, unknown> = {};
  for (const name of LIMIT_NAMES) {
    const field: keyof PlanLimits = LIMITS[name].field;
    if (limits[field] !== undefined) scenario[name] = field === name ? limits[field] : milliseconds(limits[field]);
  }
  return scenario;
}

function planIn(content: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!isJsonObject(content)) return undefined;
  if (isReport(content)) return isJsonObject(content['plan']) ? content['plan'] : {};
  return 'durationMs' in content ? content : undefined;
}

function isReport(content: unknown): boolean {
  return isJsonObject(content) && content['schema'] === REPORT_SCHEMA;
}

/** The same of a share, 0–1. */
function shareText(value: unknown): unknown {
  return typeof value === 'number' ? `${Math.round(value * 1e8) / 1e6}%` : value;
}

/** Anything but a number goes through as it is, for the schema to complain about. */
function milliseconds(value: unknown): unknown {
  return typeof value === 'number' ? `${value}ms` : value;
}
