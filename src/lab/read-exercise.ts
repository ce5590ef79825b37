import * as z from 'zod';
import { type Problem, UsageError } from '../core/errors.js';
import { isJsonObject } from '../core/json.js';
import { unknownName } from '../core/nearest.js';
import type { ValuePath, YamlFile } from '../scenario/document.js';
import { CRITERIA } from './criteria/index.js';
import { type Exercise, type ExerciseCourse, LAB_LEVELS } from './exercise.js';
import { LAB_NEEDS } from './lab-need.js';
import { STEPS } from './steps/index.js';

/**
 * An entry of a list: what it is (`do:` or `is:`), what it says beside, and what it says instead in the short form, from which `skip: true` leaves it
 * out.
 */
const entry = z.looseObject({ short: z.record(z.string(), z.unknown()).optional() });
type Entry = z.infer<typeof entry>;

const exerciseFile = z.strictObject({
  level: z.enum(LAB_LEVELS),
  needs: z.array(z.enum(LAB_NEEDS)).default([]),
  steps: z.array(entry).min(1),
  criteria: z.array(entry).min(1),
});

/** Reads the file of an exercise. @throws UsageError with every problem of it */
export function readExerciseFile(id: string, { value, where }: YamlFile): Exercise {
  const read = exerciseFile.safeParse(value);
  if (!read.success) throw new UsageError(problemsOf(read.error, where, []));
  const { level, needs, steps, criteria } = read.data;
  const problems: Problem[] = [];
  const courseOf = (isShort: boolean): ExerciseCourse => {
    const bindAll = <Kind, Bound>(list: EntryList<Kind, Bound>): Bound[] =>
      list.entries.flatMap((one, index) => bindEntry(list, one, isShort, { where, path: [list.key, index], problems }));
    return {
      steps: bindAll({
        key: 'steps',
        entries: steps,
        kinds: STEPS,
        naming: 'do',
        bind: (kind, _, raw) => kind.bind(raw),
      }),
      criteria: bindAll({
        key: 'criteria',
        entries: criteria,
        kinds: CRITERIA,
        naming: 'is',
        bind: (kind, name, raw) => kind.bind(name, raw),
      }),
    };
  };
  const full = courseOf(false);
  // What is wrong with both is told once.
  const short = problems.length > 0 ? full : courseOf(true);
  if (problems.length > 0) throw new UsageError(problems);
  return { id, level, needs, full, short };
}

/** A list of an exercise file, and how its entries are read. */
interface EntryList<Kind, Bound> {
  readonly key: string;
  readonly entries: readonly Entry[];
  readonly kinds: Readonly<Record<string, Kind>>;
  /** The key that names the kind. */
  readonly naming: keyof typeof NOUNS;
  readonly bind: (kind: Kind, name: string, raw: unknown) => Bound;
}

const NOUNS = { do: 'step', is: 'criterion' } as const;

interface Place {
  readonly where: YamlFile['where'];
  readonly path: ValuePath;
  readonly problems: Problem[];
}

function bindEntry<Kind, Bound>(
  { kinds, naming, bind }: EntryList<Kind, Bound>,
  { short = {}, [naming]: named, ...params }: Entry,
  isShort: boolean,
  { where, path, problems }: Place,
): Bound[] {
  const name = String(named);
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind === undefined) {
    problems.push({ where: where(path), message: unknownName(NOUNS[naming], name, Object.keys(kinds)) });
    return [];
  }
  if (isShort && short['skip'] === true) return [];
  try {
    return [bind(kind, name, isShort ? over(params, short) : params)];
  } catch (thrown) {
    if (!(thrown instanceof z.ZodError)) throw thrown;
    problems.push(...problemsOf(thrown, where, path));
    return [];
  }
}

/** What a short form says goes over what the full one says; of plans, option by option. */
function over(params: Readonly<Record<string, unknown>>, differences: Readonly<Record<string, unknown>>): object {
  const merged: Record<string, unknown> = { ...params };
  for (const [key, value] of Object.entries(differences)) {
    const base = params[key];
    merged[key] = isJsonObject(base) && isJsonObject(value) ? { ...base, ...value } : value;
  }
  return merged;
}

function problemsOf(error: z.ZodError, where: YamlFile['where'], path: ValuePath): Problem[] {
  return error.issues.map((issue) => ({ where: where([...path, ...issue.path]), message: issue.message }));
}
