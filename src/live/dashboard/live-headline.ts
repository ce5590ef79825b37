import { type Message, message, type Wording } from '../../core/language/words.js';
import type { PhaseName } from '../../core/phases.js';
import type { RunKind } from '../../core/plan.js';
import type { LiveSecond } from '../../metrics/run-events.js';
import type { Headline } from '../../report/headline.js';
import type { PagePhase } from '../../report/page/page-types.js';
import { saidOfStage, waitedFor } from '../../report/texts.js';

/** What a headline is made of while a run goes on. */
export interface Situation {
  readonly kind: RunKind;
  /** The phase that goes on; undefined between two. */
  readonly phase: PagePhase | undefined;
  readonly second: LiveSecond | undefined;
  readonly alerts: number;
}

const NOTHING_WAITED_FOR = { inFlight: 0, missing: 0 };

/** What is done in each of the phases before the flood. */
const DOING: Readonly<Partial<Record<PhaseName, Message>>> = {
  register: message('live.doing.register'),
  login: message('live.doing.login'),
  rooms: message('live.doing.rooms'),
  connect: message('live.doing.connect'),
  join: message('live.doing.join'),
};

/** What a run does at the moment, in a sentence. Nothing in it comes from the server. */
export function liveHeadline(situation: Situation, words: Wording): Headline {
  const { second, alerts } = situation;
  const isFlawed = alerts > 0 || (second !== undefined && (second.missing > 0 || second.errors > 0));
  return { tone: isFlawed ? 'warn' : 'good', text: words.say(saidOf(situation, words)) };
}

function saidOf({ kind, phase, second }: Situation, words: Wording): Message {
  if (phase === undefined) return message(second === undefined ? 'live.starting' : 'live.going-on');
  const { name, succeeded, total } = phase;
  const doing = DOING[name];
  if (doing !== undefined) return message('live.setting-up', { done: succeeded, all: total, doing });
  if (name === 'flood') return second === undefined ? message('live.first-second') : saidOfFlood(second, kind);
  if (name === 'drain') return message('live.draining', { waited: waitedFor(second ?? NOTHING_WAITED_FOR, words) });
  return message(name === 'audit' ? 'live.audit' : 'live.ending');
}

function saidOfFlood(second: LiveSecond, kind: RunKind): Message {
  const { elapsedMs, durationMs, stage, connectionsOpen: open, delivered, missing, p99Ms } = second;
  const sinceStart = message('live.time', { elapsed: Math.min(elapsedMs, durationMs), duration: durationMs });
  const time = stage === null ? sinceStart : message('live.time-in', { time: sinceStart, stage: saidOfStage(stage) });
  if (kind === 'connect') return message('live.holding', { time, open });
  const lacking = missing === 0 ? message('live.none-missing') : message('live.missing', { count: missing });
  return p99Ms === null
    ? message('live.running', { time, delivered, lacking })
    : message('live.running-slow', { time, delivered, lacking, p99: p99Ms });
}
