import { open } from 'node:fs/promises';

const BEGINNING_BYTES = 64;

/** Does the file look like an HdrHistogram log? Reports and records begin with a brace. */
export async function isLatencyLog(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0);
      const text = buffer.toString('latin1', 0, bytesRead);
      return (
        /^\s*(?:#|"?StartTimestamp|Tag=|[\d.]+,)/.test(text) || (path.toLowerCase().endsWith('.hlog') && text !== '')
      );
    } finally {
      await file.close();
    }
  } catch {
    // A file that cannot be opened is told of when it is read as a report.
    return false;
  }
}
