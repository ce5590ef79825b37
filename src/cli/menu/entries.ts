import type { Wording } from '../../core/language/words.js';
import type { PresetSummary } from '../../scenario/api.js';
import { askCustom, type CustomMeans } from './custom.js';
import type { MenuChoice } from './menu-choice.js';
import type { Choice } from './prompts.js';

/** What an entry does; it resolves to undefined when somebody went back. An entry that does nothing ends the menu. */
export type Entry = (() => Promise<MenuChoice | undefined>) | undefined;

/** Long enough to see whether connections stay, short enough to wait for. */
const CONNECTION_TEST = '10s';

/** The entries of the menu, in their order: every preset, the user's own numbers, connections only, and the way out. */
export function entriesOf(presets: readonly PresetSummary[], custom: Omit<CustomMeans, 'base'>): Choice<Entry>[] {
  const { words } = custom.io;
  return [
    ...presets.map((preset) => ({ name: nameOf(preset, words), value: () => presetOf(preset) })),
    { name: words.text('menu.custom'), value: () => askCustom({ ...custom, base: presets[0] }) },
    {
      name: words.text('menu.connect'),
      value: () => Promise.resolve<MenuChoice>({ kind: 'connect', flags: { duration: CONNECTION_TEST } }),
    },
    { name: words.text('menu.exit'), value: undefined },
  ];
}

function presetOf({ name, durationMs }: PresetSummary): Promise<MenuChoice> {
  return Promise.resolve({ kind: 'run', flags: { preset: name }, durationMs });
}

function nameOf({ title, users, rooms, durationMs }: PresetSummary, words: Wording): string {
  return words.text('menu.preset', { title, users, rooms, seconds: durationMs / 1000 });
}
