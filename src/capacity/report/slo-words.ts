/** A bound on the times of all copies: `p99(delivery)<250ms`. */
export const OF_DELIVERY = /^(\w+)\(delivery\)/;

/** A goal in words: `at p99 < 250 ms with nothing lost`. @param slo its expressions, as one text */
export function wordsOfSlo(slo: string): string {
  const expressions = slo.split(', ');
  const bounds = expressions.filter((expression) => expression.includes('('));
  const counts = expressions.filter((expression) => !expression.includes('('));
  const parts = [
    ...(bounds.length === 0 ? [] : [`at ${bounds.map(spaced).join(', ')}`]),
    ...(counts.length === 0 ? [] : [`with ${counts.map(countWords).join(', ')}`]),
  ];
  return parts.join(' ');
}

function countWords(expression: string): string {
  return /^lost\s*(?:==|<=)\s*0$/.test(expression) ? 'nothing lost' : spaced(expression);
}

/** `p99(delivery)<250ms` → `p99 < 250 ms` */
function spaced(expression: string): string {
  return expression
    .replace('(delivery)', '')
    .replace(/\s*([<>=!]+)\s*/, ' $1 ')
    .replace(/(\d)\s*([a-z%]+)$/i, '$1 $2');
}
