/** `PROPERTIES=full`: all runs of every property, and all inputs of every fuzz target. */
const isFull = process.env['PROPERTIES'] === 'full';
/** Of properties that take long the suite makes this share, with other inputs each time. */
const SHARE = 1 / 5;

/** How often a property that takes long is run. @param all runs that are enough for good */
export function runsOf(all: number): number {
  return isFull ? all : Math.ceil(all * SHARE);
}
