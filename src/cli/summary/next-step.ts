import type { RunKind } from '../../core/plan.js';
import { printable } from '../../core/text.js';
import { remedyOf } from '../../judgement/verdict.js';
import { gapsOf } from '../../metrics/audit.js';
import type { Report } from '../../report/report-types.js';
import { TOOL_NAME } from '../tool.js';

/** Flags that say where the server is and how to talk to it; every command that needs a server takes them. */
const WHERE =
  /(?<= )(?:--embedded|--insecure|--(?:target|dialect|accounts|allow-host|ca) (?:'[^']*'|[^\s']\S*))(?= |$)/g;

type Rule = (report: Report, kind: RunKind) => string | undefined;

/** The first rule that has something to say gives the next step, gravest first; what a run holds is asked when all is well. */
const RULES: readonly Rule[] = [
  stopped,
  targetLost,
  nothingCame,
  refused,
  lost,
  kept,
  beyond,
  failed,
  doubtful,
  connected,
];

/** What to do after a run with this result, in one line; undefined where the verdict's remedy is told, which comes first. */
export function nextStepOf(report: Report, kind: RunKind): string | undefined {
  if (report.verdict.level === 'INVALID' && remedyOf(report.verdict) !== undefined) return undefined;
  for (const rule of RULES) {
    const step = rule(report, kind);
    if (step !== undefined) return step;
  }
  return `How much does it hold? ${commandAt(report, 'capacity')}`;
}

/** A command on the server of a run, as it runs in a clone as well: without npx nothing is found there. */
function commandAt({ run: { command } }: Report, name: string): string {
  const where = new Set(command.match(WHERE) ?? []);
  return ['npx', TOOL_NAME, name, ...where].map((word) => printable(word)).join(' ');
}

function stopped({ run: { interruptedBy } }: Report): string | undefined {
  const wasAsked = interruptedBy === 'SIGINT' || interruptedBy === 'SIGTERM';
  return wasAsked ? 'Let it run to its end: until then slow copies cannot be told from lost ones.' : undefined;
}

function targetLost({ run: { interruptedBy } }: Report): string | undefined {
  if (interruptedBy !== 'target-lost') return undefined;
  return 'Look into the log of the server: did it crash, was it stopped, did a proxy cut everybody off?';
}

function nothingCame(report: Report, kind: RunKind): string | undefined {
  const { deliveries, messages, plan } = report;
  if (kind === 'connect' || (messages.sent > 0 && deliveries.received > 0)) return undefined;
  if (plan.embedded) return 'Leave --dialect out: the practice server speaks minitalk.';
  return `See what the server sends instead: ${commandAt(report, 'dialect check')}`;
}

function refused({ messages }: Report): string | undefined {
  if (messages.refused === 0) return undefined;
  return 'Read what the server said. If it is a limit a user, take a lower --rate or more --users.';
}

function lost({ deliveries }: Report): string | undefined {
  if (deliveries.lost === 0) return undefined;
  return 'Where and when was it lost? --out html=report.html shows it; --drain 60s tells lost from late.';
}

/** What arrived and was not kept, or went where it should not. */
function kept({ audit, deliveries: { unexpected } }: Report): string | undefined {
  if (unexpected > 0) return 'Look how rooms are joined: copies reached users who are in none of these rooms.';
  if (audit === null) return undefined;
  const { usersMissing, messagesMissing } = gapsOf(audit);
  if (usersMissing + messagesMissing === 0) return undefined;
  return 'Look how the server stores: what is missing had been acknowledged, or delivered.';
}

function beyond(report: Report): string | undefined {
  if (report.course.fellBehind === null) return undefined;
  return `That was more than it can do. What does it hold? ${commandAt(report, 'capacity')}`;
}

function failed({ thresholds, comparison, course }: Report): string | undefined {
  const regressions = comparison?.candidates.flatMap((candidate) => candidate.regressions) ?? [];
  const hasFailed = [...thresholds, ...regressions].some(({ passed }) => !passed);
  if (!hasFailed && course.slows === null && course.silences.length === 0) return undefined;
  return 'When was it slow, and for whom? --out html=report.html shows every second and room.';
}

function doubtful({ verdict }: Report): string | undefined {
  return verdict.level === 'VALID' ? undefined : remedyOf(verdict);
}

function connected(report: Report, kind: RunKind): string | undefined {
  if (kind !== 'connect') return undefined;
  const { asked, opened, lost: cut } = report.connections;
  if (opened < asked || cut > 0) return 'Look for a limit of the server, of its proxy or of its machine (ulimit -n).';
  return `Have them write: ${commandAt(report, 'run')}`;
}
