import { readFileSync } from 'node:fs';
import { isJsonObject, parseJson } from '../core/json.js';
import { isHistogram } from '../metrics/hdr-encoding.js';

/** A node of docs/report.schema.json, as far as it is looked at here; more in a file than it names is no fault. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly examples?: readonly string[];
  readonly contentEncoding?: string;
  readonly anyOf?: readonly Schema[];
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly properties?: Readonly<Record<string, Schema | boolean | undefined>>;
  readonly propertyNames?: Schema;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** What is wrong with a report, each field once whatever row of a list it is in: `timeline[].missing`. */
export interface ReportFaults {
  /** Fields that are not there. */
  readonly missing: ReadonlySet<string>;
  /** Fields that hold something else, with what they must be. */
  readonly wrong: ReadonlyMap<string, string>;
}

class Faults implements ReportFaults {
  readonly missing = new Set<string>();
  readonly wrong = new Map<string, string>();

  get areNone(): boolean {
    return this.missing.size === 0 && this.wrong.size === 0;
  }
}

/** Holds a value against one node of the schema, and adds what is wrong. */
type Judge = (value: unknown, faults: Faults) => void;

let loaded: Schema | undefined;

/** The schema that comes with the package. */
function reportSchema(): Schema {
  const url = new URL('../../docs/report.schema.json', import.meta.url);
  // A file of ours, which a test holds against JSON Schema.
  loaded ??= parseJson(readFileSync(url, 'utf8')) as Schema;
  return loaded;
}

let reportJudge: Judge | undefined;
let beginningJudge: Judge | undefined;

/** Holds a parsed file, or a report that was computed, against the report's schema. */
export function reportFaults(value: unknown): ReportFaults {
  reportJudge ??= judgeOf(reportSchema(), '');
  return attempted(reportJudge, value);
}

/** Holds how a record begins, `startedAt` and `context`, against what the schema says of the same in a report. */
export function beginningFaults(value: unknown): ReportFaults {
  beginningJudge ??= judgeOf(beginningSchema(reportSchema()), '');
  return attempted(beginningJudge, value);
}

function beginningSchema({ properties = {} }: Schema): Schema {
  const { tool, host, plan, alerts } = properties;
  const { startedAt, id, preset, seed, target, dialect, command } = fieldsOf(properties['run']);
  const thresholds: Schema = { type: 'array', items: { type: 'string' } };
  const needed = { tool, host, runId: id, preset, seed, target, dialect, command, plan, thresholds };
  // Records from before there were alerts have none.
  const context = { type: 'object', properties: { ...needed, alerts }, required: Object.keys(needed) };
  return { type: 'object', properties: { startedAt, context }, required: ['startedAt', 'context'] };
}

function fieldsOf(schema: Schema | boolean | undefined): NonNullable<Schema['properties']> {
  return typeof schema === 'object' ? (schema.properties ?? {}) : {};
}

/** @param path of the value, for people: `timeline[].sent` */
function judgeOf(written: Schema, path: string): Judge {
  const schema = resolved(written);
  if (schema.anyOf !== undefined) return judgeOfAny(schema.anyOf, path);
  const ownFault = ownFaultOf(schema);
  const parts = [itemsJudge(schema, path), fieldsJudge(schema, path), conditionalJudge(schema, path)].filter(
    (judge) => judge !== undefined,
  );
  return (value, faults) => {
    const fault = ownFault(value);
    if (fault !== undefined) faults.wrong.set(path, fault);
    else for (const judge of parts) judge(value, faults);
  };
}

function resolved(schema: Schema): Schema {
  const name = schema.$ref?.replace('#/$defs/', '');
  return name === undefined ? schema : (reportSchema().$defs?.[name] ?? {});
}

