import { dirname } from 'node:path';
import { InternalError, type Problem, saidProblem } from '../core/errors.js';
import { isJsonObject } from '../core/json.js';
import { message } from '../core/language/words.js';
import type { FoundFile } from './catalog.js';
import { readYaml } from './document.js';
import { LIMIT_NAMES, type LimitName, LIMITS } from './limits.js';
import { locateIn, type Where } from './load.js';
import { fileOptions, type FlagTexts, readFlagTexts } from './flag-texts.js';
import type { FlagValues, OptionName } from './options.js';
import type { OptionSpec } from './option-spec.js';
import { isEmbeddedPlan, isPlan, presetOfPlan, renameToPlan, scenarioOfPlan } from './plan-json.js';
import { readPrepared } from './prepared.js';
import { type Locate, problemsOf } from './schema/issues.js';
import type { ScenarioValues } from './schema/scenario.js';

/** A key of scenario files. */
export type Key = keyof ScenarioValues;

/** Where values come from; `plan` is the plan of a JSON report. */
export type LayerKind = 'default' | 'preset' | 'scenario' | 'plan' | 'flags';

/** What a preset must say. */
const PRESET_KEYS = ['title', 'users', 'rooms', 'duration', 'rate'] as const satisfies readonly Key[];

/** One source of values; later layers go over earlier ones. */
export interface Layer {
  readonly values: ScenarioValues;
  /** The values before they were checked. */
  readonly raw: unknown;
  /** Keys whose values are wrong; `all` when the source could not be read at all. */
  readonly broken: ReadonlySet<string> | 'all';
  readonly problems: readonly Problem[];
  readonly kind: LayerKind;
  /** Folder that relative paths start from. */
  readonly folder: string;
  /** The preset that this is, or that a report's plan came from. */
  readonly preset?: string | null;
  /** The plan of a run that started the practice server for itself. */
  readonly embedded?: boolean;
  readonly where: Where;
}

/** What holds without preset, file and flags. */
export function defaultLayer(): Layer {
  const texts: Partial<Record<OptionName, string | readonly string[]>> = {};
  for (const [name, { fallback, repeatable }] of fileOptions()) {
    if (fallback !== undefined) texts[name] = repeatable === true ? fallback.split(', ') : fallback;
  }
  const values = mustHave(readFlagTexts(texts), 'defaults');
  const limits = Object.fromEntries(LIMIT_NAMES.map((name) => [name, readFallback(LIMITS[name])]));
  const source: Source = { locate: () => 'default', kind: 'default', folder: '.' };
  return soundLayer({ ...values, limits, thresholds: [] }, rawOfTexts(texts), source);
}

function readFallback({ parse, fallback }: (typeof LIMITS)[LimitName]): number {
  const parsed = parse(fallback);
  if (!parsed.ok) throw new InternalError(parsed.message);
  return parsed.value;
}

/** The flags that scenario files have keys for. Without a mistake among them the schema is not loaded. */
export async function flagLayer(flags: FlagValues, folder: string): Promise<Layer> {
  const given = fileOptions().filter(([name, spec]) => wasGiven(spec, flags[name]));
  const flagOf = new Map(given.map(([, spec]) => [spec.key, spec.flag]));
  const texts = Object.fromEntries(given.map(([name]) => [name, flags[name]]));
  const raw = rawOfTexts(texts);
  const locate: Locate = (path) => flagOf.get(String(path[0])) ?? 'flags';
  const source: Source = { locate, kind: 'flags', folder };
  const values = readFlagTexts(texts);
  return values === undefined ? await parseLayer(raw, source) : soundLayer(values, raw, source);
}

/** Texts by option as a scenario file would have them: by key. */
function rawOfTexts(texts: FlagTexts): Readonly<Record<string, unknown>> {
  const raw: Record<string, unknown> = {};
  for (const [name, { key, repeatable }] of fileOptions()) {
    if (texts[name] !== undefined) raw[key] = repeatable === true ? [texts[name]].flat() : texts[name];
  }
  return raw;
}

/** Reads a scenario file of the user's own, or the plan of a JSON report; never rejects. */
export async function scenarioLayer(found: FoundFile): Promise<Layer> {
  return fileLayer(found, 'scenario');
}

/** Reads a preset, which must be complete; never rejects. */
export async function presetLayer(found: FoundFile): Promise<Layer> {
  const layer = await fileLayer(found, 'preset');
  const missing = PRESET_KEYS.filter((key) => layer.values[key] === undefined && !isBroken(layer, key));
  const problems = missing.map((key) =>
    saidProblem(layer.where([]), message('file.at', { path: key, what: message('schema.missing') })),
  );
  if (layer.values.extends !== undefined) {
    problems.push(
      saidProblem(
        layer.where(['extends']),
        message('file.at', { path: 'extends', what: message('schema.preset-alone') }),
      ),
    );
  }
  const broken = layer.broken === 'all' ? layer.broken : new Set([...layer.broken, ...missing]);
  return { ...layer, preset: found.name, problems: [...layer.problems, ...problems], broken };
}

