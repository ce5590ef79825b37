import { nowUs, sleep, sleepUntil } from '../../core/clock.js';
import { StartError } from '../../core/errors.js';
import { parseTimeMs, TIME_FORMAT } from '../../core/units.js';
import type { LabSession } from '../session.js';
import type { Act } from './act.js';

const EVERY_US = 200_000;
/** Whoever waits longer has gone away. */
const PATIENCE_MS = 8000;

/** `ask 60s`: from now on for so long, somebody logs in five times a second, whatever became of the log-ins before. */
export function askAct(words: string): Act {
  const durationMs = parseTimeMs(words);
  if (durationMs === undefined) throw new Error(`"${words}" must be ${TIME_FORMAT}`);
  return async (session) => {
    const user = await session.accounts.newcomer(session);
    const client = await session.accounts.open(session, 1);
    const { isOk, kind } = await session.accounts.ask(session, client, 'register', user);
    await client.close();
    if (!isOk && !session.signal.aborted) throw new StartError(`Nobody could sign up (${kind}).`);
    void askAgainAndAgain(session, user, nowUs() + durationMs * 1000);
  };
}

async function askAgainAndAgain(
  session: LabSession,
  user: Awaited<ReturnType<LabSession['accounts']['newcomer']>>,
  untilUs: number,
): Promise<void> {
  const { accounts, evidence, signal } = session;
  const client = await accounts.open(session, (PATIENCE_MS * 1000) / EVERY_US, PATIENCE_MS);
  const startUs = nowUs();
  const turns = Math.ceil((untilUs - startUs) / EVERY_US);
  for (let turn = 0; turn < turns && !signal.aborted; turn++) {
    const atUs = startUs + turn * EVERY_US;
    await sleepUntil(atUs, signal);
    void accounts.ask(session, client, 'login', user).then(({ isOk, kind }) => {
      evidence.asks.push({ atUs, tookMs: (nowUs() - atUs) / 1000, isOk, kind });
    });
  }
  await sleep(PATIENCE_MS, signal);
  await client.close();
}
