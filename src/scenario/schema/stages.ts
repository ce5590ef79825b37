import * as z from 'zod';
import { OPTIONS } from '../options.js';
import { trueOrFalse } from '../parsers.js';
import { type StageSpec, stageName, stageRate, stageText, stageTime } from '../stage-texts.js';
import { field, line, needed, TEXT, YES_NO } from './field.js';
import { type ShapeOf, strict, text } from './strict.js';

const stageShape = {
  name: field({ parse: stageName, help: 'What thresholds and reports call it; without it "stage 1" and so on' }, TEXT),
  duration: needed({ parse: stageTime, help: 'How long: 30s, or 10% of the duration; 0s for a jump' }),
  rate: field({ parse: stageRate, help: 'Held all the time: messages/s, 150% of the rate, 0.2/user' }),
  from: field({
    parse: stageRate,
    help: 'Rate at its beginning, with target; without it where the stage before ended',
  }),
  target: field({ parse: stageRate, help: 'Rate at its end, which is reached linearly' }),
  measured: field({ parse: trueOrFalse, help: 'false for a warm-up, whose times are no results' }, YES_NO),
} satisfies ShapeOf<StageSpec>;

const stageSchema = z.union([line(stageText), strict(stageShape)]);

/** `stages:` of scenarios and profiles: each a map of keys, or a text as `--stage` takes it. */
export const stagesSchema = z.array(stageSchema).min(1).max(OPTIONS.stage.most);

/** `scenarios/profiles/*.yaml`. */
export const profileSchema = strict({
  title: text.describe('What lists call it').exactOptional(),
  description: z.string().describe('One line for people').exactOptional(),
  stages: stagesSchema.describe('Parts of the run, one after the other'),
});

export type ProfileFile = z.output<typeof profileSchema>;

/** The stages of a list in which some are wrong, which are undefined. */
export function soundStages(raw: unknown): (StageSpec | undefined)[] {
  return Array.isArray(raw) ? raw.map((stage: unknown) => stageSchema.safeParse(stage).data) : [];
}
