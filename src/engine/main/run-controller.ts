import { isoOf, nowUs, wallClockIso } from '../../core/clock.js';
import { Once } from '../../core/once.js';
import { type OwnPhaseName, PHASE_TABLE, type PhaseName, SET_UP_PHASES } from '../../core/phases.js';
import type { RunPlan } from '../../core/plan.js';
import { type LoadSpec, loadOf } from '../../load/load.js';
import { Collector } from '../../metrics/collector.js';
import type { Interruption, PhaseResult, RunOutcome } from '../../metrics/run-outcome.js';
import type { Announcer } from './announcer.js';
import { describeFailures, nobodyManaged, overdueNote, type PhaseFailures, tooLarge } from './failures.js';
import { FirstContact } from './first-contact.js';
import { Fleet } from './fleet.js';
import { FloodRecord } from './flood-record.js';
import { AgentLostError, type WorkerHosts } from './hosts.js';
import { buildOutcome, type RunRecord } from './outcome.js';
import { type PhaseRecord, sumPhase } from './phase-sums.js';
import type { PoolSummaries } from './pool.js';
import type { SearchMeans } from './preflight.js';
import type { SecondWatch } from './second-watch.js';
import type { TrialHands } from './trial-hands.js';
import { complaintNotes } from './what-came.js';

/** What a run is performed with. */
export interface RunMeans extends SearchMeans {
  readonly hosts: WorkerHosts;
  readonly announcer: Announcer;
  readonly watch: SecondWatch;
  /** What is done instead of one flood, once everybody is connected. The run ends when it does. */
  readonly trials: ((fleet: Fleet, hands: TrialHands) => Promise<void>) | undefined;
  /** People that are to be there at first; everybody unless trials let more in. */
  readonly admitted: number | undefined;
}

/** Takes one run through its phases, and adds up what they found. */
export class RunController {
  readonly #plan: RunPlan;
  readonly #means: RunMeans;
  readonly #announcer: Announcer;
  readonly #hosts: WorkerHosts;
  readonly #contact: FirstContact;
  readonly #abandoned = new Once();
  readonly #stopped = new Once();
  readonly #watch: SecondWatch;
  readonly #startedAt = wallClockIso();
  readonly #startedAtUs = nowUs();
  readonly #phases: PhaseResult[] = [];
  /** What failed while everything was set up. */
  readonly #setUpFailures: PhaseFailures[] = [];
  #fleet: Fleet | undefined;
  #phase: PhaseName = 'register';
  #interruption: Interruption | null = null;
  // What the steps have found so far: a run may be abandoned at any time.
  #address = '';
  #connectGrowthBytes = 0;
  /** By worker: pairs of room and member number that may send. */
  #senders: readonly Int32Array[] = [];
  #flood: FloodRecord | undefined;
  #summaries: PoolSummaries | undefined;

  constructor(plan: RunPlan, means: RunMeans) {
    this.#plan = plan;
    this.#means = means;
    this.#announcer = means.announcer;
    this.#hosts = means.hosts;
    this.#watch = means.watch;
    this.#contact = new FirstContact(plan.dialect, (finding) => this.#announcer.note(finding));
  }

