import type { AnyMessage, Text } from '../../core/language/template.js';
import { message } from '../../core/language/words.js';

/** A bound on the times of all copies: `p99(delivery)<250ms`. */
export const OF_DELIVERY = /^(\w+)\(delivery\)/;

/** A goal in words: `at p99 < 250 ms with nothing lost`. @param slo its expressions, as one text */
export function saidSlo(slo: string): AnyMessage {
  const expressions = slo.split(', ');
  const bounds = expressions.filter((expression) => expression.includes('(')).map(spaced);
  const counts = expressions.filter((expression) => !expression.includes('(')).map(countWords);
  if (counts.length === 0) return message('capacity.goal.at', { bounds });
  return bounds.length === 0
    ? message('capacity.goal.with', { counts })
    : message('capacity.goal.both', { bounds, counts });
}

function countWords(expression: string): Text {
  return /^lost\s*(?:==|<=)\s*0$/.test(expression) ? message('capacity.goal.nothing-lost') : spaced(expression);
}

/** `p99(delivery)<250ms` → `p99 < 250 ms` */
function spaced(expression: string): string {
  return expression
    .replace('(delivery)', '')
    .replace(/\s*([<>=!]+)\s*/, ' $1 ')
    .replace(/(\d)\s*([a-z%]+)$/i, '$1 $2');
}
