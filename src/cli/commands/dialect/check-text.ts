import { printableJson } from '../../../core/json.js';
import { tellerOf } from '../../../core/language/retell.js';
import { inEnglish, type Wording } from '../../../core/language/words.js';
import { MARKS } from '../../../core/marks.js';
import type { RunPlan } from '../../../core/plan.js';
import { shorten } from '../../../core/text.js';
import { CHECK_STEPS, type CheckStep } from '../../../engine/check/check-step.js';
import type { CheckResult } from '../../../engine/check/dialect-check.js';
import type { Exchange } from '../../../engine/check/exchange-log.js';
import type { Palette } from '../../colours.js';

const NAME_WIDTH = Math.max(...CHECK_STEPS.map(({ length }) => length));
/** What of a step's conversation is shown to people; JSON has all of it. */
const MOST_LINES = 8;
const MOST_CHARACTERS = 300;

/** A check for people: a line a step, what was sent and came below it. */
export class CheckText {
  readonly #palette: Palette;
  readonly #words: Wording;

  constructor(palette: Palette, words: Wording) {
    this.#palette = palette;
    this.#words = words;
  }

  head({ dialect, target }: RunPlan): string[] {
    return [this.#palette.bold(this.#words.text('check.head', { dialect: dialect.name, target })), ''];
  }

  step({ name, state, text: said, exchanges }: CheckStep): string[] {
    const text = this.#words.say(said);
    const { good, bad, dim } = this.#palette;
    const mark = { ok: good(MARKS.good), failed: bad(MARKS.bad), 'left-out': dim('–') }[state];
    const line = `${mark} ${name.padEnd(NAME_WIDTH)}  ${state === 'left-out' ? dim(text) : text}`;
    const shown = exchanges.slice(0, MOST_LINES).map((exchange) => dim(lineOf(exchange, this.#words)));
    const more = exchanges.length - shown.length;
    return [line, ...shown, ...(more > 0 ? [dim(`      ${this.#words.text('check.more', { count: more })}`)] : [])];
  }

  end({ works, change, notes }: CheckResult, command: string): string[] {
    const { good, warn, bold } = this.#palette;
    const words = this.#words;
    const told = notes.map((note) => `${warn(MARKS.warn)} ${words.say(note)}`);
    const last = works
      ? [good(words.text('check.works')), `  npx ${command}`]
      : change === null
        ? []
        : [`${bold(words.text('check.change'))} ${words.say(change)}`];
    return [...(told.length === 0 ? [] : ['', ...told]), ...(last.length === 0 ? [] : ['', ...last])];
  }
}

function lineOf({ direction, user, text }: Exchange, words: Wording): string {
  const who = user === null ? '' : `${user.slice(user.lastIndexOf('-') + 1)}  `;
  const told = shorten(tellerOf(words)(text), MOST_CHARACTERS);
  return `    ${words.text(`check.exchange.${direction}`)}  ${who}${told}`;
}

/** A check for machines. */
export function checkJson(
  { dialect, target }: RunPlan,
  { works, steps, change, notes }: CheckResult,
  command: string,
): string {
  const result = {
    dialect: dialect.name,
    target,
    works,
    steps: steps.map((step) => ({ ...step, text: inEnglish(step.text) })),
    change: change === null ? null : inEnglish(change),
    notes: notes.map(inEnglish),
    command: works ? command : null,
  };
  return `${printableJson(result, 2)}\n`;
}
