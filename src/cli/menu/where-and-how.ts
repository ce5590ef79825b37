import { reachOf } from '../../core/hosts.js';
import { tellerOf } from '../../core/language/retell.js';
import { namesOf } from '../../scenario/catalog.js';
import { listDialects } from '../../scenario/dialects.js';
import { OPTIONS } from '../../scenario/options.js';
import type { Io } from '../io.js';
import type { MenuMemory, PageChoice } from './memory.js';
import { type Choice, type Prompts, unlessBack } from './prompts.js';

/** What these questions work with. */
interface WhereMeans {
  readonly memory: MenuMemory;
  readonly prompts: Prompts;
  readonly io: Io;
}

type Aspect = 'target' | 'dialect' | 'theme' | 'page';

const QUESTIONS: Readonly<Record<Aspect, (means: WhereMeans) => Promise<void>>> = {
  target: askTarget,
  dialect: askDialect,
  theme: askTheme,
  page: askPage,
};

/** Shows where a run goes, how it talks and where it can be looked at, and lets each be changed until it is to start. */
export async function askWhereAndHow(means: WhereMeans): Promise<boolean> {
  const { memory, prompts, io } = means;
  const { words } = io;
  for (let isReady = false; !isReady; ) {
    const choices: Choice<Aspect | undefined>[] = [
      { name: words.text('menu.start'), value: undefined },
      { name: words.text('menu.target', { target: memory.target }), value: 'target' },
      {
        name: words.text('menu.dialect', { dialect: memory.dialect ?? OPTIONS.dialect.fallback }),
        value: 'dialect',
      },
      { name: words.text('menu.theme', { theme: memory.theme ?? OPTIONS.theme.fallback }), value: 'theme' },
      { name: words.text('menu.page', { page: words.text(`menu.page.${memory.page}`) }), value: 'page' },
    ];
    const aspect = await prompts.choose(words.text('menu.ready'), choices);
    if (aspect === undefined) isReady = true;
    else await unlessBack(() => QUESTIONS[aspect](means));
  }
  return true;
}

async function askTarget({ memory, prompts, io: { words } }: WhereMeans): Promise<void> {
  const answer = await prompts.text({
    message: words.text('menu.ask.target'),
    fallback: memory.target,
    validate: (text) => {
      const parsed = OPTIONS.target.parse(text);
      return parsed.ok || parsed.message;
    },
  });
  const parsed = OPTIONS.target.parse(answer);
  if (!parsed.ok) return;
  const { hostname } = new URL(parsed.value);
  if (reachOf(hostname, memory.allowedHosts) === 'nowhere') {
    if (!(await prompts.confirm(words.text('menu.ask.allow', { host: hostname }), false))) return;
    memory.allowedHosts.push(hostname);
  }
  memory.target = parsed.value;
}

async function askDialect({ memory, prompts, io: { words } }: WhereMeans): Promise<void> {
  const tell = tellerOf(words);
  const known = (await listDialects()).map(({ name, description }) => ({
    name: `${name}: ${tell(description)}`,
    value: name,
  }));
  const own: Choice<string | undefined> = { name: words.text('menu.own-file'), value: undefined };
  const name = await prompts.choose(
    words.text('menu.ask.dialect'),
    [...known, own],
    memory.dialect ?? OPTIONS.dialect.fallback,
  );
  memory.dialect = name ?? (await askFile(memory.dialect, prompts, words));
}

async function askTheme({ memory, prompts, io: { words } }: WhereMeans): Promise<void> {
  const known = (await namesOf('theme')).map((name) => ({ name, value: name }));
  const own: Choice<string | undefined> = { name: words.text('menu.own-file'), value: undefined };
  const name = await prompts.choose(
    words.text('menu.ask.theme'),
    [...known, own],
    memory.theme ?? OPTIONS.theme.fallback,
  );
  memory.theme = name ?? (await askFile(memory.theme, prompts, words));
}

function askFile(before: string | undefined, prompts: Prompts, words: Io['words']): Promise<string> {
  const validate = (text: string): true | string => text.trim() !== '' || words.text('menu.ask.file');
  return prompts.text({ message: words.text('menu.ask.file'), fallback: before ?? '', validate });
}

async function askPage({ memory, prompts, io: { words } }: WhereMeans): Promise<void> {
  const pages: readonly PageChoice[] = ['none', 'watch', 'file'];
  const choices = pages.map((value) => ({ name: words.text(`menu.page.${value}`), value }));
  memory.page = await prompts.choose(words.text('menu.ask.page'), choices, memory.page);
}
