import * as z from 'zod';
import type { AlertKind } from '../evidence.js';
import type { Words } from '../words.js';

/** The alerts of the exercise, as exercise files name them. */
export const alertKind = z.enum(['p95', 'errors', 'queue', 'memory']) satisfies z.ZodType<AlertKind>;

/** What each is about, for people. */
export const ALERT_NAMES: Readonly<Record<AlertKind, Words>> = {
  p95: { en: 'p95 above 1 s', ko: 'p95 1초 초과' },
  errors: { en: 'errors above 5%', ko: '오류 5% 초과' },
  queue: { en: '10,000 waiting', ko: '대기 10,000건' },
  memory: { en: 'memory above 80%', ko: '메모리 80% 초과' },
};
