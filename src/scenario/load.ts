import { dirname } from 'node:path';
import type { DialectSpec, HttpStep } from '../core/dialect-spec.js';
import type { Problem } from '../core/errors.js';
import { isJsonObject, valueAtPath } from '../core/json.js';
import type { Theme } from '../core/plan.js';
import type { FoundFile } from './catalog.js';
import { readYaml, type ValuePath, type YamlFile } from './document.js';
import { missingText, placeholderProblems, unknownPlaceholders } from './placeholders.js';
import { readPrepared } from './prepared.js';
import type { DialectFile } from './schema/dialect.js';
import { type Locate, problemsOf } from './schema/issues.js';
import { salvage } from './schema/salvage.js';
import type { ProfileFile } from './schema/stages.js';
import type { ThemeFile } from './schema/theme.js';
import type { StageSpec } from './stage-texts.js';
import { type Environment, maskedSecretProblems, variableProblems } from './variables.js';

/** A value that was read, or all that is wrong with it. */
export type Loaded<T> = { readonly value: T } | { readonly problems: readonly Problem[] };

/** A profile, and where its stages and their keys stand. */
export interface LoadedProfile {
  readonly title: string;
  readonly description: string;
  readonly specs: readonly StageSpec[];
  readonly where: WhereStage;
}

/** Where a stage of a list stands, or one of its keys. */
export type WhereStage = (index: number, key?: keyof StageSpec) => string;

/** Where a path of a value stands. */
export type Where = (path: ValuePath) => string;

/** What a dialect is read with. */
export interface DialectMeans {
  readonly environment: Environment;
  /** The columns of the run's accounts; undefined when it makes them, null when they cannot be told. @param own the file that the dialect names, where it does, seen from its folder */
  readonly columns?: (own: OwnAccounts | undefined) => Promise<readonly string[] | null | undefined>;
}

/** The file of accounts that a dialect names. */
export interface OwnAccounts {
  readonly reference: string;
  readonly folder: string;
  readonly where: string;
}

/** Reads a dialect file; never rejects. */
export async function loadDialect(found: FoundFile, means: DialectMeans): Promise<Loaded<DialectSpec>> {
  const given = { ...means, name: found.name, folder: dirname(found.path) };
  const prepared = await readPrepared<DialectFile>(found);
  if (prepared !== undefined) return await completeDialect(prepared.checked, { ...given, where: prepared.file.where });
  const read = await readYaml(found.path, found.shown);
  if ('problems' in read) return read;
  const { value, where } = read.file;
  const context = { ...given, where };
  const { dialectSchema } = await import('./schema/dialect.js');
  const parsed = dialectSchema.safeParse(value);
  if (parsed.success) return await completeDialect(parsed.data, context);
  const problems = problemsOf(parsed.error.issues, value, locateIn(read.file));
  return { problems: [...problems, ...(await hiddenDialectProblems(value, context))] };
}

/** What is wrong with the texts of a dialect that the schema refuses anyway. */
export async function hiddenDialectProblems(raw: unknown, context: DialectContext): Promise<readonly Problem[]> {
  const { environment, where } = context;
  const { dialectSchema } = await import('./schema/dialect.js');
  const sound = salvage(dialectSchema, raw);
  const columns = await columnsFor(sound?.accounts, context);
  const values = sound === undefined ? [] : valueProblems({ ...sound, name: '' }, environment, where);
  // Steps that are taken out take their captures along, and placeholders that name them would look wrong.
  if (
    sound !== undefined &&
    CAPTURING.every((step) => sameCaptures(sound.http[step], valueAtPath(raw, `http.${step}`)))
  )
    return [...placeholderProblems({ ...sound, name: '' }, where, columns), ...values];
  const send = dialectSchema.shape.events.shape.send.safeParse(valueAtPath(raw, 'events.send'));
  return [...(send.success ? missingText(send.data, where) : []), ...values];
}

const CAPTURING = ['register', 'login', 'createRoom'] as const;

function sameCaptures(sound: Pick<HttpStep, 'capture'> | undefined, raw: unknown): boolean {
  return capturesOf(sound) === capturesOf(raw);
}

function capturesOf(step: unknown): string {
  return Object.keys(valueAtPath(step, 'capture') ?? {}).join();
}

