import { printableJson } from '../../../core/json.js';
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

  constructor(palette: Palette) {
    this.#palette = palette;
  }

  head({ dialect, target }: RunPlan): string[] {
    return [this.#palette.bold(`Dialect "${dialect.name}" at ${target}, with two users`), ''];
  }

  step({ name, state, text, exchanges }: CheckStep): string[] {
    const { good, bad, dim } = this.#palette;
    const mark = { ok: good(MARKS.good), failed: bad(MARKS.bad), 'left-out': dim('–') }[state];
    const line = `${mark} ${name.padEnd(NAME_WIDTH)}  ${state === 'left-out' ? dim(text) : text}`;
    const shown = exchanges.slice(0, MOST_LINES).map((exchange) => dim(lineOf(exchange)));
    const more = exchanges.length - shown.length;
    return [line, ...shown, ...(more > 0 ? [dim(`      and ${more} more, which --json has`)] : [])];
  }

  end({ works, change, notes }: CheckResult, command: string): string[] {
    const { good, warn, bold } = this.#palette;
    const told = notes.map((note) => `${warn(MARKS.warn)} ${note}`);
    const last = works
      ? [good('This dialect works:'), `  npx ${command}`]
      : change === null
        ? []
        : [`${bold('To change:')} ${change}`];
    return [...(told.length === 0 ? [] : ['', ...told]), ...(last.length === 0 ? [] : ['', ...last])];
  }
}

function lineOf({ direction, user, text }: Exchange): string {
  const who = user === null ? '' : `${user.slice(user.lastIndexOf('-') + 1)}  `;
  return `    ${direction}  ${who}${shorten(text, MOST_CHARACTERS)}`;
}

/** A check for machines. */
export function checkJson(
  { dialect, target }: RunPlan,
  { works, steps, change, notes }: CheckResult,
  command: string,
): string {
  const result = { dialect: dialect.name, target, works, steps, change, notes, command: works ? command : null };
  return `${printableJson(result, 2)}\n`;
}
