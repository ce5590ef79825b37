// What the servers of this folder share: where their packages are, and what they say of themselves.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(join(resolve(process.argv[2]), 'package.json'));

/** A package of the version that lies in the folder that the command names. */
export async function take(name) {
  const loaded = await import(pathToFileURL(require.resolve(name)).href);
  return { ...loaded.default, ...loaded };
}

/** What happened by the server's own count: messages that it took, copies that it owed for them, requests that it refused. */
export const counts = { messages: 0, copies: 0, refused: 0 };

/** Says where the server listens, and, when it is told to end, what it has counted. */
export function tell(port) {
  console.log(`http://127.0.0.1:${port}`);
  process.once('SIGTERM', () => {
    console.log(JSON.stringify(counts));
    process.exit(0);
  });
  // Nobody may forget it: a test that dies takes it along.
  process.stdin.on('end', () => process.exit(1)).resume();
}