/** Where a dialect stands, and what it is read with. */
export interface DialectContext extends DialectMeans {
  /** Folder that its paths are seen from. */
  readonly folder: string;
  readonly where: Where;
}

/** Checks what the schema cannot see. `name` holds when the dialect has none of its own. */
export async function completeDialect(
  file: DialectFile,
  context: DialectContext & { readonly name: string },
): Promise<Loaded<DialectSpec>> {
  const { name, environment, where } = context;
  const value: DialectSpec = { ...file, name: file.name ?? name };
  const columns = await columnsFor(file.accounts, context);
  const problems = [...placeholderProblems(value, where, columns), ...valueProblems(value, environment, where)];
  return problems.length === 0 ? { value } : { problems };
}

async function columnsFor(
  reference: string | undefined,
  { columns, folder, where }: DialectContext,
): Promise<readonly string[] | null | undefined> {
  return await columns?.(reference === undefined ? undefined : { reference, folder, where: where(['accounts']) });
}

/** What is wrong with what is to be filled in from outside the dialect. */
function valueProblems(dialect: DialectSpec, environment: Environment, where: Where): readonly Problem[] {
  return [...variableProblems(dialect, environment, where), ...maskedSecretProblems(dialect, where)];
}

/** Reads a theme file and fills in the year; never rejects. */
export async function loadTheme(found: FoundFile, year: number): Promise<Loaded<Theme>> {
  const prepared = await readPrepared<ThemeFile>(found);
  if (prepared !== undefined) return completeTheme(prepared.checked, found.name, year, prepared.file.where);
  const read = await readYaml(found.path, found.shown);
  if ('problems' in read) return read;
  const { value, where } = read.file;
  const { themeSchema } = await import('./schema/theme.js');
  const parsed = themeSchema.safeParse(value);
  if (parsed.success) return completeTheme(parsed.data, found.name, year, where);
  const problems = problemsOf(parsed.error.issues, value, locateIn(read.file));
  return { problems: [...problems, ...themeTextProblems(value, where)] };
}

/** What is wrong with the placeholders of a theme, whatever else is wrong with it. */
export function themeTextProblems(raw: unknown, where: Where): readonly Problem[] {
  if (!isJsonObject(raw)) return [];
  return (['greetings', 'rooms'] as const).flatMap((key) =>
    unknownPlaceholders({ path: [key], template: raw[key], known: ['year'] }, where),
  );
}

/** Reads a profile file; never rejects. */
export async function loadProfile(found: FoundFile): Promise<Loaded<LoadedProfile>> {
  const prepared = await readPrepared<ProfileFile>(found);
  if (prepared !== undefined) return completeProfile(prepared.checked, found.name, prepared.file.where);
  const read = await readYaml(found.path, found.shown);
  if ('problems' in read) return read;
  const { value, where } = read.file;
  const { profileSchema } = await import('./schema/stages.js');
  const parsed = profileSchema.safeParse(value);
  if (!parsed.success) return { problems: problemsOf(parsed.error.issues, value, locateIn(read.file)) };
  return completeProfile(parsed.data, found.name, where);
}

function completeProfile(file: ProfileFile, name: string, where: Where): { readonly value: LoadedProfile } {
  const { stages: specs, title = name, description = '' } = file;
  const whereStage: WhereStage = (index, key) => where(['stages', index, ...(key === undefined ? [] : [key])]);
  return { value: { title, description, specs, where: whereStage } };
}

/** Fills in the year. `name` holds when the theme has none of its own. */
export function completeTheme(file: ThemeFile, name: string, year: number, where: Where): Loaded<Theme> {
  const problems = themeTextProblems(file, where);
  if (problems.length > 0) return { problems };
  const filled = (texts: readonly string[]): string[] => texts.map((text) => text.replaceAll('{{year}}', `${year}`));
  const { existing } = file;
  const texts = { greetings: filled(file.greetings), rooms: filled(file.rooms) };
  return { value: { name: file.name ?? name, ...texts, ...(existing === undefined ? {} : { existing }) } };
}

/** Places of a file's keys and values. */
export function locateIn(file: YamlFile): Locate {
  return (path, part) => (part === 'key' ? file.whereKey(path) : file.where(path));
}
