import { type Problem, saidProblem } from '../core/errors.js';
import { type Message, message } from '../core/language/words.js';
import { sumOf } from '../core/numbers.js';
import type { OfferedRate, RunKind } from '../core/plan.js';
import { keptRate, lengthOf, meanRateOf, type Stage } from '../core/stages.js';
import { readBaseRate } from './base-rate.js';
import { find } from './catalog.js';
import { isBroken, type Layer, type Picked, pick, rawOf } from './layers.js';
import { type Loaded, loadProfile, type WhereStage } from './load.js';
import { OPTIONS } from './options.js';
import { LONGEST_MS, quoted } from './parsers.js';
import type { StageRate, StageSpec } from './stage-texts.js';

/** What stages make of a scenario's rate and duration. */
export interface Staged {
  /** Empty where the rate is the same all the time. */
  readonly stages: readonly Stage[];
  /** Of the whole run; undefined where it cannot be known. */
  readonly durationMs: number | undefined;
  /** The mean of the whole run. */
  readonly messagesPerSecond: OfferedRate | undefined;
  readonly problems: readonly Problem[];
  /** Names of the stages, also of some that have problems: expressions may name them. Null where not all of them can be known. */
  readonly names: readonly string[] | null;
}

/** Stages as they are written somewhere. */
interface Written {
  /** Undefined where one is wrong by itself, which was told. */
  readonly specs: readonly (StageSpec | undefined)[];
  /** Where a stage stands, or one of its keys. */
  readonly where: WhereStage;
  /** Where all of them stand. */
  readonly whereAll: string;
  /** How long they last together, whatever their own times add up to; undefined where that is the sum of these. */
  readonly durationMs: number | undefined;
}

/** A layer that says what the stages are, and the first key by which it does. */
interface Source {
  readonly layer: Layer;
  readonly key: StageKey;
}

/** What the rates of stages are parts of. */
interface Bases {
  readonly rate: number;
  readonly users: number;
}

/** Keys that say what the stages are; the topmost layer that has one of them decides. */
const STAGE_KEYS = ['stages', 'steps', 'profile'] as const;
type StageKey = (typeof STAGE_KEYS)[number];
/** A third is 33.33% to most people: shares need not add up to the whole by more than this. */
const ROUNDING = 0.0005;
const WARM_UP = 'warm-up';

/** The load of a run, in layers that may have problems of their own. Connections are held without a message, whatever stages there are. */
export async function readLoad(kind: RunKind, layers: readonly Layer[]): Promise<Staged> {
  if (kind === 'run') return readStages(layers);
  const { rate, problems } = readBaseRate(layers);
  return { stages: [], names: [], durationMs: pick(layers, 'duration')?.value, messagesPerSecond: rate, problems };
}

async function readStages(layers: readonly Layer[]): Promise<Staged> {
  const [{ rate, problems: rateProblems }, users, duration] = [
    readBaseRate(layers),
    pick(layers, 'users'),
    pick(layers, 'duration'),
  ];
  const warmUp = pick(layers, 'warmUp');
  const source = sourceOf(layers);
  const { written, problems: sourceProblems } =
    source === undefined ? { written: undefined, problems: [] } : await writtenIn(source, layers, duration);
  const problems = [...rateProblems, ...sourceProblems];
  const isWarmUpWrong = layers.some((layer) => isBroken(layer, 'warmUp'));
  const plain = { stages: [], names: isWarmUpWrong ? null : [], durationMs: duration?.value, messagesPerSecond: rate };
  const where = source === undefined ? warmUp?.where : source.layer.where([source.key]);
  if (where === undefined) return { ...plain, problems };
  const own = written ?? oneStage(where, duration);
  const names = isWarmUpWrong ? null : namesOf(source === undefined ? own : written, warmUp);
  const found = [...problems, ...checkWritten(own, warmUp)];
  if (rate === 'max') found.push(saidProblem(where, message('fit.stages.max', { flag: OPTIONS.rate.flag })));
  const specs = own.specs.filter((spec) => spec !== undefined);
  const isSound = found.length === 0 && isComplete(own);
  if (!isSound || rate === undefined || rate === 'max' || users === undefined)
    return { ...plain, names, problems: found };
  const stages = [
    ...(warmUp === undefined ? [] : [warmUpStage(warmUp.value, rate)]),
    ...stagesOf(specs, own.durationMs, { rate, users: users.value }),
  ];
  return {
    stages,
    names,
    durationMs: lengthOf(stages),
    messagesPerSecond: meanRateOf(stages),
    problems: checkStages(stages, where),
  };
}