/** Either one fits, or what is wrong is what is wrong with the first, which is never null alone. */
function judgeOfAny(branches: readonly Schema[], path: string): Judge {
  const isNullable = branches.some(({ type }) => type === 'null');
  const judges = branches.filter(({ type }) => type !== 'null').map((branch) => judgeOf(branch, path));
  const [only] = judges;
  return (value, faults) => {
    if (isNullable && value === null) return;
    if (judges.length === 1) {
      only?.(value, faults);
      return;
    }
    const attempts = judges.map((judge) => attempted(judge, value));
    if (!attempts.some(({ areNone }) => areNone)) only?.(value, faults);
  };
}

function attempted(judge: Judge, value: unknown): Faults {
  const attempt = new Faults();
  judge(value, attempt);
  return attempt;
}

function conditionalJudge({ if: condition, then: whenSo, else: otherwise }: Schema, path: string): Judge | undefined {
  if (condition === undefined) return undefined;
  const [is, so, not] = [condition, whenSo ?? {}, otherwise ?? {}].map((schema) => judgeOf(schema, path));
  return (value, faults) => {
    const judge = is === undefined || attempted(is, value).areNone ? so : not;
    judge?.(value, faults);
  };
}

function itemsJudge({ items }: Schema, path: string): Judge | undefined {
  if (items === undefined) return undefined;
  const judge = judgeOf(items, `${path}[]`);
  return (value, faults) => {
    if (Array.isArray(value)) for (const item of value) judge(item, faults);
  };
}

function fieldsJudge(schema: Schema, path: string): Judge | undefined {
  const { properties = {}, propertyNames, required = [], additionalProperties } = schema;
  const within = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const fields = new Map(
    Object.entries(properties).flatMap(([name, field]) =>
      typeof field !== 'object' ? [] : [[name, judgeOf(field, within(name))] as const],
    ),
  );
  const others = typeof additionalProperties === 'object' ? judgeOf(additionalProperties, `${path}[]`) : undefined;
  const nameFault = propertyNames === undefined ? undefined : ownFaultOf(propertyNames);
  if (fields.size === 0 && required.length === 0 && others === undefined) return undefined;
  return (value, faults) => {
    if (!isJsonObject(value)) return;
    for (const name of required) if (!Object.hasOwn(value, name)) faults.missing.add(within(name));
    for (const name of Object.keys(value)) {
      const fault = nameFault?.(name);
      if (fault !== undefined) faults.wrong.set(path, `has a field whose name ${fault}`);
      const judge = fields.get(name) ?? (Object.hasOwn(properties, name) ? undefined : others);
      judge?.(value[name], faults);
    }
  };
}

/** What a value must be and is not, its parts left aside. */
function ownFaultOf(schema: Schema): (value: unknown) => string | undefined {
  const { const: only, enum: listed, minimum, maximum, maxItems, contentEncoding } = schema;
  const types = schema.type === undefined ? [] : [schema.type].flat();
  const pattern = schema.pattern === undefined ? undefined : new RegExp(schema.pattern);
  const looks = schema.examples?.[0] ?? schema.pattern ?? '';
  return (value) => {
    if (only !== undefined && value !== only) return `must be ${JSON.stringify(only)}`;
    if (listed !== undefined && !listed.includes(value)) return `must be one of ${listed.map(String).join(', ')}`;
    if (types.length > 0 && !types.some((name) => isOfType(value, name)))
      return `must be ${types.map(article).join(' or ')}`;
    if (typeof value === 'number') {
      if (minimum !== undefined && value < minimum) return `must be ${minimum} or more`;
      if (maximum !== undefined && value > maximum) return `must be ${maximum} or less`;
    }
    if (maxItems !== undefined && Array.isArray(value) && value.length > maxItems)
      return `must not have more than ${maxItems} entries`;
    if (typeof value !== 'string') return undefined;
    if (contentEncoding !== undefined && !isHistogram(value))
      return 'must be an HdrHistogram of microseconds, V2 compressed, in base64';
    return pattern !== undefined && !pattern.test(value) ? `must look like ${looks}` : undefined;
  };
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isJsonObject(value);
  if (type === 'number') return Number.isFinite(value);
  return type === 'integer' ? Number.isSafeInteger(value) : typeof value === type;
}

function article(type: string): string {
  if (type === 'null') return 'null';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
