import { SystemFile } from '../core/system-file.js';
import type { Io } from './io.js';

/** How often it is looked for. */
const INTERVAL_MS = 500;

/** This process and the one that started it, as `process` tells them. */
interface Family {
  readonly pid: number;
  readonly ppid: number;
}

/**
 * Tells when npm, npx or their like, which had started this process, are gone: they end on SIGTERM without passing it on, and a load
 * that nobody waits for must not go on. A process that was started apart from them on purpose, in a session of its own, stays.
 * @param family is asked again each time
 */
export function whenStarterIsGone(env: Io['env'], family: Family, tell: () => void): void {
  const starter = family.ppid;
  if ((env['npm_config_user_agent'] ?? '') === '' || leadsSession(family.pid)) return;
  const timer = setInterval(() => {
    if (family.ppid === starter) return;
    clearInterval(timer);
    tell();
  }, INTERVAL_MS);
  timer.unref();
}

/** Does the process lead a session of its own, as one that was started to outlive its starter? Only Linux tells. */
function leadsSession(pid: number): boolean {
  const file = new SystemFile('/proc/self/stat');
  const [, , , session] =
    file
      .read()
      ?.replace(/^.*\) /s, '')
      .split(' ') ?? [];
  file.close();
  return session === String(pid);
}
