import { readBounded } from '../../../core/bounded-text.js';
import { wallClockMs } from '../../../core/clock.js';
import { StartError } from '../../../core/errors.js';
import { isJsonObject, parseJson } from '../../../core/json.js';
import { message } from '../../../core/language/words.js';
import { printable } from '../../../core/text.js';
import { writeWhole } from '../../../core/whole-file.js';

/** An agent that has written nothing for so long hangs, or is gone. */
const STALE_MS = 60_000;
const MOST_BYTES = 4096;

/** How an agent is. */
export interface AgentState {
  readonly isConnected: boolean;
  /** The run that it takes part in. */
  readonly runId: string | null;
}

/** What of an agent is asked for. */
export const HEALTH_KINDS = ['ready', 'live'] as const;
export type HealthKind = (typeof HEALTH_KINDS)[number];

/** Writes how an agent is. @throws the system's error when that cannot be written */
export async function writeAgentState(path: string, state: AgentState): Promise<void> {
  await writeWhole(path, `${JSON.stringify({ atMs: wallClockMs(), ...state })}\n`);
}

/** How an agent is, as a sentence. @throws StartError when it is not as it was asked for */
export async function checkHealth(path: string, kind: HealthKind): Promise<string> {
  const text = await readBounded(path, MOST_BYTES).catch(() => '');
  const state = parseJson(text);
  const name = printable(path);
  if (!isJsonObject(state) || typeof state['atMs'] !== 'number')
    throw new StartError(message('agent.health.none', { file: name }), { hint: message('agent.health.none.hint') });
  const ageMs = wallClockMs() - state['atMs'];
  if (ageMs > STALE_MS)
    throw new StartError(message('agent.health.silent', { file: name, seconds: Math.round(ageMs / 1000) }));
  if (kind === 'ready' && state['isConnected'] !== true)
    throw new StartError(message('agent.health.unconnected', { file: name }));
  const { runId } = state;
  return typeof runId === 'string' ? `takes part in run ${printable(runId)}` : 'waits for a run';
}
