import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { type ServerSample, serverOutcomeOf, withServerColumns } from '#dist/metrics/server-samples.js';
import { runOutcome } from './outcome.js';

export const WATCH = {
  pid: 4242,
  url: 'http://127.0.0.1:4000/metrics',
  series: [{ name: 'rooms', metric: 'chat_rooms{kind="open"}' }],
};

/** A sample of a server at rest, with what a test wants otherwise. */
export function serverSample(second: number, fields: Partial<ServerSample> = {}): ServerSample {
  return { second, cpu: 0.5, rss: 100 * 2 ** 20, threads: 11, descriptors: 80, lag: 2.5, values: [7], ...fields };
}

/** A healthy run whose server was watched. @param sampleOf a second of it */
export function watchedOutcome(
  sampleOf: (second: number) => ServerSample = serverSample,
  overrides: Partial<RunOutcome> = {},
): RunOutcome {
  const outcome = runOutcome(overrides);
  const samples = outcome.timeline.map(({ second }) => sampleOf(second));
  return {
    ...outcome,
    timeline: withServerColumns(outcome.timeline, samples),
    server: serverOutcomeOf(WATCH, samples),
  };
}
