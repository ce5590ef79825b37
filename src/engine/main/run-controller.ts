import { isoOf, nowUs, waitAtMost, wallClockIso } from '../../core/clock.js';
import { shortageOf } from '../../core/error-kinds.js';
import { Once } from '../../core/once.js';
import type { RunPlan } from '../../core/plan.js';
import { formatTime } from '../../core/units.js';
import { loadOf, steadyLoad } from '../../load/load.js';
import { Collector } from '../../metrics/collector.js';
import { type OwnPhaseName, PHASE_TABLE, type PhaseName, SET_UP_PHASES } from '../../core/phases.js';
import type { RunEvent } from '../../metrics/run-events.js';
import type { Interruption, PhaseResult, RunOutcome } from '../../metrics/run-outcome.js';
import { Announcer } from './announcer.js';
import { describeFailures, nobodyManaged } from './failures.js';
import type { FromWorker } from '../messages.js';
import { liveViewOf } from './live-view.js';
import { buildOutcome } from './outcome.js';
import { type PhaseReport, floodLengthMs, sumPhase } from './phase-sums.js';
import { type PoolSummaries, WorkerPool } from './pool.js';
import { resolveTarget } from './preflight.js';
import { ProcessMeter } from './process-meter.js';
import type { ProfileFiles } from '../worker/profiler.js';
import { CANARY_ORDER, NO_SENDERS, orderSenders } from './sender-order.js';
import type { WorkerHandle } from './worker-handle.js';

/** From the order to begin until the schedule begins: time for it to reach every worker. */
const FLOOD_LEAD_US = 50_000;
/** After this many seconds without a single connection the target counts as lost. */
const TARGET_LOST_AFTER_SECONDS = 10;
/** How long workers may take to say what they know when a run is abandoned. */
const SUMMARY_TIMEOUT_MS = 1500;
/** What the observers send, whatever the load is. */
const CANARY_MESSAGES_PER_SECOND = 10;
/** The observers are not waited for any longer than this once the fleet is done with a phase. */
const CANARY_PATIENCE_MS = 5000;

/** Takes one run through its phases on a pool of workers, and adds up what they say. */
export class RunController {
  readonly #plan: RunPlan;
  readonly #profiles: ProfileFiles;
  readonly #announcer: Announcer;
  readonly #fleet = new Collector();
  readonly #observers = new Collector();
  readonly #phases: PhaseResult[] = [];
  readonly #abandoned = new Once();
  readonly #stopped = new Once();
  readonly #meter = new ProcessMeter();
  readonly #startedAt = wallClockIso();
  readonly #startedAtUs = nowUs();
  #pool: WorkerPool | undefined;
  #address = '';
  #phase: PhaseName = 'register';
  #interruption: Interruption | null = null;
  #echo: boolean | null = null;
  /** By fleet worker: pairs of room and member number that may send. */
  #senders: readonly Int32Array[] = [];
  #secondsAlone = 0;
  #floodStartUs: number | undefined;
  #floodMs = 0;
  #openAtEnd = 0;
  #summaries: PoolSummaries | undefined;

  /** @param profiles are made of the first worker's flood */
  constructor(plan: RunPlan, profiles: ProfileFiles, emit: (event: RunEvent) => void) {
    this.#plan = plan;
    this.#profiles = profiles;
    this.#announcer = new Announcer(emit);
  }

