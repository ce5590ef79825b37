import type { RunKind } from '../../core/plan.js';
import { formatTime } from '../../core/units.js';
import type { PresetSummary } from '../../scenario/api.js';
import { type FlagValues, OPTIONS } from '../../scenario/options.js';
import { formatRoomSize } from '../../scenario/parsers.js';
import type { ProfileSummary } from '../../scenario/profiles.js';
import type { Choice, Prompts } from './prompts.js';

/** What an entry starts: a command with its flags, as if they had been typed. */
export interface MenuChoice {
  readonly kind: RunKind | 'capacity';
  readonly flags: FlagValues;
}

/** What an entry does; undefined ends the menu. */
export type Entry = (() => Promise<MenuChoice>) | undefined;

/** Long enough to see whether connections stay, short enough to wait for. */
const CONNECTION_TEST = '10s';

/** The entries of the menu, in their order: every preset, the user's own numbers, connections only, and the way out. */
export function entriesOf(
  presets: readonly PresetSummary[],
  profiles: readonly ProfileSummary[],
  prompts: Prompts,
): Choice<Entry>[] {
  return [
    ...presets.map((preset) => ({ name: nameOf(preset), value: () => runOf({ preset: preset.name }) })),
    { name: 'Custom Settings', value: () => askCustom(presets[0], profiles, prompts) },
    {
      name: 'Connection Test Only',
      value: () => Promise.resolve<MenuChoice>({ kind: 'connect', flags: { duration: CONNECTION_TEST } }),
    },
    { name: 'Exit', value: undefined },
  ];
}

function runOf(flags: FlagValues): Promise<MenuChoice> {
  return Promise.resolve({ kind: 'run', flags });
}

function nameOf({ title, users, rooms, durationMs }: PresetSummary): string {
  return `${title} (${users} users, ${rooms} rooms, ${durationMs / 1000} seconds)`;
}

/** A question of Custom Settings about an option; with its default it fits 60 columns. */
interface CustomQuestion {
  readonly message: string;
  /** What a preset answers. */
  readonly answerOf: (preset: PresetSummary) => string;
}

/** The questions of Custom Settings are options, with the values of a preset to begin with. */
const CUSTOM = {
  users: { message: 'Users that register and connect', answerOf: ({ users }) => String(users) },
  rooms: { message: 'Chat rooms', answerOf: ({ rooms }) => String(rooms) },
  duration: { message: 'How long: 500ms, 30s, 5m, 1h', answerOf: ({ durationMs }) => formatTime(durationMs) },
  rate: {
    message: 'Messages per second in all, or max',
    answerOf: ({ messagesPerSecond }) => String(messagesPerSecond),
  },
  roomSize: { message: 'Members per room: 5, 3-8 or all', answerOf: ({ roomSize }) => formatRoomSize(roomSize) },
} as const satisfies Partial<Record<keyof FlagValues, CustomQuestion>>;

/** The first is what Enter takes. */
const CUSTOM_AIMS: readonly Choice<'run' | 'capacity'>[] = [
  { name: 'How it does at this rate', value: 'run' },
  { name: 'The largest rate that holds', value: 'capacity' },
];

/** The first is what Enter takes. */
function profileChoices(profiles: readonly ProfileSummary[]): Choice<string | undefined>[] {
  const named = profiles.map(({ name, title, description }) => ({ name: `${title}: ${description}`, value: name }));
  return [{ name: 'The same rate all the time', value: undefined }, ...named];
}

async function askCustom(
  base: PresetSummary | undefined,
  profiles: readonly ProfileSummary[],
  prompts: Prompts,
): Promise<MenuChoice> {
  const flags: { -readonly [name in keyof typeof CUSTOM]?: string } = {};
  for (const name of Object.keys(CUSTOM) as (keyof typeof CUSTOM)[]) {
    const { parse } = OPTIONS[name];
    const { message, answerOf } = CUSTOM[name];
    flags[name] = await prompts.text({
      message,
      fallback: base === undefined ? '' : answerOf(base),
      validate: (answer) => {
        const parsed = parse(answer);
        return parsed.ok || parsed.message;
      },
    });
  }
  if ((await prompts.choose('What is to be found out?', CUSTOM_AIMS)) === 'capacity') {
    // How fast and for how long is what a search decides for itself.
    const { duration: _duration, rate: _rate, ...people } = flags;
    return { kind: 'capacity', flags: people };
  }
  // As fast as the target takes them is no rate that a profile could change.
  if (flags.rate === 'max') return runOf(flags);
  const profile = await prompts.choose('How does the rate change?', profileChoices(profiles));
  return runOf(profile === undefined ? flags : { ...flags, profile });
}
