import * as z from 'zod';
import type { Theme } from '../../core/plan.js';
import { type ShapeOf, strict, text } from './strict.js';

const shape = {
  name: text.describe("The theme's name; without it the file's").exactOptional(),
  greetings: z.array(text).min(1).describe('Texts of messages; {{year}} becomes the coming year'),
  rooms: z.array(text).min(1).describe('Names of rooms, numbered when there are more rooms than names'),
  existing: z
    .boolean()
    .describe("Are these rooms of the target's own, to be entered by exactly these names? None is made then")
    .exactOptional(),
} satisfies ShapeOf<Theme>;

/** `scenarios/themes/*.yaml`, and `theme:` written out in a scenario. */
export const themeSchema = strict(shape);

export type ThemeFile = z.output<typeof themeSchema>;