  /** Ends the run in good order. */
  stop(reason: Interruption): void {
    this.#interruption ??= reason;
    this.#stopped.fire();
    // What is under way is waited for: a drain cut short would make losses of it. Abandoning cuts it.
    if (this.#phase !== 'drain') this.#pool?.broadcast({ type: 'stop' });
  }

  /** Ends the run with what is known now. */
  abandon(): void {
    this.#abandoned.fire();
  }

  /** Performs the whole run. @throws StartError when nothing can be measured */
  async run(): Promise<RunOutcome> {
    try {
      return await this.#run();
    } finally {
      this.#meter.close();
    }
  }

  async #run(): Promise<RunOutcome> {
    // Until the target has answered there is nothing to end in good order.
    const address = await Promise.race([resolveTarget(this.#plan), this.#stopped.happened, this.#abandoned.happened]);
    if (address === undefined) return this.#outcome([]);
    this.#address = address;
    const pool = new WorkerPool(this.#plan, this.#address, nowUs(), {
      onMessage: (worker, message) => this.#onMessage(worker, message),
      onDeath: (worker, cause) => this.#onDeath(worker, cause),
    });
    this.#pool = pool;
    try {
      await Promise.race([this.#perform(pool), this.#abandoned.happened]);
      this.#summaries ??= await pool.summarise(SUMMARY_TIMEOUT_MS);
      return this.#outcome(pool.fleet);
    } finally {
      await Promise.race([pool.end(), this.#abandoned.happened]);
      await pool.terminate();
    }
  }

  async #perform(pool: WorkerPool): Promise<void> {
    await pool.ready();
    for (const phase of SET_UP_PHASES) {
      if (this.#interruption !== null) break;
      if (PHASE_TABLE[phase].applies(this.#plan)) await this.#runPhase(pool, phase);
    }
    if (this.#interruption === null) await this.#findEcho(pool);
    if (this.#interruption === null) {
      await this.#prepare(pool);
      await this.#flood(pool);
      if (PHASE_TABLE.drain.applies(this.#plan)) await this.#runPhase(pool, 'drain');
      this.#meter.endFlood();
      const mayAudit = this.#interruption === null && PHASE_TABLE.audit.applies(this.#plan);
      if (mayAudit) await this.#runPhase(pool, 'audit');
      this.#summaries = await pool.summarise(SUMMARY_TIMEOUT_MS);
    }
    await this.#runPhase(pool, 'disconnect');
  }

  async #runPhase(pool: WorkerPool, phase: OwnPhaseName): Promise<void> {
    this.#begin(phase);
    const startedAtUs = nowUs();
    const limitMs = this.#plan.limits.phaseTimeoutMs;
    const overdue = setTimeout(() => {
      this.#announcer.note(
        `Phase ${phase} was ended after its limit of ${formatTime(limitMs)}; whoever was not done by then is left out.`,
      );
      pool.broadcast({ type: 'stop' });
    }, limitMs);
    // A run that is abandoned never comes back to clear it.
    overdue.unref();
    if (phase === 'connect') this.#meter.beginConnecting();
    pool.broadcast({ type: 'phase', phase });
    const done = await this.#collectPhase(pool);
    clearTimeout(overdue);
    if (phase === 'connect') this.#meter.endConnecting();
    const result = sumPhase(phase, (nowUs() - startedAtUs) / 1000, done);
    this.#phases.push(result);
    this.#announcer.end(result);
    const failures = done.flatMap((report) => report.failures);
    for (const finding of describeFailures(phase, failures)) this.#announcer.note(finding);
    if (phase === 'join') this.#senders = done.map(({ senders }) => senders);
    if (this.#interruption !== null || !SET_UP_PHASES.includes(phase)) return;
    const nobody = phase === 'join' ? this.#senders.every(({ length }) => length === 0) : result.succeeded === 0;
    if (nobody) throw nobodyManaged(phase, failures);
  }

  /** What the fleet did in a phase, in the order of its workers. The observers do it too, but the fleet does not wait long for them. */
  async #collectPhase(pool: WorkerPool): Promise<readonly PhaseReport[]> {
    const canary = pool.collect('phase-done', pool.canary === undefined ? [] : [pool.canary]);
    const done = await pool.collect('phase-done', pool.fleet);
    await waitAtMost(CANARY_PATIENCE_MS, canary);
    return done;
  }

  async #prepare(pool: WorkerPool): Promise<void> {
    const prepared = pool.collect('prepared', pool.fleet);
    pool.fleet.forEach((worker, index) => {
      worker.send({ type: 'prepare', profiles: index === 0 ? this.#profiles : {} });
    });
    await prepared;
  }

  async #findEcho(pool: WorkerPool): Promise<void> {
    this.#echo = this.#plan.dialect.echo ?? null;
    if (this.#plan.kind === 'connect' || this.#echo !== null) return;
    for (const worker of [pool.canary, pool.fleetAlive[0]]) {
      if (worker === undefined || this.#echo !== null || this.#interruption !== null) continue;
      const answer = pool.collect('probe-done', [worker]);
      worker.send({ type: 'probe' });
      this.#echo = (await answer)[0]?.echo ?? null;
    }
    if (this.#echo === null) {
      this.#announcer.note(
        'No copy of a first message came to anybody; whether the server echoes to the sender is not known, and was assumed.',
      );
    }
  }

  async #flood(pool: WorkerPool): Promise<void> {
    this.#begin('flood');
    const startUs = nowUs() + FLOOD_LEAD_US;
    this.#floodStartUs = startUs;
    this.#meter.beginFlood();
    const echo = this.#echo ?? true;
    const load = loadOf(this.#plan);
    const orders = orderSenders(this.#plan.seed, this.#senders);
    const fleet = pool.collect('phase-done', pool.fleet);
    pool.fleet.forEach((worker, index) => {
      worker.send({ type: 'flood', startUs, echo, load, order: orders[index] ?? NO_SENDERS });
    });
    const canary = pool.collect('phase-done', pool.canary === undefined ? [] : [pool.canary]);
    const canaryLoad = steadyLoad(CANARY_MESSAGES_PER_SECOND, load.durationMs);
    pool.canary?.send({ type: 'flood', startUs, echo, load: canaryLoad, order: CANARY_ORDER });
    await fleet;
    this.#floodMs = floodLengthMs(Math.max(0, nowUs() - startUs) / 1000, this.#plan.durationMs);
    this.#openAtEnd = this.#fleet.gauges.connectionsOpen;
    if (this.#interruption === null && this.#openAtEnd === 0 && this.#fleet.counters.connectionsLost > 0) {
      this.#onTargetLost('every connection was lost, and none had come back when the flood ended');
    }
    await waitAtMost(CANARY_PATIENCE_MS, canary);
    const { intended, sent } = this.#fleet.counters;
    const result: PhaseResult = {
      ...sumPhase('flood', this.#floodMs, []),
      attempted: intended,
      succeeded: sent,
      failed: intended - sent,
    };
    this.#phases.push(result);
    this.#announcer.end(result);
  }

  #outcome(fleet: readonly WorkerHandle[]): RunOutcome {
    this.#meter.endFlood();
    const flooded = this.#floodStartUs !== undefined;
    if (flooded && this.#floodMs === 0) {
      this.#floodMs = Math.min(this.#plan.durationMs, (nowUs() - (this.#floodStartUs ?? 0)) / 1000);
    }
    const summaries = this.#summaries ?? { fleet: [], canary: undefined };
    return buildOutcome({
      plan: this.#plan,
      address: this.#address,
      startedAt: this.#startedAt,
      endedAt: wallClockIso(),
      durationMs: (nowUs() - this.#startedAtUs) / 1000,
      floodStartedAt: this.#floodStartedAt(),
      floodMs: this.#floodMs,
      interruption: this.#interruption,
      phases: this.#phases,
      fleet: this.#fleet,
      observers: flooded && this.#pool?.canary !== undefined ? this.#observers : undefined,
      echo: this.#echo,
      summaries: summaries.fleet,
      silentWorkers: fleet.length - summaries.fleet.length,
      canarySummary: summaries.canary,
      openAtEnd: this.#openAtEnd,
      cpuSeconds: this.#meter.cpuSeconds,
      peakRssBytes: this.#meter.peakRssBytes,
      connectGrowthBytes: this.#meter.connectGrowthBytes,
      findings: this.#announcer.findings,
    });
  }

  #floodStartedAt(): string | null {
    if (this.#floodStartUs === undefined) return null;
    return isoOf(Date.parse(this.#startedAt) + (this.#floodStartUs - this.#startedAtUs) / 1000);
  }

  #onMessage(worker: WorkerHandle, message: FromWorker): void {
    const isCanary = worker.role === 'canary';
    if (message.type === 'snapshot') {
      this.#announcer.snapshot(isCanary ? 'canary' : 'fleet', message.snapshot);
      if (isCanary) this.#observers.add(message.snapshot, 1);
      else this.#onSnapshot(message.snapshot);
    } else if (isCanary) return;
    else if (message.type === 'progress' && message.phase === this.#phase) {
      this.#announcer.progress(worker, message.phase, message.tally);
    } else if (message.type === 'notice') this.#announcer.note(message.message);
  }

  #onSnapshot(snapshot: Parameters<Collector['add']>[0]): void {
    const second = this.#fleet.add(snapshot, this.#pool?.fleetAlive.length ?? 1);
    if (second === undefined) return;
    this.#announcer.second(
      liveViewOf(this.#fleet, second, this.#phase, this.#plan.durationMs, this.#meter.memoryInUse()),
    );
    this.#secondsAlone = this.#fleet.gauges.connectionsOpen === 0 ? this.#secondsAlone + 1 : 0;
    if (this.#phase === 'flood' && this.#secondsAlone >= TARGET_LOST_AFTER_SECONDS) {
      this.#onTargetLost(`no connection for ${TARGET_LOST_AFTER_SECONDS} seconds, and none came back`);
    }
  }

  #onTargetLost(how: string): void {
    this.#announcer.note(`The target was lost: ${how}.`);
    this.stop('target-lost');
  }

  #onDeath({ role }: WorkerHandle, cause: Error): void {
    const shortage = shortageOf(cause);
    if (shortage !== undefined) this.#fleet.countFailure(shortage);
    const who = role === 'canary' ? 'The observers’ thread' : `Worker ${role}`;
    this.#announcer.note(`${who} died: ${cause.message}. What it had counted until its last second is in the report.`);
    if (role !== 'canary') this.stop('worker-crashed');
  }

  #begin(phase: PhaseName): void {
    this.#phase = phase;
    this.#announcer.begin(phase, phase === 'flood' ? this.#plan.durationMs : this.#plan.users);
  }
}
