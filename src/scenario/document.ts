import { LONGEST_TEXT_BYTES, readBounded, TooLongError, whyUnreadable } from '../core/bounded-text.js';
import { saidProblem } from '../core/errors.js';
import type { ReadResult } from './yaml-file.js';

export type { YamlFile } from './yaml-file.js';
export type { ValuePath } from './yaml-value.js';

/**
 * Reads a YAML file; one that cannot be read is a problem, too.
 * @param path of the file
 * @param shown how messages name the file
 * @param isOurs tells content that the tool has written itself, as JSON: that may be much longer than what people write
 */
export async function readYaml(
  path: string,
  shown: string,
  isOurs?: (content: unknown) => boolean,
): Promise<ReadResult> {
  try {
    // What parses YAML is large, and what ships with the tool is prepared.
    const { MOST_YAML_BYTES, parseOurs, parseYaml } = await import('./yaml-text.js');
    const text = await readBounded(path, isOurs === undefined ? MOST_YAML_BYTES : LONGEST_TEXT_BYTES);
    const ours = isOurs === undefined ? undefined : parseOurs(text, shown, isOurs);
    if (ours !== undefined) return ours;
    if (Buffer.byteLength(text) > MOST_YAML_BYTES) throw new TooLongError(MOST_YAML_BYTES);
    return parseYaml(text, shown);
  } catch (thrown) {
    const why = whyUnreadable(thrown);
    if (why === undefined) throw thrown;
    return { problems: [saidProblem(shown, why)] };
  }
}
