import { type Message, message } from '../../core/language/words.js';
import type { RunKind } from '../../core/plan.js';
import { printable } from '../../core/text.js';
import { remedyOf } from '../../judgement/verdict.js';
import { gapsOf } from '../../metrics/audit.js';
import type { Report } from '../../report/report-types.js';
import { TOOL_NAME } from '../tool.js';

/** Flags that say where the server is and how to talk to it; every command that needs a server takes them. */
const WHERE =
  /(?<= )(?:--embedded|--insecure|--(?:target|dialect|accounts|allow-host|ca) (?:'[^']*'|[^\s']\S*))(?= |$)/g;

type Rule = (report: Report, kind: RunKind) => Message | undefined;

/** The first rule that has something to say gives the next step, gravest first; what a run holds is asked when all is well. */
const RULES: readonly Rule[] = [
  stopped,
  targetLost,
  nothingCame,
  refused,
  lost,
  kept,
  beyond,
  tooFewConnected,
  failed,
  doubtful,
  connected,
];

/** What to do after a run with this result, in one line; undefined where the verdict's remedy is told, which comes first. */
export function nextStepOf(report: Report, kind: RunKind): Message | undefined {
  if (report.verdict.level === 'INVALID' && remedyOf(report.verdict) !== undefined) return undefined;
  for (const rule of RULES) {
    const step = rule(report, kind);
    if (step !== undefined) return step;
  }
  return message('next.capacity', { command: commandAt(report, 'capacity') });
}

/** A command on the server of a run, as it runs in a clone as well: without npx nothing is found there. */
function commandAt({ run: { command } }: Report, name: string): string {
  const where = new Set(command.match(WHERE) ?? []);
  return ['npx', TOOL_NAME, name, ...where].map((word) => printable(word)).join(' ');
}

function stopped({ run: { interruptedBy }, messages }: Report, kind: RunKind): Message | undefined {
  if (interruptedBy !== 'SIGINT' && interruptedBy !== 'SIGTERM') return undefined;
  if (kind === 'connect') return message('next.hold-to-end');
  return message(messages.sent === 0 ? 'next.run-on' : 'next.run-to-end');
}

function targetLost({ run: { interruptedBy } }: Report): Message | undefined {
  if (interruptedBy !== 'target-lost') return undefined;
  return message('next.target-lost');
}

function nothingCame(report: Report, kind: RunKind): Message | undefined {
  const { deliveries, messages, plan } = report;
  if (kind === 'connect' || (messages.sent > 0 && deliveries.received > 0)) return undefined;
  if (plan.embedded) return message('next.leave-dialect');
  return message('next.dialect-check', { command: commandAt(report, 'dialect check') });
}

function refused({ messages }: Report): Message | undefined {
  if (messages.refused === 0) return undefined;
  return message('next.refused');
}

function lost({ deliveries, messages, acks, connections }: Report): Message | undefined {
  if (deliveries.lost === 0) return undefined;
  const nowhere = messages.sent - messages.completed;
  const areUnanswered = acks !== null && nowhere > 0 && acks.unacknowledged === nowhere && connections.lost === 0;
  return message(areUnanswered ? 'next.lost.unanswered' : 'next.lost');
}

/** What arrived and was not kept, or went where it should not. */
function kept({ audit, deliveries: { unexpected } }: Report): Message | undefined {
  if (unexpected > 0) return message('next.strayed');
  if (audit === null) return undefined;
  const { usersMissing, messagesMissing } = gapsOf(audit);
  if (usersMissing + messagesMissing === 0) return undefined;
  return message('next.not-kept');
}

function beyond(report: Report): Message | undefined {
  if (report.course.fellBehind === null) return undefined;
  return message('next.beyond', { command: commandAt(report, 'capacity') });
}

function failed({ thresholds, comparison, course }: Report): Message | undefined {
  const regressions = comparison?.candidates.flatMap((candidate) => candidate.regressions) ?? [];
  const hasFailed = [...thresholds, ...regressions].some(({ passed }) => !passed);
  if (!hasFailed && course.slows === null && course.silences.length === 0) return undefined;
  return message('next.slow');
}

function doubtful({ verdict }: Report): Message | undefined {
  return verdict.level === 'VALID' ? undefined : remedyOf(verdict);
}

/** Of a connection test that is about them alone. */
function tooFewConnected({ connections: { asked, opened, lost: cut } }: Report, kind: RunKind): Message | undefined {
  return kind === 'connect' && (opened < asked || cut > 0) ? message('next.limits') : undefined;
}

function connected(report: Report, kind: RunKind): Message | undefined {
  if (kind !== 'connect') return undefined;
  return message('next.write', { command: commandAt(report, 'run') });
}