/** The names of stages and of the warm-up before them; null where what is written cannot be read, or not all of it. */
function namesOf(written: Written | undefined, warmUp: Picked<number> | undefined): string[] | null {
  if (written === undefined || !isComplete(written)) return null;
  return [...(warmUp === undefined ? [] : [WARM_UP]), ...written.specs.map(nameOf)];
}

/** Is there something, and none of it wrong by itself? */
function isComplete({ specs }: Written): boolean {
  return specs.length > 0 && !specs.includes(undefined);
}

/** A warm-up before a load that is the same all the time. */
function oneStage(where: string, duration: Picked<number> | undefined): Written {
  const spec: StageSpec = { duration: { amount: 1, of: 'duration' }, rate: { amount: 1, of: 'base' } };
  return { specs: [spec], where: () => where, whereAll: where, durationMs: duration?.value };
}

function warmUpStage(durationMs: number, rate: number): Stage {
  return { name: WARM_UP, durationMs, from: keptRate(rate), to: keptRate(rate), measured: false };
}

/** The topmost layer that says what the stages are, and the key by which it does. */
function sourceOf(layers: readonly Layer[]): Source | undefined {
  const layer = layers.findLast((one) => STAGE_KEYS.some((key) => says(one, key)));
  const key = STAGE_KEYS.find((one) => layer !== undefined && says(layer, one));
  return layer === undefined || key === undefined ? undefined : { layer, key };
}

function says(layer: Layer, key: StageKey): boolean {
  return layer.values[key] !== undefined || (layer.broken !== 'all' && layer.broken.has(key));
}

/** What is written there. Of a value that is wrong by itself, which was told, there is only what is right in it. */
async function writtenIn(
  { layer, key }: Source,
  layers: readonly Layer[],
  duration: Picked<number> | undefined,
): Promise<{ readonly written?: Written; readonly problems: readonly Problem[] }> {
  const problems = STAGE_KEYS.filter((other) => other !== key && says(layer, other)).map((other) => {
    const beside = layer.where([key]) === flagOf(key) ? flagOf(key) : key;
    return saidProblem(layer.where([other]), message('fit.stages-beside', { other: beside }));
  });
  const whereAll = layer.where([key]);
  const { steps, profile } = layer.values;
  if (key === 'steps') {
    const specs = (steps ?? []).map(
      (rate, _, { length }): StageSpec => ({ duration: { amount: 1 / length, of: 'duration' }, rate }),
    );
    return { written: { specs, where: () => whereAll, whereAll, durationMs: duration?.value }, problems };
  }
  const loaded = key === 'stages' ? { value: await listedIn(layer) } : await profileOf(profile, layer, whereAll);
  if ('problems' in loaded) return { problems: [...problems, ...loaded.problems] };
  const { specs, where } = loaded.value;
  // A duration of the same source, or of one above it, is the whole that stages are scaled to.
  const isScaled = duration?.isExplicit === true && layers.indexOf(duration.layer) >= layers.indexOf(layer);
  const durationMs = wholeOf(specs, duration) ?? (isScaled ? duration.value : undefined);
  return { written: { specs, where, whereAll, durationMs }, problems };
}

function flagOf(key: StageKey): string {
  return OPTIONS[key === 'stages' ? 'stage' : key].flag;
}

type Listed = Pick<Written, 'specs' | 'where'>;

async function listedIn(layer: Layer): Promise<Listed> {
  const where: WhereStage = (index, part) => layer.where(['stages', index, ...(part === undefined ? [] : [part])]);
  return { specs: layer.values.stages ?? (await soundIn(layer)), where };
}

/** Of stages some of which are wrong, those that are not. */
async function soundIn(layer: Layer): Promise<Written['specs']> {
  const { soundStages } = await import('./schema/stages.js');
  return soundStages(rawOf(layer, 'stages'));
}

async function profileOf(name: string | undefined, layer: Layer, where: string): Promise<Loaded<Listed>> {
  if (name === undefined) return { problems: [] };
  const found = await find('profile', name, layer.folder, where);
  return 'path' in found ? loadProfile(found) : { problems: [found] };
}

/** Shares are shares of the duration, whoever says how long that is. */
function wholeOf(specs: Written['specs'], duration: Picked<number> | undefined): number | undefined {
  return specs.some((spec) => spec?.duration.of === 'duration') ? duration?.value : undefined;
}

