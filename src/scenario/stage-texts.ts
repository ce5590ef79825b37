import { parseAmount, parseTimeMs, TIME_FORMAT, TIME_PATTERN } from '../core/units.js';
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
  if (name === '') return rejected('must not be empty');
  if (name.length > LONGEST_NAME) return rejected(`${quoted(name)} is too long; at most ${LONGEST_NAME} characters`);
  return NOT_IN_NAMES.test(name)
    ? rejected(`${quoted(name)} must not contain @ ( ) < > = ! or control characters, for expressions name it`)
    : accepted(name);
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
    return rejected(`${quoted(text)} must be messages per second: 200, 150% of the rate, or 0.2/user`);
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
        : rejected(`${quoted(text)} is more than all of it`);
    }
    const durationMs = parseTimeMs(text);
    if (durationMs === undefined) return rejected(`${quoted(text)} must be ${TIME_FORMAT}, or a share of it all: 10%`);
    return durationMs > LONGEST_MS
      ? rejected(`${quoted(text)} is too long; at most 24h`)
      : accepted({ amount: durationMs, of: 'run' });
  },
  { type: 'string', pattern: TIME_PATTERN.source },
  { type: 'string', pattern: PERCENT.source },
);

/** `[name=]30s:200` ends at 200 messages/s, `[name=]30s@200` holds them. */
export const stageText: Parser<StageSpec> = (text) => {
  const match = /^(?:([^=]*)=)?([^:@=]*)([:@])([^:@=]*)$/.exec(text);
  if (match === null) {
    return rejected(
      `${quoted(text)} must be 30s:200 (ends at 200 messages/s) or 30s@200 (holds them), with name= before`,
    );
  }
  const [, nameText, timeText = '', sign, rateText = ''] = match;
  const name = nameText === undefined ? undefined : stageName(nameText);
  const [duration, rate] = [stageTime(timeText), stageRate(rateText)];
  const wrong = [name, duration, rate].flatMap((part) => (part === undefined || part.ok ? [] : [part.message]));
  if (name?.ok === false || !duration.ok || !rate.ok) return rejected(wrong.join(', and '));
  return accepted({
    ...(name === undefined ? {} : { name: name.value }),
    duration: duration.value,
    ...(sign === '@' ? { rate: rate.value } : { target: rate.value }),
  });
};

/** `50,100,300`: the rates of equally long stages. */
export const stepRates: Parser<readonly StageRate[]> = (text) => {
  const rates = text.split(',').map((part) => stageRate(part));
  const wrong = rates.flatMap((rate) => (rate.ok ? [] : [rate.message]));
  return wrong.length > 0
    ? rejected(wrong.join(', and '))
    : accepted(rates.flatMap((rate) => (rate.ok ? [rate.value] : [])));
};

function atMost(text: string, rate: StageRate, most: number): Parsed<StageRate> {
  return rate.amount <= most
    ? accepted(rate)
    : rejected(
        `${quoted(text)} is too much; at most ${rate.of === 'base' ? `${HIGHEST_PERCENT}%` : `${HIGHEST_RATE} messages per second`}`,
      );
}