/** What stands for a source that could not be read: nothing is known of its values. */
export function unreadable(problems: readonly Problem[], kind: LayerKind): Layer {
  return {
    values: {},
    raw: undefined,
    broken: 'all',
    problems,
    kind,
    folder: '.',
    where: () => problems[0]?.where ?? '',
  };
}

async function fileLayer(found: FoundFile, kind: LayerKind): Promise<Layer> {
  const folder = dirname(found.path);
  const prepared = await readPrepared<ScenarioValues>(found);
  if (prepared !== undefined) {
    const { value: raw, where } = prepared.file;
    return { values: prepared.checked, raw, broken: new Set(), problems: [], kind, folder, where };
  }
  const read = await readYaml(found.path, found.shown, isPlan);
  if ('problems' in read) return unreadable(read.problems, kind);
  const { value } = read.file;
  const locate = locateIn(read.file);
  const plan = scenarioOfPlan(value);
  if (plan === undefined) return await parseLayer(value, { locate, kind, folder });
  const inPlan: Locate = (path, part) => locate(renameToPlan(path, value), part);
  const layer = await parseLayer(plan, { locate: inPlan, kind: 'plan', folder });
  return { ...layer, preset: presetOfPlan(value), embedded: isEmbeddedPlan(value) };
}

/** The value that holds for a key and the layer that it comes from; undefined when there is none, or a wrong one above it. */
export function pick<K extends Key>(
  layers: readonly Layer[],
  key: K,
): Picked<NonNullable<ScenarioValues[K]>> | undefined {
  const layer = layers.findLast((one) => isBroken(one, key) || one.values[key] !== undefined);
  const value = layer?.values[key];
  if (layer === undefined || value === undefined || isBroken(layer, key)) return undefined;
  return { value, isExplicit: isExplicit(layer), where: placeOf(layer, key), layer };
}

/** Where a value stands, as a problem of it begins: in a file with the name of its key, which a flag has in its own. */
function placeOf({ kind, where }: Layer, key: Key): string {
  const place = where([key]);
  return kind === 'flags' || kind === 'default' ? place : `${place}: ${key}`;
}

/** The value that holds for a key, in layers without problems. */
export function required<K extends Key>(layers: readonly Layer[], key: K): NonNullable<ScenarioValues[K]> {
  return mustHave(pick(layers, key)?.value, key);
}

/** Defaults and presets are complete; a gap is a fault of ours. */
export function mustHave<T>(value: T | undefined, key: string): T {
  if (value === undefined) throw new InternalError(`no value for ${key} in any layer`);
  return value;
}

/** A value and where it comes from. */
export interface Picked<T> {
  readonly value: T;
  /** Did the user ask for it, rather than a preset? */
  readonly isExplicit: boolean;
  readonly where: string;
  readonly layer: Layer;
}

function isExplicit({ kind }: Layer): boolean {
  return kind !== 'default' && kind !== 'preset';
}

/** Is the key's value wrong in this layer? */
export function isBroken(layer: Layer, key: Key): boolean {
  return layer.broken === 'all' || layer.broken.has(key);
}

interface Source {
  readonly locate: Locate;
  readonly kind: LayerKind;
  readonly folder: string;
}

/** No code is made for a check that is done a few times. */
const ONCE = { jitless: true };

function soundLayer(values: ScenarioValues, raw: unknown, { kind, folder, locate }: Source): Layer {
  return { values, raw, broken: new Set(), problems: [], kind, folder, where: (path) => locate(path, 'value') };
}

/** Values that are wrong are left out, so that the others can still be checked against each other. */
async function parseLayer(raw: unknown, source: Source): Promise<Layer> {
  const { scenarioSchema } = await import('./schema/scenario.js');
  const parsed = scenarioSchema.safeParse(raw, ONCE);
  if (parsed.success) return soundLayer(parsed.data, raw, source);
  const { kind, folder } = source;
  const where: Where = (path) => source.locate(path, 'value');
  const { issues } = parsed.error;
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [],
  );
  const broken = new Set([...unknown, ...issues.flatMap((issue) => issue.path.slice(0, 1).map(String))]);
  const problems = problemsOf(issues, raw, source.locate, kind !== 'flags');
  const sound = isJsonObject(raw) ? Object.entries(raw).filter(([key]) => !broken.has(key)) : [];
  const rest = scenarioSchema.safeParse(Object.fromEntries(sound), ONCE);
  const hasSound = isJsonObject(raw) && rest.success;
  return { values: rest.data ?? {}, raw, broken: hasSound ? broken : 'all', problems, kind, folder, where };
}

/** An option that flags can only switch off is `true` when no flag was given. */
function wasGiven({ flag }: OptionSpec<unknown>, value: FlagValues[OptionName]): boolean {
  return value !== undefined && !(flag.startsWith('--no-') && value === true);
}

/** A value of a layer as it was before it was checked. */
export function rawOf({ raw }: Layer, key: Key): unknown {
  return isJsonObject(raw) ? raw[key] : undefined;
}
