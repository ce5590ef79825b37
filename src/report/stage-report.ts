import { keysOf, recordOf } from '../core/records.js';
import { recoveriesOf } from '../judgement/recovery.js';
import { reportedVerdict, type Verdict, verdictOf } from '../judgement/verdict.js';
import { encodeHistogram } from '../metrics/hdr-encoding.js';
import { deliveryOf, summarise } from '../metrics/latency-summary.js';
import type { RunOutcome, StageOutcome } from '../metrics/run-outcome.js';
import { errorShare, totalErrors } from '../metrics/snapshot.js';
import { stagePart } from '../metrics/stage-parts.js';
import { ackReport, tpsReport } from './count-reports.js';
import { workerReport } from './generator-report.js';
import { STAGE_MESSAGE_COUNTERS } from './message-counters.js';
import type { Report, StageReport } from './report-types.js';

/** Every stage of a run, in its order. */
export function stageReports(outcome: RunOutcome): Report['stages'] {
  const recoveries = recoveriesOf(outcome);
  return outcome.stages.map((stage, index): StageReport => {
    const part = stagePart(outcome, stage);
    const delivery = deliveryOf(stage.latency.echo, stage.latency.fanout);
    const counters = { ...stage.latency, delivery };
    const { counters: counted, errors } = stage;
    const told = recordOf(keysOf(STAGE_MESSAGE_COUNTERS), (field) => counted[STAGE_MESSAGE_COUNTERS[field]]);
    const total = totalErrors(errors);
    return {
      name: stage.name,
      startMs: stage.startMs,
      durationMs: stage.durationMs,
      measured: stage.measured,
      plannedFrom: stage.plannedFrom,
      plannedTo: stage.plannedTo,
      messages: { ...told, unsent: counted.intended - counted.sent },
      deliveries: { ...stage.deliveries },
      acks: ackReport(counted),
      latencyMs: recordOf(keysOf(counters), (name) => summarise(counters[name])),
      tps: tpsReport(part),
      errors: { total, share: errorShare(total, counted.sent), byKind: { ...errors }, operations: counted.sent },
      verdict: verdictOfStage(part, stage),
      recoveryMs: recoveries[index] ?? null,
      generator: { workers: stage.workers.map(workerReport), unsentWritable: stage.unsentWritable },
      histograms: recordOf(keysOf(counters), (name) => encodeHistogram(counters[name])),
    };
  });
}

const NO_DOUBT: Verdict = { level: 'VALID', times: { level: 'VALID' }, counts: { level: 'VALID' }, reasons: [] };

/** A stage that is silent by plan says nothing that could be doubted. */
function verdictOfStage(part: RunOutcome, { plannedFrom, plannedTo, counters }: StageOutcome): Verdict {
  const isSilent = plannedFrom === 0 && plannedTo === 0 && counters.intended === 0;
  return isSilent ? NO_DOUBT : reportedVerdict(verdictOf(part));
}