  /** Ends the run in good order. */
  stop(reason: Interruption): void {
    this.#interruption ??= reason;
    this.#stopped.fire();
    // What is under way is waited for: a drain cut short would make losses of it. Abandoning cuts it.
    if (this.#phase !== 'drain') this.#fleet?.stop();
  }

  /** Ends the run with what is known now. */
  abandon(): void {
    this.#abandoned.fire();
  }

  /** What is known of a run in which nothing could be measured. */
  outcomeOfNotStarted(): RunOutcome {
    this.#interruption = 'could-not-start';
    return buildOutcome(this.#record(this.#fleet));
  }

  /** Performs the whole run. @throws StartError when nothing can be measured */
  async run(): Promise<RunOutcome> {
    try {
      return await this.#run();
    } finally {
      await this.#watch.close();
    }
  }

  async #run(): Promise<RunOutcome> {
    // Until the target has answered there is nothing to end in good order.
    const looking = this.#hosts.findTargets(this.#plan, this.#means);
    const found = await Promise.race([looking, this.#stopped.happened, this.#abandoned.happened]);
    if (found === undefined) return buildOutcome(this.#record(undefined));
    this.#address = found[0].address;
    for (const notice of found.flatMap(({ notices }) => notices)) this.#announcer.note(notice);
    const [{ endpoint }, ...others] = found;
    const { secrets, admitted } = this.#means;
    const otherEndpoints = others.map((other) => other.endpoint);
    const start = { plan: this.#plan, secrets, endpoint, otherEndpoints, admitted };
    const fleet = new Fleet(start, this.#hosts, this.#announcer, {
      onSecond: (second) => {
        const lost = this.#watch.onSecond(fleet.counted, second, this.#phase);
        if (lost !== undefined) this.#onTargetLost(lost);
      },
      onEchoHeard: () => this.#contact.echo.onHeard(fleet),
      onDeath: (role, cause) => {
        if (cause instanceof AgentLostError) this.stop('agent-lost');
        else if (role !== 'canary') this.stop('worker-crashed');
      },
    });
    this.#fleet = fleet;
    try {
      await Promise.race([this.#perform(fleet), this.#abandoned.happened]);
      this.#summaries ??= await this.#summarise(fleet);
      return buildOutcome(this.#record(fleet));
    } finally {
      await fleet.end(this.#abandoned.happened);
    }
  }

  /** The script of a run. */
  async #perform(fleet: Fleet): Promise<void> {
    await fleet.ready();
    for (const phase of SET_UP_PHASES) if (this.#has(phase)) await this.#setUp(fleet, phase);
    if (this.#plan.kind === 'run' && !this.#isEnding)
      await this.#contact.make(fleet, this.#plan.limits.connectTimeoutMs, () => this.#isEnding);
    if (!this.#isEnding) {
      await fleet.prepare(this.#contact.recognition, this.#contact.echo.answer ?? true);
      const { trials } = this.#means;
      await (trials === undefined ? this.#measureOnce(fleet) : trials(fleet, this.#hands(fleet)));
      this.#summaries = await this.#summarise(fleet);
    }
    await this.#runPhase(fleet, 'disconnect');
  }

  async #measureOnce(fleet: Fleet): Promise<void> {
    const flood = await this.#runFlood(fleet, loadOf(this.#plan));
    if (PHASE_TABLE.drain.applies(this.#plan)) {
      const { heard } = await this.#runPhase(fleet, 'drain');
      const { sent, completed } = fleet.counted.counters;
      for (const note of complaintNotes(heard, sent - completed)) this.#announcer.note(note);
    }
    fleet.closeAccounts();
    flood.endCpu();
    await this.#watch.endSampling();
    if (this.#has('audit')) await this.#runPhase(fleet, 'audit');
  }

  #hands(fleet: Fleet): TrialHands {
    const interruption = (): Interruption | null => this.#interruption;
    return {
      get interruption() {
        return interruption();
      },
      flood: (load, senders = this.#senders) => this.#runFlood(fleet, load, senders),
      perform: (phase) => this.#runPhase(fleet, phase),
      outcome: () => buildOutcome(this.#record(fleet)),
    };
  }

  /** Is nothing new to be begun? */
  get #isEnding(): boolean {
    return this.#interruption !== null;
  }

  /** Is the phase still to come? */
  #has(phase: PhaseName): boolean {
    return !this.#isEnding && PHASE_TABLE[phase].applies(this.#plan);
  }

  /** @throws StartError when nobody managed: there is nothing to measure then */
  async #setUp(fleet: Fleet, phase: OwnPhaseName): Promise<void> {
    const rssBefore = this.#hosts.gauge.rssBytes();
    const { result, failures, heard } = await this.#runPhase(fleet, phase);
    if (phase === 'connect') this.#connectGrowthBytes = this.#hosts.gauge.rssBytes() - rssBefore;
    if (this.#isEnding) return;
    // Of joining it is not enough that somebody managed: a room needs two.
    if (phase === 'join') await this.#findSenders(fleet);
    const nobody = phase === 'join' ? this.#senders.every(({ length }) => length === 0) : result.succeeded === 0;
    if (nobody) throw nobodyManaged({ phase, failures, earlier: this.#setUpFailures, heard }, this.#plan);
    this.#setUpFailures.push({ phase, failures });
  }

  /** @throws StartError when the server would close a connection for the messages that it is to get */
  async #findSenders(fleet: Fleet): Promise<void> {
    const { pairs, oversized } = await fleet.senders();
    this.#senders = pairs;
    if (oversized !== undefined) throw tooLarge(oversized);
  }

  async #runPhase(fleet: Fleet, phase: OwnPhaseName): Promise<PhaseRecord> {
    this.#begin(phase);
    const { phaseTimeoutMs, auditTimeoutMs } = this.#plan.limits;
    const limitMs = phase === 'audit' ? auditTimeoutMs : phaseTimeoutMs;
    const overdue = setTimeout(() => {
      this.#announcer.note(overdueNote(phase, limitMs));
      fleet.stop();
    }, limitMs);
    // A run that is abandoned never comes back to clear it.
    overdue.unref();
    const record = await fleet.perform(phase);
    clearTimeout(overdue);
    this.#end(record.result);
    for (const sentence of describeFailures(phase, record.failures)) this.#announcer.note(sentence);
    return record;
  }

  /** Every worker's account; once more when it turned out meanwhile that senders do get their own copies. */
  async #summarise(fleet: Fleet): Promise<PoolSummaries> {
    const believed = this.#contact.echo.answer;
    const summaries = await fleet.summarise();
    return this.#contact.echo.answer === believed ? summaries : fleet.summarise();
  }

  async #runFlood(fleet: Fleet, load: LoadSpec, senders = this.#senders): Promise<FloodRecord> {
    this.#begin('flood', load.durationMs);
    const flood = new FloodRecord(nowUs() + this.#hosts.leadUs, load.durationMs, this.#hosts.gauge);
    this.#flood = flood;
    this.#watch.beginSampling(flood.startUs);
    const { observersDone } = await fleet.flood({
      load,
      startUs: flood.startUs,
      echo: this.#contact.echo.answer ?? true,
      senders,
    });
    const { gauges, counters } = fleet.counted;
    flood.end(gauges.connectionsOpen);
    if (!this.#isEnding && flood.openAtEnd === 0 && counters.connectionsLost > 0) {
      this.#onTargetLost();
    }
    await observersDone;
    const { intended, sent, senderAway } = fleet.counted.counters;
    const attempted = intended - senderAway;
    const tally = { attempted, succeeded: sent, failed: attempted - sent };
    this.#end({ ...sumPhase('flood', flood.lengthMs, []), ...tally });
    return flood;
  }

  /** @param total how much there is to do: operations, or the milliseconds of the flood */
  #begin(phase: PhaseName, total = this.#plan.users): void {
    this.#phase = phase;
    this.#announcer.begin(phase, total);
  }

  #end(result: PhaseResult): void {
    this.#phases.push(result);
    this.#announcer.end(result);
  }

  #onTargetLost(how?: string): void {
    this.#announcer.targetLost(how);
    this.stop('target-lost');
  }

  /** What is known now; without a fleet, nothing had begun. */
  #record(fleet: Fleet | undefined): RunRecord {
    const flood = this.#flood;
    const summaries = this.#summaries ?? { fleet: [], canary: undefined };
    return {
      plan: this.#plan,
      address: this.#address,
      startedAt: this.#startedAt,
      endedAt: wallClockIso(),
      durationMs: (nowUs() - this.#startedAtUs) / 1000,
      floodStartedAt: flood === undefined ? null : this.#wallClockOf(flood.startUs),
      floodMs: flood?.lengthMs ?? 0,
      interruption: this.#interruption,
      phases: this.#phases,
      fleet: fleet?.counted ?? new Collector(),
      observers: flood !== undefined && fleet?.hasObservers === true ? fleet.observed : undefined,
      echo: this.#contact.echo.answer,
      mark: this.#contact.mark,
      firstMessages: this.#contact.messages,
      pacing: flood === undefined ? null : this.#hosts.pacing,
      agents: this.#hosts.agents,
      summaries: summaries.fleet,
      silentWorkers: (fleet?.size ?? 0) - summaries.fleet.length,
      canarySummary: summaries.canary,
      noObserver: flood === undefined ? null : (fleet?.whyNoObserver ?? null),
      openAtEnd: flood?.openAtEnd ?? 0,
      cpuSeconds: flood?.cpuSeconds ?? 0,
      peakRssBytes: this.#hosts.gauge.peakRssBytes(),
      connectGrowthBytes: this.#connectGrowthBytes,
      watched: this.#watch.server,
      findings: this.#announcer.notices,
    };
  }

  #wallClockOf(atUs: number): string {
    return isoOf(Date.parse(this.#startedAt) + (atUs - this.#startedAtUs) / 1000);
  }
}
