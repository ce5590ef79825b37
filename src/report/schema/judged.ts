import type { Alert } from '../../judgement/alerts.js';
import type { Grade } from '../../judgement/grade.js';
import type { ThresholdResult } from '../../judgement/thresholds.js';
import { type FieldsOf, oneOf, VALUES } from './values.js';

const { count, flag, number, text } = VALUES;

/** What became of a threshold. */
export const THRESHOLD = {
  expression: text,
  actual: number.nullable(),
  passed: flag,
  note: text.exactOptional(),
} satisfies FieldsOf<ThresholdResult>;

/** What the run is worth. */
export const GRADE = {
  level: oneOf('Platinum', 'Gold', 'Silver', 'Bronze', null),
  next: text.nullable(),
  why: text,
} satisfies FieldsOf<Grade>;

/** A rule that did not hold for a moment. */
export const ALERT = {
  rule: text,
  message: text,
  second: count,
  value: number,
  limit: number,
} satisfies FieldsOf<Alert>;
