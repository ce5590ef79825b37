import { isoOf } from '../../core/clock.js';
import { sumsOf } from '../../core/numbers.js';
import type { Stage } from '../../core/stages.js';
import { formatCount } from '../../core/units.js';
import { BucketCounter } from '../../metrics/bucket-counter.js';
import { addPeople } from '../../metrics/people.js';
import { canaryFrom, MOST_NOTICES, outcomeFrom } from '../../metrics/outcome-builder.js';
import type { CanaryOutcome, DeliverySums, PhaseResult, RunOutcome } from '../../metrics/run-outcome.js';
import type { Counters, StageGauges } from '../../metrics/snapshot.js';
import type { FoundBeginning } from './read-record.js';
import type { Replay } from './replay.js';

/**
 * What a run had measured when it was killed, as far as its record goes. A copy that was under way then is neither expected nor
 * lost; one that later messages had overtaken is lost, as in a run that is abandoned.
 * @param isCut does the record end in the middle of a line?
 */
export function outcomeOfKilled(beginning: FoundBeginning, replay: Replay, isCut: boolean): RunOutcome {
  const { startedAt, context } = beginning;
  const { fleet, elapsedMs, openAtFloodEnd, peakRssBytes, cpuSeconds } = replay;
  const { durationMs, stages = [] } = context.plan;
  const floodMs = floodMsOf(replay, durationMs);
  const stageLedgers = stages.map((_, stage) => ledgerOf(fleet.stageTotals(stage), hasDrained(replay)));
  const sums = ledgerOf(fleet, hasDrained(replay));
  return outcomeFrom(
    fleet,
    { target: context.target, users: context.plan.users, stages },
    {
      startedAt,
      endedAt: isoOf(Date.parse(startedAt) + elapsedMs),
      durationMs: elapsedMs,
      floodStartedAt: replay.floodStartedAt(startedAt),
      floodMs,
      address: context.target,
      interruption: 'killed',
      phases: [...replay.phases, ...unfinished(replay, floodMs)],
      // Of a copy that is overtaken it is known which stage it is of: the whole is the sum of its parts.
      ledger: stages.length === 0 ? sums : sumsOf(stageLedgers, ['expected', 'receiverGone', 'unconfirmed']),
      stageLedgers,
      ...addPeople(context.plan, fleet.people),
      openAtEnd: openAtFloodEnd ?? fleet.gauges.connectionsOpen,
      peakRssBytes,
      cpuSeconds,
      canary: canaryOf(replay, stages),
      watched: replay.watched,
      findings: findingsOf(replay, isCut),
    },
  );
}

/** As long as it was, or as many whole seconds as were reported. */
function floodMsOf({ phases, floodSeconds }: Replay, plannedMs: number): number {
  const done = phases.find(({ name }) => name === 'flood');
  return done?.durationMs ?? Math.min(plannedMs, floodSeconds * 1000);
}

function unfinished({ openPhase, elapsedMs, fleet: { counters } }: Replay, floodMs: number): PhaseResult[] {
  if (openPhase === undefined) return [];
  const { name, startedMs, attempted, succeeded, failed } = openPhase;
  const latency = new BucketCounter();
  if (name !== 'flood') return [{ name, durationMs: elapsedMs - startedMs, attempted, succeeded, failed, latency }];
  const { intended, sent, senderAway } = counters;
  const wanted = intended - senderAway;
  return [{ name, durationMs: floodMs, attempted: wanted, succeeded: sent, failed: wanted - sent, latency }];
}

/** After the drain, what has not come is lost. */
function hasDrained({ phases }: Replay): boolean {
  return phases.some(({ name }) => name === 'drain');
}

function ledgerOf(
  {
    counters: { received },
    gauges,
  }: { readonly counters: Pick<Counters, 'received'>; readonly gauges: Omit<StageGauges, 'backlog'> },
  isFinal: boolean,
): Pick<DeliverySums, 'expected' | 'received' | 'lost' | 'receiverGone' | 'unconfirmed'> {
  const { receiverGone } = gauges;
  const outstanding = Math.max(0, gauges.expected - received - receiverGone);
  const lost = isFinal ? outstanding : Math.min(outstanding, gauges.missing);
  const unconfirmed = Math.min(lost, gauges.unconfirmed);
  return { expected: received + lost + receiverGone, received, lost, receiverGone, unconfirmed };
}

function canaryOf(replay: Replay, stages: readonly Stage[]): CanaryOutcome | null {
  const { observers } = replay;
  const { sent } = observers.counters;
  return canaryFrom(observers, { sent, ...ledgerOf(observers, hasDrained(replay)) }, null, stages);
}

function findingsOf(replay: Replay, isCut: boolean): string[] {
  const { elapsedMs, linesMissing, fleet, notices } = replay;
  const seconds = (elapsedMs / 1000).toFixed(1);
  const where = isCut ? ', in the middle of a line' : '';
  const inFlight = hasDrained(replay) ? 0 : fleet.gauges.inFlight;
  return [
    `Rebuilt from the record of a run that was ended outright: the record ends ${seconds} s after the run began${where}, and what ` +
      'was measured after that, a second at the most, is not in it. How each room fared is known at the end of a run only.',
    ...(inFlight > 0
      ? [`${formatCount(inFlight)} copies were under way at its end; they count neither as expected nor as lost.`]
      : []),
    ...(linesMissing > 0
      ? [`${formatCount(linesMissing)} lines are missing from the record, so every sum is too small.`]
      : []),
    ...notices,
  ].slice(0, MOST_NOTICES);
}
