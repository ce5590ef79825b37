import { readBeginning } from '../../core/bounded-text.js';

const BEGINNING_BYTES = 64;

/** Does the file look like an HdrHistogram log? Reports and records begin with a brace. */
export async function isLatencyLog(path: string): Promise<boolean> {
  try {
    const text = await readBeginning(path, BEGINNING_BYTES);
    return (
      /^\s*(?:#|"?StartTimestamp|Tag=|[\d.]+,)/.test(text) || (path.toLowerCase().endsWith('.hlog') && text !== '')
    );
  } catch {
    // A file that cannot be opened is told of when it is read as a report.
    return false;
  }
}
