import { isJsonObject, type JsonValue } from '../core/json.js';
import { inEnglish, message } from '../core/language/words.js';
import type { Difference } from '../report/comparison/comparison-types.js';
import type { Report } from '../report/report-types.js';

/** Fields of the plan that decide what load a run is, in the order in which they are told. */
const PLAN_FIELDS = [
  'kind',
  'users',
  'rooms',
  'roomSize',
  'rate',
  'window',
  'readRate',
  'durationMs',
  'drainMs',
  'workersStarted',
  'canary',
  'canaryRate',
  'embedded',
  'limits',
] as const;

const HOST_FIELDS = [
  'cpus',
  'node',
  'platform',
  'arch',
  'memoryBytes',
] as const satisfies readonly (keyof Report['host'])[];

/** Machines tell their memory to the byte, and lose some to a new kernel. */
const SAME_MEMORY_SHARE = 0.05;

/** Below this a number with one decimal has hardly a digit left. */
const SMALL = 1;

/** In what two runs differ beside their results: what a change may come from instead of from the server. */
export function differencesOf(base: Report, current: Report): Difference[] {
  return [
    ...PLAN_FIELDS.flatMap((field) => difference('plan', field, base.plan[field], current.plan[field])),
    ...difference('plan', 'stages', stagesText(base), stagesText(current)),
    // What no plan says is as it always was.
    ...difference('plan', 'activity', base.plan['activity'] ?? 'even', current.plan['activity'] ?? 'even'),
    ...difference('plan', 'deliveriesPerSecond', ...dealtCopies(base, current)),
    ...difference('plan', 'dialect', ...textsOf(base.plan['dialect'], current.plan['dialect'])),
    ...difference('plan', 'theme', ...textsOf(base.plan['theme'], current.plan['theme'])),
    ...HOST_FIELDS.flatMap((field) => hostDifference(field, base.host, current.host)),
    ...difference('tool', 'version', base.tool.version, current.tool.version),
  ];
}

/** `before 9s@1000, spike 2s@10000, fall 5s@1000→0`; undefined for what no tool says. */
function stagesText({ plan: { stages } }: Report): string | undefined {
  if (stages === undefined) return undefined;
  if (stages.length === 0) return inEnglish(message('compared.no-stages'));
  return stages
    .map(({ name, durationMs, from, to }) => `${name} ${durationMs / 1000}s@${from === to ? to : `${from}→${to}`}`)
    .join(', ');
}

type Told = JsonValue | undefined;

function difference(kind: Difference['kind'], field: string, base: Told, current: Told): Difference[] {
  // A field that one of the two tools did not know yet says nothing.
  if (base === undefined || current === undefined) return [];
  const [before, after] = [textOf(base), textOf(current)];
  if (before === after) return [];
  const [from, to] = [shownOf(base), shownOf(current)];
  // What is told as different has to look different.
  return [from === to ? { kind, field, base: before, current: after } : { kind, field, base: from, current: to }];
}

function hostDifference(
  field: (typeof HOST_FIELDS)[number],
  base: Report['host'],
  current: Report['host'],
): Difference[] {
  if (field === 'memoryBytes') {
    const apart = Math.abs(current.memoryBytes - base.memoryBytes);
    if (apart <= SAME_MEMORY_SHARE * base.memoryBytes) return [];
  }
  return difference('host', field, base[field], current[field]);
}

/** Where users, rooms and rate are the same, another seed still deals other rooms. */
function dealtCopies({ plan: base }: Report, { plan: current }: Report): [Told, Told] {
  const isSameLoad = (['users', 'rooms', 'roomSize', 'rate'] as const).every(
    (field) => textOf(base[field]) === textOf(current[field]),
  );
  return isSameLoad ? [base.deliveriesPerSecond, current.deliveriesPerSecond] : [undefined, undefined];
}

/** Dialects and themes by their names, and by what is in them where two of the same name differ. */
function textsOf(base: Told, current: Told): [Told, Told] {
  if (base === undefined || current === undefined || textOf(base) === textOf(current)) return [undefined, undefined];
  const [before, after] = [nameOf(base), nameOf(current)];
  return before === after ? [before, inEnglish(message('compared.other-contents', { name: after }))] : [before, after];
}

function nameOf(value: JsonValue): string {
  const name = isJsonObject(value) ? value['name'] : undefined;
  return typeof name === 'string' ? name : textOf(value);
}

/** For people: no more digits than say something. */
function shownOf(value: JsonValue): string {
  if (typeof value !== 'number' || Number.isInteger(value)) return textOf(value);
  return String(Math.abs(value) < SMALL ? Number(value.toPrecision(2)) : Number(value.toFixed(1)));
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
