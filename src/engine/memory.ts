import { totalmem } from 'node:os';

/** How much memory this process has, and which share of what it may have: the machine's, or the container's. */
export function memoryInUse(): { readonly rssBytes: number; readonly memoryShare: number } {
  const rssBytes = process.memoryUsage.rss();
  // Without a limit this is 0, or far more than there is.
  const limitBytes = process.constrainedMemory();
  const mayHaveBytes = limitBytes > 0 ? Math.min(limitBytes, totalmem()) : totalmem();
  return { rssBytes, memoryShare: rssBytes / mayHaveBytes };
}
