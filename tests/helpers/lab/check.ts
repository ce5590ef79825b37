import assert from 'node:assert/strict';
import { BIN, type CliResult } from '../cli/cli.js';

/** The code of a check that has proven nothing. */
export const NOT_PROVEN = 4;

/** What `lab check --json` prints, as far as tests read it. */
export interface Checked {
  readonly verdict: string;
  /** Names of the criteria that failed. */
  readonly failed: readonly string[];
  readonly criteria: readonly { readonly name: string; readonly status: string; readonly measured: unknown }[];
}

export interface PracticeCheck {
  readonly code: number | null;
  readonly checked: Checked;
}

/**
 * Checks a practice server of an exercise in its short form.
 * @param run runs the command
 * @param serve which of its servers: `--solved`, `--variant …`
 */
export async function checkPractice(
  run: (args: readonly string[]) => Promise<CliResult>,
  id: string,
  ...serve: readonly string[]
): Promise<PracticeCheck> {
  const server = `"${process.execPath}" "${BIN}" lab serve ${id} ${serve.join(' ')}`;
  const { code, stdout, stderr } = await run(['lab', 'check', id, '--short', '--json', '--server', server]);
  assert.match(stdout, /^\{/, stderr);
  return { code, checked: JSON.parse(stdout) as Checked };
}

/** Asserts that nothing failed; what a machine that is busy with other tests spoils is not proven. */
export function assertMended({ code, checked: { verdict, criteria } }: PracticeCheck): void {
  const failed = criteria.filter(({ status }) => status === 'failed');
  assert.deepEqual([failed, code], [[], verdict === 'PASSED' ? 0 : NOT_PROVEN]);
}
