import { PHASE_TABLE } from '../../core/phases.js';
import type { RunKind } from '../../core/plan.js';
import { formatCount, formatLatencyMs } from '../../core/units.js';
import type { LiveSecond } from '../../metrics/run-events.js';
import type { Headline } from '../../report/headline.js';
import type { PagePhase } from '../../report/page/page-types.js';
import { stageProgressText, waitedFor } from '../../report/texts.js';

/** What a headline is made of while a run goes on. */
export interface Situation {
  readonly kind: RunKind;
  /** The phase that goes on; undefined between two. */
  readonly phase: PagePhase | undefined;
  readonly second: LiveSecond | undefined;
  readonly alerts: number;
}

const NOTHING_WAITED_FOR = { inFlight: 0, missing: 0 };

/** What a run does at the moment, in a sentence. Nothing in it comes from the server. */
export function liveHeadline(situation: Situation): Headline {
  const { second, alerts } = situation;
  const isFlawed = alerts > 0 || (second !== undefined && (second.missing > 0 || second.errors > 0));
  return { tone: isFlawed ? 'warn' : 'good', text: textOf(situation) };
}

function textOf({ kind, phase, second }: Situation): string {
  if (phase === undefined) return second === undefined ? 'STARTING' : 'GOING ON';
  const doing = PHASE_TABLE[phase.name].setUp?.doing;
  if (doing !== undefined) return `SETTING UP: ${formatCount(phase.succeeded)} of ${formatCount(phase.total)} ${doing}`;
  if (phase.name === 'flood') return second === undefined ? 'RUNNING: the first second' : floodText(second, kind);
  if (phase.name === 'drain') return `DRAINING: ${waitedFor(second ?? NOTHING_WAITED_FOR)}`;
  return phase.name === 'audit' ? 'AUDIT: what the server has kept is looked for' : 'ENDING: connections are closed';
}

function floodText(second: LiveSecond, kind: RunKind): string {
  const { elapsedMs, durationMs, stage, connectionsOpen, delivered, missing, p99Ms } = second;
  const inStage = stage === null ? '' : ` in ${stageProgressText(stage)}`;
  const time = `${formatSeconds(Math.min(elapsedMs, durationMs))} of ${formatSeconds(durationMs)}${inStage}`;
  if (kind === 'connect') return `HOLDING: ${time}, ${formatCount(connectionsOpen)} connections open`;
  const lacking = missing === 0 ? 'none missing' : `${formatCount(missing)} missing`;
  const slow = p99Ms === null ? '' : `, p99 now ${formatLatencyMs(p99Ms)}`;
  return `RUNNING: ${time}, ${formatCount(delivered)} deliveries arrived, ${lacking}${slow}`;
}

function formatSeconds(durationMs: number): string {
  return `${formatCount(durationMs / 1000)} s`;
}
