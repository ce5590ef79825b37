import type * as z from 'zod';
import type { ReadonlyDeep } from '../../core/records.js';
import type { comparisonSchema } from '../schema/comparison.js';

/** Several runs against one, as JSON. Field names are public; `docs/compare.md` explains every one. */
export type Comparison = ReadonlyDeep<z.infer<typeof comparisonSchema>>;

/** A run as the comparison names it. */
export type ComparedRun = Comparison['base'];

/** One run beside the base. */
export type Candidate = Comparison['candidates'][number];

/** What a change means. */
export type Judgement = Candidate['judgement'];

/** Something of the plan, the machine or the tool that is not the same. */
export type Difference = Candidate['differences'][number];

/** One number of both runs. */
export type Change = Candidate['changes'][number];

export type ChangeGroup = Change['group'];

/** Milliseconds, events per second, a number of events, or a share 0–1. */
export type ChangeUnit = Change['unit'];

/** One bound of `--fail-on-regression`, evaluated. */
export type RegressionResult = Candidate['regressions'][number];
