/**
 * Why a test is skipped, for its `skip`, and loudly on the terminal: a machine without a real part tests less than it seems to.
 * @returns false when the part is there
 */
export function missing(product: string, isThere: boolean): false | string {
  if (isThere) return false;
  process.stderr.write(`!!! ${product} is not on this machine: tests that need it are skipped\n`);
  return `${product} is not on this machine`;
}
