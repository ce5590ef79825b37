import type { Section } from '#page/section.js';
import { readTable } from '#page/sections/reads.js';
import { sessionTable } from '#page/sections/sessions.js';
import { slowReaderTable } from '#page/sections/slow-readers.js';
import { stormTable } from '#page/sections/storms.js';

/** What users did beside their messages, by plan: a table each, hidden without any. */
export function plannedTables(): readonly Section[] {
  return [stormTable(), sessionTable(), slowReaderTable(), readTable()];
}
