import { sumOf } from '../core/numbers.js';
import { outsideOf } from '../metrics/stage-parts.js';
import type { Report, StageReport } from './report-types.js';

/** What is compared, and its two sides. */
type Claim = readonly [what: string, left: number, right: number];

/** What rates are computed from: what was due in measured stages, and how long these went on. */
export interface MeasuredSums {
  readonly floodMs: number;
  readonly intended: number;
  readonly sent: number;
  readonly completed: number;
  readonly received: number;
  readonly timeline: Report['timeline'];
}

const MESSAGES = ['intended', 'sent', 'unsent', 'refused', 'completed', 'senderGone', 'senderAway'] as const;
const DELIVERIES = ['expected', 'received', 'lost', 'duplicated', 'reordered', 'receiverGone'] as const;

/** The sums that rates are computed from. */
export function measuredSums({ run, messages, deliveries, timeline, stages }: Report): MeasuredSums {
  const left = stages.filter(({ measured }) => !measured);
  const without = (whole: number, part: (stage: StageReport) => number): number => whole - sumOf(left.map(part));
  return {
    floodMs: without(run.floodMs, ({ durationMs }) => durationMs),
    intended: without(messages.intended, (stage) => stage.messages.intended),
    sent: without(messages.sent, (stage) => stage.messages.sent),
    completed: without(messages.completed, (stage) => stage.messages.completed),
    received: without(deliveries.received, (stage) => stage.deliveries.received),
    timeline: outsideOf(left, timeline),
  };
}

/** What must be equal where a load has stages: their sums and those of the whole, to the last copy. */
export function stageEqualities({ messages, deliveries, latencyMs, stages }: Report): Claim[] {
  if (stages.length === 0) return [];
  const measured = stages.filter((stage) => stage.measured);
  return [
    ...MESSAGES.map(
      (field): Claim => [
        `${field} of all stages`,
        sumOf(stages.map((stage) => stage.messages[field])),
        messages[field],
      ],
    ),
    ...DELIVERIES.map(
      (field): Claim => [
        `${field} of all stages`,
        sumOf(stages.map((stage) => stage.deliveries[field])),
        deliveries[field],
      ],
    ),
    [
      'samples of measured stages',
      sumOf(measured.map((stage) => stage.latencyMs.delivery.count)),
      latencyMs.delivery.count,
    ],
    ...stages.flatMap(
      ({
        name,
        deliveries: { expected, received, lost, receiverGone },
        errors,
        messages: { unsent, intended, sent },
      }): Claim[] => [
        [`expected = received + lost + receiverGone, in stage ${name}`, expected, received + lost + receiverGone],
        [`unsent = intended − sent, in stage ${name}`, unsent, intended - sent],
        [`errors of all kinds, in stage ${name}`, sumOf(Object.values(errors.byKind)), errors.total],
      ],
    ),
  ];
}

/** What may be no larger than its whole. */
export function partsOfStages({ errors, stages }: Report): Claim[] {
  return [
    ['errors of all stages, of errors', sumOf(stages.map((stage) => stage.errors.total)), errors.total],
    ...stages.flatMap(({ name, messages, deliveries, latencyMs }): Claim[] => [
      [`sent, of intended, in stage ${name}`, messages.sent, messages.intended],
      [`completed, of sent, in stage ${name}`, messages.completed, messages.sent],
      [`samples, of received, in stage ${name}`, latencyMs.delivery.count, deliveries.received],
    ]),
  ];
}
