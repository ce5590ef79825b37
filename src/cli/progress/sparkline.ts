/** Values of the last seconds, oldest first; null where there was nothing to measure. */
export type History = readonly (number | null)[];

/**
 * The last values as a line of bars, one character a value, oldest first. The highest of them is the highest level and zero
 * the lowest; a gap is a space.
 * @param width most characters
 * @param levels one character a level, lowest first
 */
export function sparkline(history: History, width: number, levels: string): string {
  const shown = lastOf(history, width);
  const peak = peakOf(shown, width);
  return shown
    .map((value) => {
      if (value === null) return ' ';
      const share = peak === null || peak <= 0 ? 0 : Math.max(0, value) / peak;
      return levels[Math.round(share * (levels.length - 1))] ?? ' ';
    })
    .join('');
}

/** The highest of the last `width` values; null without any. */
export function peakOf(history: History, width: number): number | null {
  const values = lastOf(history, width).filter((value) => value !== null);
  return values.length === 0 ? null : Math.max(...values);
}

function lastOf(history: History, width: number): History {
  return width <= 0 ? [] : history.slice(-width);
}
