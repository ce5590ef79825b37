import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../tests/servers/', import.meta.url));

/** A server that is made with somebody else's package, in a process of its own. */
export interface RealServer {
  readonly url: string;
  /** Ends it. @returns messages that it took, copies that it owed for them, and requests that it refused, by its own count */
  end(): Promise<{ readonly messages: number; readonly copies: number; readonly refused: number }>;
}

/** How a server of `tests/servers/` is started; undefined where its packages are not installed. */
export function commandOf(script: string, folder: string): readonly string[] | undefined {
  if (script.endsWith('.py')) {
    const found = spawnSync('/usr/bin/python3', ['-c', 'import socketio, aiohttp']).status === 0;
    return found ? ['/usr/bin/python3', join(FOLDER, script)] : undefined;
  }
  const isInstalled = existsSync(join(FOLDER, folder, 'node_modules'));
  return isInstalled ? [process.execPath, join(FOLDER, script), join(FOLDER, folder)] : undefined;
}

/** Starts it, to end with the test at the latest. */
export async function startReal(test: TestContext, [program = '', ...args]: readonly string[]): Promise<RealServer> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  test.after(() => child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = (await lines.next()) as IteratorResult<string, undefined>;
  if (first.done === true) throw new Error(`${args.join(' ')} did not start`);
  return {
    url: first.value,
    async end() {
      child.kill('SIGTERM');
      const last = (await lines.next()) as IteratorResult<string, undefined>;
      if (child.exitCode === null) await once(child, 'exit');
      return JSON.parse(last.value ?? '{}') as { messages: number; copies: number; refused: number };
    },
  };
}
