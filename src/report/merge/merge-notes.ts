import { formatTime } from '../../core/units.js';
import type { Report } from '../report-types.js';

/** Phases whose lengths differ by more than this are worth a sentence, as a share of the longest. */
const NOTABLE_DIFFERENCE = 0.25;
/** Shorter ones are not. */
const NOTABLE_MS = 1000;

/** What a reader of merged runs has to know: how they lay in time, and in what they differ. */
export function mergeNotes(reports: readonly Report[]): string[] {
  return [
    `Merged from ${reports.length} runs: ${reports.map(({ run }) => `${run.id} (from ${run.startedAt})`).join(', ')}.`,
    ...overlapNote(reports),
    ...differences(reports),
    ...phaseNote(reports),
    ...interruptionNotes(reports),
  ];
}

function overlapNote(reports: readonly Report[]): string[] {
  const floods = reports.flatMap(({ run: { floodStartedAt, floodMs } }) =>
    floodStartedAt === null
      ? []
      : [{ startMs: Date.parse(floodStartedAt), endMs: Date.parse(floodStartedAt) + floodMs }],
  );
  if (floods.length < 2) return [];
  const lastStartMs = Math.max(...floods.map(({ startMs }) => startMs));
  const firstEndMs = Math.min(...floods.map(({ endMs }) => endMs));
  if (lastStartMs >= firstEndMs) {
    return [
      'Their floods did not all overlap: rates are over the whole time from the first to the last, pauses included.',
    ];
  }
  const apartMs = lastStartMs - Math.min(...floods.map(({ startMs }) => startMs));
  if (apartMs < NOTABLE_MS) return [];
  return [`Their floods began up to ${formatTime(apartMs)} apart; the timeline goes by the wall clock.`];
}

/** Things that are the same where several generators share one load. */
const COMPARED: readonly { readonly what: string; readonly valueOf: (report: Report) => string | number }[] = [
  { what: 'targets', valueOf: ({ run }) => run.target },
  { what: 'dialects', valueOf: ({ run }) => run.dialect },
  { what: 'durations', valueOf: ({ plan }) => formatTime(plan.durationMs) },
  { what: 'models of load', valueOf: ({ plan }) => (plan.rate === 'max' ? 'closed' : 'open') },
  { what: 'stages', valueOf: stagesText },
  { what: 'versions of the tool', valueOf: ({ tool }) => tool.version },
  { what: 'versions of Node', valueOf: ({ host }) => host.node },
];

/** Runs with other stages have none together. */
function stagesText({ stages }: Report): string {
  if (stages.length === 0) return 'none';
  return `"${stages.map(({ name, startMs }) => `${name} at ${startMs / 1000} s`).join(', ')}"`;
}

function differences(reports: readonly Report[]): string[] {
  return COMPARED.flatMap(({ what, valueOf }) => {
    const values = new Set(reports.map(valueOf));
    return values.size === 1 ? [] : [`They differ in their ${what}: ${[...values].join(', ')}.`];
  });
}

function phaseNote(reports: readonly Report[]): string[] {
  const byName = new Map<string, number[]>();
  for (const { phases } of reports)
    for (const { name, durationMs } of phases) byName.set(name, [...(byName.get(name) ?? []), durationMs]);
  const ranges = [...byName].flatMap(([name, lengths]) => {
    const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
    const isNotable = most - least >= NOTABLE_MS && most - least > most * NOTABLE_DIFFERENCE;
    return isNotable ? [`${name} ${formatTime(Math.round(least))} to ${formatTime(Math.round(most))}`] : [];
  });
  return ranges.length === 0 ? [] : [`Phases took different times: ${ranges.join(', ')}.`];
}

function interruptionNotes(reports: readonly Report[]): string[] {
  return reports.flatMap(({ run: { id, interruptedBy } }) =>
    interruptedBy === null ? [] : [`Run ${id} ended before its plan did: ${interruptedBy}.`],
  );
}