/** What is wrong with stages before anything is computed of them. */
function checkWritten({ specs, where, whereAll }: Written, warmUp: Picked<number> | undefined): Problem[] {
  const names = specs.map(nameOf);
  const problems = specs.flatMap((spec, index) => {
    if (spec === undefined) return [];
    const twin = names.indexOf(nameOf(spec, index));
    const complaints = [
      ...(twin < index ? [['name', message('fit.stage.twin', { number: twin + 1 })] as const] : []),
      ...loadComplaints(spec),
      ...(isJumpToNowhere(specs, index) ? [['duration', message('fit.stage.nowhere')] as const] : []),
    ];
    return complaints.map(([key, what]) =>
      saidProblem(where(index, key), message('fit.stage', { name: quoted(nameOf(spec, index)), what })),
    );
  });
  if (names.includes(WARM_UP) && warmUp !== undefined)
    problems.push(saidProblem(warmUp.where, message('fit.stage.there', { name: quoted(WARM_UP) })));
  return [...problems, ...durationProblems(specs, whereAll)];
}

function loadComplaints({ rate, from, target }: StageSpec): (readonly [keyof StageSpec | undefined, Message])[] {
  if (rate !== undefined && (from ?? target) !== undefined) return [['rate', message('fit.stage.both')]];
  if (rate !== undefined || target !== undefined) return [];
  return from === undefined ? [[undefined, message('fit.stage.none')]] : [['from', message('fit.stage.from-alone')]];
}

/** A stage of no time is where the next one begins, and nothing else. */
function isJumpToNowhere(specs: Written['specs'], index: number): boolean {
  if (specs[index]?.duration.amount !== 0) return false;
  const after = specs[index + 1];
  if (specs[index].rate !== undefined || index + 1 === specs.length) return true;
  return after !== undefined && (after.rate ?? after.from) !== undefined;
}

function durationProblems(specs: Written['specs'], where: string): Problem[] {
  if (specs.length === 0) return [];
  const durations = specs.flatMap((spec) => spec?.duration ?? []);
  const sum = sumOf(durations.map(({ amount }) => amount));
  const shares = durations.filter(({ of }) => of === 'duration');
  if (shares.length > 0 && shares.length < durations.length) return [saidProblem(where, message('fit.stages.mixed'))];
  if (shares.length < specs.length || Math.abs(sum - 1) <= ROUNDING) return [];
  return [saidProblem(where, message('fit.stages.sum', { percent: Math.round(sum * 1e4) / 100 }))];
}

/** What is wrong with them as a whole. */
function checkStages(stages: readonly Stage[], where: string): Problem[] {
  if (lengthOf(stages) > LONGEST_MS) return [saidProblem(where, message('fit.stages.long'))];
  if (lengthOf(stages) < 1) return [saidProblem(where, message('fit.stages.short'))];
  if (meanRateOf(stages) === 0) return [saidProblem(where, message('fit.stages.silent'))];
  if (!stages.some(({ measured }) => measured)) return [saidProblem(where, message('fit.stages.unmeasured'))];
  return [];
}

function stagesOf(specs: readonly StageSpec[], durationMs: number | undefined, bases: Bases): Stage[] {
  const lengths = lengthsOf(specs, durationMs);
  const stages: Stage[] = [];
  specs.forEach((spec, index) => {
    const { rate, target, from, measured = true } = spec;
    const start = rate ?? from;
    const end = rate ?? target;
    stages.push({
      name: nameOf(spec, index),
      durationMs: lengths[index] ?? 0,
      from: start === undefined ? (stages.at(-1)?.to ?? 0) : perSecond(start, bases),
      to: end === undefined ? 0 : perSecond(end, bases),
      measured,
    });
  });
  return stages;
}

/** Milliseconds, to the microsecond: the seams are rounded and not the stages, so that these are exactly as long as the whole. */
function lengthsOf(specs: readonly StageSpec[], durationMs: number | undefined): number[] {
  const sum = sumOf(specs.map(({ duration }) => duration.amount));
  const scale = durationMs === undefined || sum === 0 ? 1 : durationMs / sum;
  let [before, beforeUs] = [0, 0];
  return specs.map(({ duration }) => {
    before += duration.amount;
    const endUs = Math.round(before * scale * 1000);
    const lengthUs = endUs - beforeUs;
    beforeUs = endUs;
    return lengthUs / 1000;
  });
}

function perSecond({ amount, of }: StageRate, { rate, users }: Bases): number {
  return keptRate(amount * { run: 1, base: rate, user: users }[of]);
}

function nameOf(spec: StageSpec | undefined, index: number): string {
  return spec?.name ?? `stage ${index + 1}`;
}
