import type { Text } from '../core/language/template.js';
import { inEnglish, isMessage, type Message, message } from '../core/language/words.js';
import { ALERT_LANGUAGE, type AlertFacts, type AlertReading } from './alert-metrics.js';
import { type Expression, OPERATORS, parseExpression, readExpression } from './expression.js';

/** A rule of a run that was true for a moment: something to look at while it goes on, and no verdict. */
export interface Alert {
  /** The rule as it was written: `p95(delivery)>1s`. */
  readonly rule: string;
  /** A sentence for people. */
  readonly message: string;
  /** Whole seconds since the flood began. */
  readonly second: number;
  /** What was measured, in the rule's unit: milliseconds, a share, a count. */
  readonly value: number;
  /** The rule's limit, in the same unit. */
  readonly limit: number;
}

/** A rule is told again only when this much of the run has gone by. */
export const COOL_DOWN_SECONDS = 60;

/** A condition that is worth telling while a run goes on, parsed. */
type AlertRule = Expression<AlertReading>;

/**
 * What is wrong with a rule such as `memory>80%`, `p95(delivery)>1s`, `backlog>10000`, one sentence with the nearest valid name or an
 * example; undefined when nothing is.
 * @param stages names of the load's stages; null where they are not known
 */
export function faultOfAlert(expression: string, stages: readonly string[] | null = []): Message | undefined {
  const rule = readExpression(expression, ALERT_LANGUAGE, stages);
  return isMessage(rule) ? rule : undefined;
}

/** The same in English. */
export function checkAlert(expression: string, stages: readonly string[] | null = []): string | undefined {
  const fault = faultOfAlert(expression, stages);
  return fault === undefined ? undefined : inEnglish(fault);
}

/** The rules of one run, and when each was last told. */
export class AlertRules {
  readonly #rules: readonly AlertRule[];
  readonly #lastToldAt = new Map<AlertRule, number>();

  /** @param expressions checked before; what does not read is left out @param stages names of the load's stages */
  constructor(expressions: readonly string[], stages: readonly string[] = []) {
    const rules = expressions.map((expression) => parseExpression(expression, ALERT_LANGUAGE, stages));
    this.#rules = rules.filter((rule) => typeof rule !== 'string');
  }

  /**
   * What is to be told of a second. A rule that goes on being true is told once a minute.
   * @param second whole seconds since the flood began
   */
  check(facts: AlertFacts, second: number): Alert[] {
    return this.#rules.flatMap((rule) => {
      const { expression, stage, operator, limit, reading } = rule;
      const value = stage === null || stage === facts.stage ? reading.value(facts) : null;
      if (value === null || !OPERATORS[operator](value, limit)) return [];
      if (second - (this.#lastToldAt.get(rule) ?? Number.NEGATIVE_INFINITY) < COOL_DOWN_SECONDS) return [];
      this.#lastToldAt.set(rule, second);
      const text = `${reading.says}: ${reading.format(value)} (${expression})`;
      return [{ rule: expression, message: text, second, value, limit }];
    });
  }
}

/** An alert to be said in any language; its own text where its rule is of something that nobody has translated. */
export function saidAlert({ rule, message: text, value }: Pick<Alert, 'rule' | 'message' | 'value'>): Text {
  const stage = /@([^@()<>=!]*)/.exec(rule)?.[1]?.trim();
  const parsed = parseExpression(rule, ALERT_LANGUAGE, stage === undefined ? [] : [stage]);
  if (typeof parsed === 'string' || parsed.reading.what === undefined) return text;
  const said = message('alert', { what: parsed.reading.what, value: parsed.reading.format(value), rule });
  return inEnglish(said) === text ? said : text;
}
