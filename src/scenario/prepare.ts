import { isDeepStrictEqual } from 'node:util';
import { LONGEST_TEXT_BYTES, readBounded } from '../core/bounded-text.js';
import { isJsonObject, parseJson } from '../core/json.js';
import { CATALOG_KINDS, type CatalogKind, type FoundFile, findByName, namesOf } from './catalog.js';
import { readYaml, type ValuePath } from './document.js';
import { type PreparedText, placeKey } from './prepared.js';
import { dialectSchema } from './schema/dialect.js';
import { scenarioSchema } from './schema/scenario.js';
import { profileSchema } from './schema/stages.js';
import { themeSchema } from './schema/theme.js';

const SCHEMAS = {
  preset: scenarioSchema,
  theme: themeSchema,
  dialect: dialectSchema,
  profile: profileSchema,
  scenario: scenarioSchema,
} as const satisfies Record<CatalogKind, unknown>;

/** For the build: what to write of each file that ships with the tool, and where. Files that are wrong, or that JSON cannot hold, are left out. */
export async function prepareShipped(): Promise<Map<string, PreparedText>> {
  const all = new Map<string, PreparedText>();
  for (const kind of CATALOG_KINDS) {
    for (const name of await namesOf(kind)) {
      const found = await findByName(kind, name, name);
      if (!('path' in found) || found.prepared === undefined) continue;
      const prepared = await prepare(kind, found);
      if (prepared !== undefined) all.set(found.prepared, prepared);
    }
  }
  return all;
}

async function prepare(kind: CatalogKind, found: FoundFile): Promise<PreparedText | undefined> {
  const read = await readYaml(found.path, '');
  if ('problems' in read) return undefined;
  const { value, where, whereKey } = read.file;
  const checked = SCHEMAS[kind].safeParse(value);
  if (!checked.success) return undefined;
  const paths = [...pathsIn(value)];
  const prepared: PreparedText = {
    text: await readBounded(found.path, LONGEST_TEXT_BYTES),
    value,
    checked: checked.data,
    values: Object.fromEntries(paths.map((path) => [placeKey(path), where(path)])),
    keys: Object.fromEntries(paths.map((path) => [placeKey(path), whereKey(path)])),
  };
  return isDeepStrictEqual(parseJson(JSON.stringify(prepared)), prepared) ? prepared : undefined;
}

/** The paths of a value and of all that is in it. */
function* pathsIn(value: unknown, path: ValuePath = []): Generator<ValuePath> {
  yield path;
  if (!Array.isArray(value) && !isJsonObject(value)) return;
  for (const [key, inner] of Object.entries(value)) yield* pathsIn(inner, [...path, key]);
}
