import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { UsageError } from '#dist/core/errors.js';
import type { ResolvedScenario, ResolveInput } from '#dist/scenario/api.js';
import type { FlagValues } from '#dist/scenario/options.js';
import { resolvePlan } from '#dist/scenario/resolve.js';

const INPUT: Omit<ResolveInput, 'flags'> = {
  kind: 'run',
  year: 2031,
  freshSeed: 77,
  runId: 'abc234',
  cpuCount: 4,
  environment: {},
  checkThreshold: (expression) => (/[<=]/.test(expression) ? undefined : 'is no comparison'),
  checkAlert: (expression) => (expression.includes('>') ? undefined : 'is no alert rule'),
};

export function resolve(flags: FlagValues, input: Partial<ResolveInput> = {}): Promise<ResolvedScenario> {
  return resolvePlan({ ...INPUT, ...input, flags });
}

/** The problems of a plan that must not resolve, each as `where: message`, with the folder of its files cut off. */
export async function problemsOf(flags: FlagValues, input: Partial<ResolveInput> = {}): Promise<string[]> {
  try {
    await resolve(flags, input);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.problems.map(({ where, message }) => `${where.replace(/^.*\//, '')}: ${message}`);
  }
  throw new Error('resolved without a problem');
}

/** Writes a file into a folder of its own that goes with the test; returns its path. */
export async function fileOf(test: TestContext, content: string | object, name = 'my.yaml'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'newyear-load-scenario-'));
  test.after(() => rm(folder, { recursive: true }));
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}
