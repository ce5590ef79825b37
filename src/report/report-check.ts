import { readFileSync } from 'node:fs';
import { isJsonObject, parseJson } from '../core/json.js';
import { decodeSparseHistogram } from '../metrics/hdr-encoding.js';

/** A node of docs/report.schema.json, as far as it is looked at here; more in a file than it names is no fault. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly pattern?: string;
  readonly contentEncoding?: string;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** What is wrong with a report, each field once whatever row of a list it is in: `timeline[].missing`. */
export interface ReportFaults {
  /** Fields that are not there. */
  readonly missing: readonly string[];
  /** Fields that hold something else, with what they must be. */
  readonly wrong: ReadonlyMap<string, string>;
}

let loaded: Schema | undefined;

/** The schema that comes with the package. */
function reportSchema(): Schema {
  const url = new URL('../../docs/report.schema.json', import.meta.url);
  // A file of ours, which a test holds against JSON Schema.
  loaded ??= parseJson(readFileSync(url, 'utf8')) as Schema;
  return loaded;
}

/** Holds a parsed file against the report's schema. */
export function reportFaults(value: unknown): ReportFaults {
  const check = new Check(reportSchema().$defs ?? {});
  check.value(value, reportSchema(), '');
  return check;
}

class Check implements ReportFaults {
  readonly missing: string[] = [];
  readonly wrong = new Map<string, string>();
  readonly #definitions: Readonly<Record<string, Schema>>;

  constructor(definitions: Readonly<Record<string, Schema>>) {
    this.#definitions = definitions;
  }

  value(value: unknown, written: Schema, path: string): void {
    const schema = this.#resolve(written);
    if (schema.anyOf !== undefined) {
      this.#anyOf(value, schema.anyOf, path);
      return;
    }
    const fault = faultOf(value, schema);
    if (fault !== undefined) this.wrong.set(path, fault);
    else if (Array.isArray(value)) this.#list(value, schema, path);
    else if (isJsonObject(value)) this.#object(value, schema, path);
  }

  /** Either one fits, or what is wrong is what is wrong with the first, which is never null alone. */
  #anyOf(value: unknown, branches: readonly Schema[], path: string): void {
    const fits = branches.some((branch) => {
      const attempt = new Check(this.#definitions);
      attempt.value(value, branch, path);
      return attempt.missing.length === 0 && attempt.wrong.size === 0;
    });
    const [first] = branches;
    if (!fits && first !== undefined) this.value(value, first, path);
  }

  #list(values: readonly unknown[], { items }: Schema, path: string): void {
    if (items !== undefined) for (const value of values) this.value(value, items, `${path}[]`);
  }

  #object(object: { readonly [key: string]: unknown }, schema: Schema, path: string): void {
    const within = (name: string): string => (path === '' ? name : `${path}.${name}`);
    for (const name of schema.required ?? []) {
      if (!Object.hasOwn(object, name) && !this.missing.includes(within(name))) this.missing.push(within(name));
    }
    for (const [name, value] of Object.entries(object)) {
      const own = schema.properties !== undefined && Object.hasOwn(schema.properties, name);
      const of = own ? schema.properties[name] : schema.additionalProperties;
      if (of !== undefined && typeof of !== 'boolean') this.value(value, of, own ? within(name) : `${path}[]`);
    }
  }

  #resolve(schema: Schema): Schema {
    const name = schema.$ref?.replace('#/$defs/', '');
    return name === undefined ? schema : (this.#definitions[name] ?? {});
  }
}

/** What a value must be and is not, its parts left aside. */
function faultOf(
  value: unknown,
  { type, const: only, enum: listed, minimum, pattern, contentEncoding }: Schema,
): string | undefined {
  if (only !== undefined && value !== only) return `must be ${JSON.stringify(only)}`;
  if (listed !== undefined && !listed.includes(value)) return `must be one of ${listed.map(String).join(', ')}`;
  const types = type === undefined ? [] : [type].flat();
  if (types.length > 0 && !types.some((name) => isOfType(value, name)))
    return `must be ${types.map(article).join(' or ')}`;
  if (minimum !== undefined && typeof value === 'number' && value < minimum) return `must be ${minimum} or more`;
  if (contentEncoding !== undefined && typeof value === 'string' && decodeSparseHistogram(value) === undefined) {
    return 'must be an HdrHistogram of microseconds, V2 compressed, in base64';
  }
  if (pattern !== undefined && typeof value === 'string' && !new RegExp(pattern).test(value))
    return `must look like ${pattern}`;
  return undefined;
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isJsonObject(value);
  return type === 'integer' ? Number.isSafeInteger(value) : typeof value === type;
}

function article(type: string): string {
  if (type === 'null') return 'null';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
