import { COMPARISON_SCHEMA } from '../../core/schema-names.js';
import { listOf } from './collections.js';
import { fields, oneOf, only, VALUES } from './values.js';

const { flag, number, text } = VALUES;

const numberOrNull = number.nullable();
const textOrNull = text.nullable();
export const verdictLevel = oneOf('VALID', 'SUSPECT', 'INVALID');
/** What made a report, or compared some. */
export const tool = fields({ name: text, version: text });

/** A run as the comparison names it. Of a log of latencies, which tells no more than these, most is null. */
const comparedRun = fields({
  id: textOrNull,
  /** null when a log does not tell. */
  startedAt: textOrNull,
  durationMs: number,
  target: textOrNull,
  interrupted: flag.nullable(),
  /** Where its report came from: a file's path; null for the run that has just ended. */
  file: textOrNull,
  verdict: oneOf('VALID', 'SUSPECT', 'INVALID', null),
}).meta({ id: 'comparedRun' });

/** Something of the plan, the machine or the tool that is not the same. */
const difference = fields({
  kind: oneOf('plan', 'host', 'tool'),
  /** Name of the field in the report: `users`, `cpus`. */
  field: text,
  base: text,
  current: text,
});

/** One number of both runs. */
const change = fields({
  /** As expressions name it: `p99(delivery)`, `tps`, `lost`. */
  metric: text,
  group: oneOf('ledger', 'latency', 'throughput', 'setup', 'generator', 'server', 'stages'),
  /** Milliseconds, events per second, a number of events, a share 0–1, or bytes. */
  unit: oneOf('ms', 'perSecond', 'count', 'share', 'bytes'),
  better: oneOf('lower', 'higher'),
  /** Does it decide on the candidate? Figures of the generator itself, and of a server that is watched, do not. */
  counts: flag,
  /** null where it was not measured, or its sample is too small. */
  base: numberOrNull,
  current: numberOrNull,
  /** `current` − `base`. */
  change: numberOrNull,
  /** `change` ÷ `base`; null where the base is 0. */
  relative: numberOrNull,
  /** Ends of the interval of `change`; null where nothing bounds it. */
  low: numberOrNull,
  high: numberOrNull,
  /** Changes up to this are noise, however sure they are. */
  floor: numberOrNull,
  /** null where it cannot be judged; `reason` says why. */
  judgement: oneOf('noise', 'better', 'worse', null),
  reason: textOrNull,
});

/** One bound of `--fail-on-regression`, evaluated. */
const regression = fields({
  expression: text,
  metric: text,
  /** The change in the unit of the bound: a share 0–1 for `%` and `pp`, milliseconds, or a number; null when there is nothing to judge by. */
  actual: numberOrNull,
  passed: flag,
  /** Why it passed although the change is beyond the bound, or why it cannot be decided, and failed for that; else null. */
  reason: textOrNull,
});

/** One run beside the base. */
const candidate = fields({
  run: comparedRun,
  /** Worse where any change that counts is worse, else better where any is. */
  judgement: oneOf('noise', 'better', 'worse'),
  /** In what the two runs differ beside their results. */
  differences: listOf(difference),
  /** Sentences about what makes the comparison doubtful. */
  warnings: listOf(text),
  changes: listOf(change),
  regressions: listOf(regression),
});

/** Several runs against one, as JSON. Field names are public; `docs/compare.md` explains every one. */
export const comparisonSchema = fields({
  schema: only(COMPARISON_SCHEMA),
  /** What compared them. */
  tool,
  /** The probability that all intervals of one candidate hold at once, 0–1. */
  confidence: number,
  base: comparedRun,
  candidates: listOf(candidate),
}).meta({ id: 'comparison', description: 'Several runs against one; docs/compare.md explains every field' });
