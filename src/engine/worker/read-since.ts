import type { TemplateScopes } from '../../chat/template.js';
import { isoOf } from '../../core/clock.js';
import { READ_SINCE, type ReadStep } from '../../core/dialect-spec.js';
import { parseTimeMs } from '../../core/units.js';

const [SCOPE = '', NAME = ''] = READ_SINCE.split('.');

/** How long before its request a read asks for what came since; undefined for one that does not. */
export function sinceMsOf({ since }: ReadStep): number | undefined {
  return since === undefined ? undefined : parseTimeMs(since);
}

/** The value of the placeholder that only reads have. @param atMs wall clock, milliseconds since 1970: the moment from which the step reckons */
export function scopeOfSince(step: ReadStep, atMs: number): TemplateScopes {
  const sinceMs = sinceMsOf(step);
  return { [SCOPE]: sinceMs === undefined ? {} : { [NAME]: isoOf(atMs - sinceMs) } };
}
