import { existsSync } from 'node:fs';
import { type DialectSpec, knowsRooms } from '../core/dialect-spec.js';
import { type Problem, UsageError } from '../core/errors.js';
import { isJsonObject } from '../core/json.js';
import type { RunPlan, Theme } from '../core/plan.js';
import { AccountsOfRun, accountNeedOf } from './accounts-of-run.js';
import type { ResolvedScenario, ResolveInput } from './api.js';
import { assemble } from './assemble.js';
import { readCaFile } from './ca-file.js';
import { type CatalogKind, fileAt, find, findByName } from './catalog.js';
import {
  checkCrowd,
  checkExistingRooms,
  checkExpressions,
  checkLoad,
  type ExpressionCheck,
  forRoomsOf,
  type RoomNeeds,
} from './checks.js';
import {
  defaultLayer,
  flagLayer,
  isBroken,
  type Layer,
  mustHave,
  pick,
  presetLayer,
  scenarioLayer,
  unreadable,
} from './layers.js';
import {
  completeDialect,
  completeTheme,
  type DialectMeans,
  hiddenDialectProblems,
  type Loaded,
  loadDialect,
  loadTheme,
  themeTextProblems,
  type Where,
} from './load.js';
import { type FlagValues, NO_ALERTS, OPTIONS } from './options.js';
import { readPeople } from './people.js';
import { addressesOther } from './placeholders.js';
import { inFileOrder } from './problem-order.js';
import { readLoad } from './stages.js';
import { readReaches, refuseForeignTargets, targetsOfRun } from './targets-of-run.js';
import { secrecyNotices, variablesOf } from './variables.js';

/**
 * Defaults, preset, scenario file and flags, each over the one before, as one plan.
 * @throws UsageError with every problem of flags and files at once
 * @throws RefusedTargetError when the target is on another machine and the user did not name it
 */
export async function resolvePlan(input: ResolveInput): Promise<ResolvedScenario> {
  const { flags, kind } = input;
  const layers = await readLayers(flags);
  // The address of a practice server is gone with its run: what runs such a plan again takes a new one.
  const embedded = flags.embedded === true || (flags.target === undefined && layers.some((layer) => layer.embedded));
  const reaches = readReaches(flags);
  const authorities = await readCaFile(typeof flags.ca === 'string' ? flags.ca : undefined);
  const theme = await themeOf(layers, input.year);
  const accounts = new AccountsOfRun(layers);
  const dialect = await dialectOf(layers, { environment: input.environment, columns: (own) => accounts.columns(own) });
  const crowd = checkCrowd(kind, layers, roomNeedsOf(dialect));
  const need = accountNeedOf(kind, layers, dialect);
  const staged = await readLoad(kind, layers);
  const people = await readPeople(kind, layers, staged.durationMs);
  const problems = [
    ...layers.flatMap((layer) => layer.problems),
    ...reaches.problems,
    ...authorities.problems,
    ...problemsIn(theme),
    ...problemsIn(dialect),
    ...accounts.problems(need),
    ...crowd.problems,
    ...staged.problems,
    ...people.problems,
    ...checkLoad(kind, layers, 'value' in dialect ? dialect.value : undefined),
    ...(await expressionProblems(
      layers,
      async (text) => (await input.checkThreshold(text, staged.names)) ?? reaches.unread(text),
      async (text) => (await input.checkAlert(text, staged.names)) ?? reaches.unread(text),
    )),
  ];
  if ('value' in theme) problems.push(...checkExistingRooms(kind, layers, theme.value, crowd));
  if (problems.length > 0 || !('value' in theme) || !('value' in dialect)) throw new UsageError(inFileOrder(problems));
  const plan = assemble(input, layers, {
    ...targetsOfRun(layers, embedded),
    crowd,
    theme: theme.value,
    dialect: forRoomsOf(theme.value, dialect.value),
    accounts: accounts.shown,
    allowedHosts: reaches.hosts,
    ...(reaches.sources.length === 0 ? {} : { sources: reaches.sources }),
    insecure: flags.insecure === true,
    stages: staged.stages,
    ...people.plan,
    durationMs: mustHave(staged.durationMs, 'duration'),
    messagesPerSecond: mustHave(staged.messagesPerSecond, 'rate'),
  });
  const scenario: ResolvedScenario = {
    plan,
    variables: variablesOf(plan.dialect, input.environment),
    accounts: accounts.take(need),
    certificates: authorities.certificates,
    watch: reaches.watch,
    embedded,
    title: titleOf(layers),
    notices: noticesOf(plan, [...crowd.notices, ...people.notices]),
  };
  refuseForeignTargets(scenario);
  return scenario;
}

