import type { TestContext } from 'node:test';
import { createUser } from '#dist/chat/people.js';
import { createRunId } from '#dist/core/ids.js';
import type { RunPlan } from '#dist/core/plan.js';
import { createRunSecrets, type RunSecrets } from '#dist/core/run-secrets.js';
import { type RunHandle, startRun } from '#dist/engine/main/run.js';
import { type BucketCounter, lowestValueOf } from '#dist/metrics/bucket-counter.js';
import type { RunEvent } from '#dist/metrics/run-events.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { totalErrors } from '#dist/metrics/snapshot.js';
import { parseFaults } from '#dist/practice/faults/parse.js';
import type { PracticeOptions } from '#dist/practice/options.js';
import { type PracticeServer, startPracticeServer } from '#dist/practice/server.js';
import type { PracticeTruth } from '#dist/practice/truth.js';
import { buildReport } from '#dist/report/build-report.js';
import type { ResolvedScenario, ResolveInput } from '#dist/scenario/api.js';
import type { FlagValues } from '#dist/scenario/options.js';
import { resolvePlan } from '#dist/scenario/resolve.js';
import { call } from '../wire/chat-client.js';
import { reportContext } from '../report/outcome.js';
import { contradictionsIn } from '#dist/report/report-sums.js';
import { inProcess } from './in-process-worker.js';

/** Twelve users in three rooms of four, none in two, for a second; no observers, so that the fleet's messages are all there are. */
const FLAGS: FlagValues = {
  preset: 'quick',
  users: '12',
  rooms: '3',
  roomSize: '4',
  duration: '1s',
  rate: '120',
  drain: '3s',
  canary: false,
};

/** Members of every room of {@link FLAGS}. */
export const MEMBERS = 4;

/** A plan for a server, or for the several of one chat. */
export async function planFor(
  target: string | readonly string[],
  flags: FlagValues = {},
  input: Partial<ResolveInput> = {},
): Promise<RunPlan> {
  return (await resolved(target, flags, input)).plan;
}

/** A plan for a server, and what belongs to it and is no part of it. */
export async function resolved(
  target: string | readonly string[],
  flags: FlagValues = {},
  input: Partial<ResolveInput> = {},
): Promise<ResolvedScenario> {
  return await resolvePlan({
    kind: 'run',
    flags: { ...FLAGS, target, ...flags },
    year: 2027,
    freshSeed: 42,
    runId: createRunId(),
    cpuCount: 2,
    environment: {},
    checkThreshold: () => undefined,
    checkAlert: () => undefined,
    ...input,
  });
}

/** A practice server that ends with the test. */
export async function practiceFor(
  test: TestContext,
  faults: readonly string[] = [],
  options: Partial<PracticeOptions> = {},
): Promise<PracticeServer> {
  const server = await startPracticeServer({ ...options, faults: parseFaults(faults) });
  test.after(() => server.close());
  return server;
}

/** What a run came to, beside what the server did. */
export interface Measured {
  readonly plan: RunPlan;
  readonly secrets: RunSecrets;
  readonly outcome: RunOutcome;
  readonly truth: PracticeTruth;
  readonly server: PracticeServer;
}

/** Runs against a practice server with these faults, to the end. */
export async function measure(
  test: TestContext,
  faults: readonly string[] = [],
  flags: FlagValues = {},
  input: Partial<ResolveInput> = {},
): Promise<Measured> {
  const server = await practiceFor(test, faults);
  const plan = await planFor(server.url, flags, input);
  const secrets = createRunSecrets();
  const outcome = await startRun(plan, { secrets, startWorker: inProcess() }).outcome;
  return { plan, secrets, outcome, truth: server.truth(), server };
}

/** Calls `react` for everything that happens in a run, until it ends. */
export async function follow(run: RunHandle, react: (event: RunEvent) => void): Promise<void> {
  for await (const event of run.events) react(event);
}

/** Calls `act` when a phase of a run begins, and returns what the run came to. */
export async function atPhase(run: RunHandle, phase: string, act: () => void): Promise<RunOutcome> {
  const following = follow(run, (event) => {
    if (event.type === 'phase-start' && event.phase === phase) act();
  });
  const outcome = await run.outcome;
  await following;
  return outcome;
}

/** How many values of a counter lie in buckets that begin at `fromUs` or above. */
export function samples({ counts }: BucketCounter, fromUs = 0): number {
  return Array.from(counts).reduce((sum, count, index) => (lowestValueOf(index) >= fromUs ? sum + count : sum), 0);
}

/** Everything about an outcome that must hold whatever the server did; each entry says what does not. */
export function contradictions(outcome: RunOutcome): string[] {
  const { deliveries, counters, timeline, latency, errors } = outcome;
  const inTimeline = (field: 'intended' | 'sent' | 'delivered'): number =>
    timeline.reduce((total, second) => total + second[field], 0);
  const equalities: readonly (readonly [string, number, number])[] = [
    ['intended in the timeline', inTimeline('intended'), counters.intended],
    ['sent in the timeline', inTimeline('sent'), counters.sent],
    ['delivered in the timeline', inTimeline('delivered'), deliveries.received],
    ['service echo samples', samples(latency.serviceEcho), samples(latency.echo)],
  ];
  const wrong = equalities
    .filter(([, left, right]) => left !== right)
    .map(([what, left, right]) => `${what}: ${left} is not ${right}`);
  // What came of messages from before its receiver's connection has no time.
  const timeless = deliveries.received - samples(latency.echo) - samples(latency.fanout);
  if (timeless < counters.recovered || timeless > counters.recovered + counters.replayed)
    wrong.push(
      `copies without a time: ${timeless}, of which ${counters.recovered} recovered, ${counters.replayed} replayed`,
    );
  const failures = totalErrors(errors);
  const mostFailures = counters.operations + counters.connectionsLost + counters.refused;
  if (failures > mostFailures) wrong.push(`errors: ${failures} is more than ${mostFailures}`);
  return [...wrong, ...contradictionsIn(buildReport(outcome, reportContext()))];
}

/** The token of one of a run's users, for who knows the run's secrets; undefined where the server does not know the user. */
export async function tokenOf({ server, plan, secrets }: Measured, index: number): Promise<string | undefined> {
  const { name: username, password } = createUser({ id: plan.runId, secrets }, index);
  const { json } = await call(server.url, 'POST', '/api/auth/login', { body: { username, password } });
  return (json as { token?: string }).token;
}

/** Names of the rooms that a server made, by their ids, as one of a run's users sees them. */
export async function roomNames(measured: Measured): Promise<Map<string, string>> {
  const { server, plan } = measured;
  const names = new Map<string, string>();
  for (let index = 0; index < plan.users; index++) {
    const token = await tokenOf(measured, index);
    if (token === undefined) continue;
    const answer = await call(server.url, 'GET', '/api/chatrooms', { token });
    for (const { roomId, name } of answer.json as { roomId: string; name: string }[]) names.set(roomId, name);
  }
  return names;
}
