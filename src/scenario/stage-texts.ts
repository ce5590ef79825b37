import { message } from '../core/language/words.js';
import { parseAmount, parseTimeMs, TIME_PATTERN } from '../core/units.js';
import {
  accepted,
  edited,
  HIGHEST_RATE,
  LONGEST_MS,
  type Parsed,
  type Parser,
  perUserRate,
  quoted,
  rejected,
  rejectedParts,
} from './parsers.js';

/** A rate as scenarios write it: messages per second, a share of the scenario's `rate`, or messages per second of each user. */
export interface StageRate {
  readonly amount: number;
  readonly of: 'run' | 'base' | 'user';
}

/** A time as scenarios write it: milliseconds, or a share of the scenario's `duration`. */
export interface StageTime {
  readonly amount: number;
  readonly of: 'run' | 'duration';
}

/** A stage as scenarios write it: `rate` is held, `target` is where it ends, from `from` or from where the stage before ended. */
export interface StageSpec {
  readonly name?: string;
  readonly duration: StageTime;
  readonly rate?: StageRate;
  readonly from?: StageRate;
  readonly target?: StageRate;
  readonly measured?: boolean;
}

/** Longest name of a stage: it stands in expressions and on charts. */
const LONGEST_NAME = 60;
/** What ends a name in an expression, and what nobody sees. */
const NOT_IN_NAMES = /[@()<>=!\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
/** A hundred times the base is more than any evening grows. */
const HIGHEST_PERCENT = 1_000_000;
const PERCENT = /^(\d+(?:\.\d+)?)\s*%$/;

/** The name of a stage, which expressions name after an `@`. */
export const stageName: Parser<string> = (text) => {
  const name = text.trim();
  if (name === '') return rejected('value.empty');
  if (name.length > LONGEST_NAME) return rejected('value.stage.name-long', { text: quoted(name), most: LONGEST_NAME });
  return NOT_IN_NAMES.test(name) ? rejected('value.stage.name', { text: quoted(name) }) : accepted(name);
};

/** `200`, `150%` of the scenario's rate, or `0.2/user`; 0 is silence. */
export const stageRate: Parser<StageRate> = edited<StageRate>(
  (text) => {
    const trimmed = text.trim();
    const [percent, perUser] = [PERCENT.exec(trimmed), perUserRate(text)];
    if (percent !== null) return atMost(text, { amount: Number(percent[1]) / 100, of: 'base' }, HIGHEST_PERCENT / 100);
    if (perUser !== undefined) return atMost(text, { amount: perUser, of: 'user' }, HIGHEST_RATE);
    const amount = parseAmount(trimmed);
    if (amount !== undefined) return atMost(text, { amount, of: 'run' }, HIGHEST_RATE);
    return rejected('value.stage.rate', { text: quoted(text) });
  },
  { type: 'number', minimum: 0, maximum: HIGHEST_RATE },
  { type: 'string', pattern: String.raw`^\d+(\.\d+)?([kM]|\s*%|\s*/\s*user)?$` },
);

/** `30s`, or `10%` of the scenario's duration. */
export const stageTime: Parser<StageTime> = edited<StageTime>(
  (text) => {
    const percent = PERCENT.exec(text.trim());
    if (percent !== null) {
      const share = Number(percent[1]) / 100;
      return share <= 1
        ? accepted({ amount: share, of: 'duration' })
        : rejected('value.stage.all', { text: quoted(text) });
    }
    const durationMs = parseTimeMs(text);
    if (durationMs === undefined)
      return rejected('value.stage.time', { text: quoted(text), format: message('format.time') });
    return durationMs > LONGEST_MS
      ? rejected('value.too-long', { text: quoted(text) })
      : accepted({ amount: durationMs, of: 'run' });
  },
  { type: 'string', pattern: TIME_PATTERN.source },
  { type: 'string', pattern: PERCENT.source },
);

/** `[name=]30s:200` ends at 200 messages/s, `[name=]30s@200` holds them. */
export const stageText: Parser<StageSpec> = (text) => {
  const match = /^(?:([^=]*)=)?([^:@=]*)([:@])([^:@=]*)$/.exec(text);
  if (match === null) {
    return rejected('value.stage', { text: quoted(text) });
  }
  const [, nameText, timeText = '', sign, rateText = ''] = match;
  const name = nameText === undefined ? undefined : stageName(nameText);
  const [duration, rate] = [stageTime(timeText), stageRate(rateText)];
  const wrong = rejectedParts([name, duration, rate]);
  if (name?.ok === false || !duration.ok || !rate.ok) return wrong ?? rejected('value.stage', { text: quoted(text) });
  return accepted({
    ...(name === undefined ? {} : { name: name.value }),
    duration: duration.value,
    ...(sign === '@' ? { rate: rate.value } : { target: rate.value }),
  });
};

/** `50,100,300`: the rates of equally long stages. */
export const stepRates: Parser<readonly StageRate[]> = (text) => {
  const rates = text.split(',').map((part) => stageRate(part));
  return rejectedParts(rates) ?? accepted(rates.flatMap((rate) => (rate.ok ? [rate.value] : [])));
};

function atMost(text: string, rate: StageRate, most: number): Parsed<StageRate> {
  if (rate.amount <= most) return accepted(rate);
  return rate.of === 'base'
    ? rejected('value.stage.percent-most', { text: quoted(text), most: HIGHEST_PERCENT })
    : rejected('value.stage.rate-most', { text: quoted(text), most: HIGHEST_RATE });
}