async function expressionProblems(
  layers: readonly Layer[],
  checkThreshold: ExpressionCheck,
  checkAlert: ExpressionCheck,
): Promise<Problem[]> {
  return [
    ...(await checkExpressions(layers, 'thresholds', checkThreshold)),
    ...(await checkExpressions(layers, 'alerts', async (text) => (text === NO_ALERTS ? undefined : checkAlert(text)))),
  ];
}

/** What a user should know before the run. */
function noticesOf({ insecure, dialect }: Pick<RunPlan, 'insecure' | 'dialect'>, adapted: readonly string[]): string[] {
  return [...secrecyNotices(dialect, insecure), ...adapted];
}

function roomNeedsOf(dialect: Loaded<DialectSpec>): RoomNeeds {
  if (!('value' in dialect)) return { roomless: undefined, paired: undefined };
  const { value } = dialect;
  return {
    roomless: knowsRooms(value) ? undefined : value.name,
    paired: addressesOther(value) ? value.name : undefined,
  };
}

async function readLayers(flags: FlagValues): Promise<Layer[]> {
  const here = process.cwd();
  const file = typeof flags.scenario === 'string' ? [await ownLayer(flags.scenario, here)] : [];
  return [defaultLayer(), await baseLayer(flags, file), ...file, await flagLayer(flags, here)];
}

/** A scenario of ours by its name, or a file of the user's own. */
async function ownLayer(reference: string, folder: string): Promise<Layer> {
  const found = await find('scenario', reference, folder, OPTIONS.scenario.flag);
  if ('path' in found) return scenarioLayer(found);
  const file = fileAt(reference, folder);
  return existsSync(file.path) ? scenarioLayer(file) : unreadable([found], 'scenario');
}

/** The title of the user's own file, or of the preset when there is none. */
function titleOf(layers: readonly Layer[]): string {
  const own = layers.find((layer) => layer.kind === 'scenario' || layer.kind === 'plan');
  return own === undefined ? (pick(layers, 'title')?.value ?? 'Custom') : (own.values.title ?? 'Custom');
}

/** `--preset`, or what the scenario file extends, or the smallest. */
async function baseLayer(flags: FlagValues, file: readonly Layer[]): Promise<Layer> {
  const base = pick(file, 'extends');
  const asked = typeof flags.preset === 'string' ? flags.preset : undefined;
  const where = asked === undefined ? (base?.where ?? 'preset') : OPTIONS.preset.flag;
  const found = await findByName('preset', asked ?? base?.value ?? OPTIONS.preset.fallback, where);
  return 'path' in found ? presetLayer(found) : unreadable([found], 'preset');
}

async function themeOf(layers: readonly Layer[], year: number): Promise<Loaded<Theme>> {
  const picked = pick(layers, 'theme');
  if (picked === undefined) return { problems: layers.flatMap(brokenThemeProblems) };
  const { value, layer } = picked;
  if (typeof value !== 'string') return completeTheme(value, 'inline', year, within(layer, 'theme'));
  const found = await find('theme', value, layer.folder, picked.where);
  return 'path' in found ? loadTheme(found, year) : { problems: [found] };
}

async function dialectOf(layers: readonly Layer[], means: DialectMeans): Promise<Loaded<DialectSpec>> {
  const picked = pick(layers, 'dialect');
  if (picked === undefined)
    return { problems: (await Promise.all(layers.map((layer) => brokenDialectProblems(layer, means)))).flat() };
  const { value, layer } = picked;
  const where = within(layer, 'dialect');
  if (typeof value !== 'string')
    return completeDialect(value, { ...means, name: 'inline', folder: layer.folder, where });
  const found = await find('dialect', value, layer.folder, picked.where);
  return 'path' in found ? loadDialect(found, means) : { problems: [found] };
}

function brokenThemeProblems(layer: Layer): readonly Problem[] {
  if (!isBroken(layer, 'theme') || !isJsonObject(layer.raw)) return [];
  return themeTextProblems(layer.raw['theme'], within(layer, 'theme'));
}

async function brokenDialectProblems(layer: Layer, means: DialectMeans): Promise<readonly Problem[]> {
  if (!isBroken(layer, 'dialect') || !isJsonObject(layer.raw)) return [];
  const context = { ...means, folder: layer.folder, where: within(layer, 'dialect') };
  return await hiddenDialectProblems(layer.raw['dialect'], context);
}

function within(layer: Layer, key: CatalogKind): Where {
  return (path) => layer.where([key, ...path]);
}

function problemsIn(loaded: Loaded<unknown>): readonly Problem[] {
  return 'problems' in loaded ? loaded.problems : [];
}
