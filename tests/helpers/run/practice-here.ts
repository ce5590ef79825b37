import type { EmbeddedServer } from '#dist/practice/embedded.js';
import { type PracticeOptions, resolvePracticeOptions } from '#dist/practice/options.js';
import { startPracticeServer } from '#dist/practice/server.js';

/** Starts a practice server in the process of the test, as others are started in one of their own. */
export async function startPracticeHere(options: Partial<PracticeOptions> = {}): Promise<EmbeddedServer> {
  const server = await startPracticeServer(resolvePracticeOptions(options));
  const stop = (): Promise<void> => server.close();
  return { url: server.url, pid: 0, exited: new Promise(() => undefined), stop };
}
