import { UsageError } from '../../core/errors.js';
import type { EnglishKey } from '../../core/language/en/index.js';
import { tellerOf } from '../../core/language/retell.js';
import { keysOf } from '../../core/records.js';
import { formatTime } from '../../core/units.js';
import type { PresetSummary } from '../../scenario/api.js';
import { type FlagValues, OPTIONS } from '../../scenario/options.js';
import { formatRoomSize } from '../../scenario/parsers.js';
import type { ProfileSummary } from '../../scenario/profiles.js';
import type { Io } from '../io.js';
import { takeOrder } from '../run/order.js';
import { askInOrder, type Step } from './in-order.js';
import type { MenuMemory, NumberQuestion } from './memory.js';
import type { MenuChoice } from './menu-choice.js';
import type { Choice, Prompts } from './prompts.js';
import { askWhereAndHow } from './where-and-how.js';

/** What Custom Settings works with. */
export interface CustomMeans {
  /** Whose numbers are there to begin with. */
  readonly base: PresetSummary | undefined;
  readonly profiles: readonly ProfileSummary[];
  readonly prompts: Prompts;
  readonly memory: MenuMemory;
  readonly io: Io;
}

/** A question about an option; with its default it fits 60 columns. */
interface CustomQuestion {
  readonly key: EnglishKey & `menu.${string}`;
  /** What a preset answers. */
  readonly answerOf: (preset: PresetSummary) => string;
}

const QUESTIONS = {
  users: { key: 'menu.users', answerOf: ({ users }) => String(users) },
  rooms: { key: 'menu.rooms', answerOf: ({ rooms }) => String(rooms) },
  duration: { key: 'menu.duration', answerOf: ({ durationMs }) => formatTime(durationMs) },
  rate: { key: 'menu.rate', answerOf: ({ messagesPerSecond }) => String(messagesPerSecond) },
  roomSize: { key: 'menu.room-size', answerOf: ({ roomSize }) => formatRoomSize(roomSize) },
} as const satisfies Readonly<Record<NumberQuestion, CustomQuestion>>;

/** The user's own numbers, and where they go. @returns undefined when somebody went back from the first question */
export async function askCustom(means: CustomMeans): Promise<MenuChoice | undefined> {
  const { memory, prompts, io } = means;
  const steps: Step[] = [
    ...keysOf(QUESTIONS).map((name) => () => askNumber(name, means)),
    () => askAim(means),
    () => askProfile(means),
    () => askWhereAndHow({ memory, prompts, io }),
  ];
  return (await askInOrder(steps)) ? choiceOf(memory) : undefined;
}

function choiceOf({ numbers, aim, profile }: MenuMemory): MenuChoice {
  // How fast and for how long is what a search decides for itself.
  const { duration, rate, ...people } = numbers;
  if (aim === 'capacity') return { kind: 'capacity', flags: people };
  const pace = { ...(duration === undefined ? {} : { duration }), ...(rate === undefined ? {} : { rate }) };
  const isShaped = profile !== undefined && rate !== 'max';
  return { kind: 'run', flags: { ...people, ...pace, ...(isShaped ? { profile } : {}) } };
}

async function askNumber(name: NumberQuestion, { base, prompts, memory, io }: CustomMeans): Promise<boolean> {
  const { key, answerOf } = QUESTIONS[name];
  memory.numbers[name] = await prompts.text({
    message: io.words.text(key),
    fallback: memory.numbers[name] ?? (base === undefined ? '' : answerOf(base)),
    validate: async (answer) => {
      const parsed = OPTIONS[name].parse(answer);
      if (!parsed.ok) return parsed.message;
      return (await problemAt(name, { ...numbersBefore(name, memory), [name]: answer }, io)) ?? true;
    },
  });
  return true;
}

/** What was answered until a question: later ones may still change. */
function numbersBefore(name: NumberQuestion, { numbers }: MenuMemory): FlagValues {
  const names = keysOf(QUESTIONS);
  return Object.fromEntries(names.slice(0, names.indexOf(name)).map((before) => [before, numbers[before]]));
}

/** What is wrong with an answer beside the ones before it. */
async function problemAt(name: NumberQuestion, flags: FlagValues, { env }: Io): Promise<string | undefined> {
  try {
    await takeOrder('run', flags, env, []);
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown;
    return thrown.problems.find(({ where }) => where === OPTIONS[name].flag)?.message;
  }
  return undefined;
}

async function askAim({ prompts, memory, io: { words } }: CustomMeans): Promise<boolean> {
  const aims: readonly Choice<MenuMemory['aim']>[] = [
    { name: words.text('menu.aim.run'), value: 'run' },
    { name: words.text('menu.aim.capacity'), value: 'capacity' },
  ];
  memory.aim = await prompts.choose(words.text('menu.aim'), aims, memory.aim);
  return true;
}

async function askProfile({ prompts, memory, profiles, io: { words } }: CustomMeans): Promise<boolean> {
  // As fast as the target takes them is no rate that a profile could change.
  if (memory.aim === 'capacity' || memory.numbers.rate === 'max') return false;
  const tell = tellerOf(words);
  const named = profiles.map(({ name, title, description }) => ({
    name: `${title}: ${tell(description)}`,
    value: name,
  }));
  const choices: Choice<string | undefined>[] = [{ name: words.text('menu.profile.none'), value: undefined }, ...named];
  memory.profile = await prompts.choose(words.text('menu.profile'), choices, memory.profile);
  return true;
}
