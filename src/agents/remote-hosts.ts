import { inEnglish, message as messageFor } from '../core/language/words.js';
import { StartError } from '../core/errors.js';
import type { Pacing } from '../core/pacing.js';
import type { RunPlan } from '../core/plan.js';
import { formatTime } from '../core/units.js';
import type { HostListener, WorkerHosts } from '../engine/main/hosts.js';
import type { FoundTarget, SearchMeans } from '../engine/main/preflight.js';
import type { ToWorker } from '../engine/messages.js';
import type { StartWorker } from '../engine/worker-port.js';
import type { AgentOutcome } from '../metrics/run-outcome.js';
import type { SealedParts } from './agent-task.js';
import { type Allotment, type Mate, neighboursOf } from './allot.js';
import type { Crew } from './crew.js';
import { encodeData } from './codec.js';
import { LossWords } from './loss-words.js';
import type { Member } from './member.js';
import type { FromAgent } from './protocol.js';
import { CrewGauge } from './crew-gauge.js';
import { RemoteWorker } from './remote-worker.js';
import { seal } from './sealing.js';

/** An order to begin is given at least so long before, and so many of the slowest round trips. */
const LEAST_LEAD_US = 1_000_000;
const LEAD_TRIPS = 20;
const SUMMARY_TIMEOUT_MS = 15_000;
/** For an agent to find the target: several addresses, each of which may not answer. */
const FINDING_MS = 60_000;

const NOTHING_ALLOTTED: Allotment = { shards: [], users: 0 };

/** What an agent answers to a plan. */
type Finding = Extract<FromAgent, { type: 'found' | 'not-found' }>;

/** Where the workers of a run live that agents make. */
export class RemoteHosts implements WorkerHosts {
  readonly gauge: CrewGauge;
  readonly summaryTimeoutMs = SUMMARY_TIMEOUT_MS;
  readonly #crew: Crew;
  readonly #members: readonly Member[];
  readonly #allotments: readonly Allotment[];
  readonly #listener: HostListener;
  readonly #words = new LossWords();
  readonly #workers = new Map<Member, RemoteWorker[]>();
  readonly #findings = new Map<Member, (finding: Finding) => void>();
  readonly #cpuAtFlood = new Map<Member, number>();
  #hasNotedSilences = false;

  /** @param allotments of the crew's members, in the order of their slots */
  constructor(crew: Crew, allotments: readonly Allotment[], listener: HostListener) {
    this.#crew = crew;
    this.#allotments = allotments;
    this.#listener = listener;
    this.#members = [...crew.members.values()].toSorted((one, other) => one.slot - other.slot);
    this.gauge = new CrewGauge(this.#members);
    crew.tell = (sentence) => listener.tell(sentence);
    crew.note = (sentence) => listener.note(sentence);
    for (const member of this.#members) {
      this.#workers.set(member, []);
      member.listener = {
        onMessage: (message) => this.#onMessage(member, message),
        onLost: (why) => this.#onLost(member, why),
      };
    }
  }

  get leadUs(): number {
    const trips = this.#members.map(({ clock }) => clock?.slowestUs ?? 0);
    return Math.max(LEAST_LEAD_US, LEAD_TRIPS * Math.max(this.#crew.clock.reading.slowestUs, ...trips));
  }

  /** The coarsest of all: what is late on one machine is to be judged by its grid. */
  get pacing(): Pacing | null {
    const pacings = this.#members.map(({ gauge }) => gauge?.pacing ?? null);
    return pacings.includes('timer') ? 'timer' : (pacings.find((pacing) => pacing !== null) ?? null);
  }

  readonly agentOf = (workerIndex: number): string | undefined => this.#memberOf(workerIndex)?.name;

  get agents(): AgentOutcome[] {
    return this.#members.map((member, index) => ({
      name: member.name,
      host: member.facts.host,
      cpus: member.facts.cpus,
      workers: this.#allotments[index]?.shards.length ?? 0,
      peakRssBytes: member.gauge?.peakRssBytes ?? 0,
      cpuSeconds: Math.max(0, (member.gauge?.cpuSeconds ?? 0) - (this.#cpuAtFlood.get(member) ?? 0)),
      clockErrorMs: (member.clock?.errorUs ?? 0) / 1000,
      longestSilenceMs: member.longestSilenceUs / 1000,
      isLost: member.isLost,
    }));
  }

  readonly startWorker: StartWorker = (start, listener) => {
    const member = this.#memberOf(start.role === 'canary' ? 0 : start.role);
    if (member === undefined) throw new Error(`no agent has worker ${start.role}`);
    const index = this.#members.indexOf(member);
    // The observers are on the agent of the first rooms, whose clock and way to the target they share.
    const threads = (this.#allotments[index]?.shards.length ?? 0) + (index === 0 ? 1 : 0);
    const worker = new RemoteWorker(
      { start, member, threads, clock: this.#crew.clock },
      {
        onTold: (message) => this.#onTold(member, message),
        onMessage: (message) => {
          this.#words.onSaid(member, message);
          if (message.type === 'summary') this.#noteSilences();
          listener.onMessage(message);
        },
        onDeath: (cause) => listener.onDeath(cause),
      },
    );
    this.#workers.get(member)?.push(worker);
    if (member.isLost) queueMicrotask(() => worker.onAgentLost());
    return worker;
  };

  /** Finds every entrance from every agent. @throws StartError with all that do not, which are named */
  async findTargets(plan: RunPlan, means: SearchMeans): Promise<readonly [FoundTarget, ...FoundTarget[]]> {
    await this.#crew.clock.measure();
    const findings = await Promise.all(this.#members.map((member, index) => this.#find(member, index, plan, means)));
    const missing = findings.flatMap((finding, index) =>
      finding.type === 'not-found' ? [{ ...finding, title: this.#members[index]?.title ?? '' }] : [],
    );
    if (missing.length > 0) throw notFoundAnywhere(missing);
    this.#crew.noteClocks();
    const found = findings.flatMap((finding) => (finding.type === 'found' ? [finding] : []));
    // Each agent has its own endpoints; those here are for the report.
    const trust = { certificates: means.certificates, isInsecure: plan.insecure };
    const endpoint = { base: plan.target, addresses: {}, socketPath: plan.dialect.socket.path, trust };
    const notices = [...new Set(found.flatMap((one) => one.notices))];
    const first = { endpoint, address: found[0]?.address ?? plan.target, notices };
    return [first, ...plan.otherTargets.map((base) => ({ ...first, endpoint: { ...endpoint, base }, notices: [] }))];
  }

  async end(): Promise<void> {
    this.gauge.close();
    await this.#crew.dismiss();
  }

  get #mates(): Mate[] {
    return this.#members.map(({ facts }, index) => {
      const { shards, users } = this.#allotments[index] ?? NOTHING_ALLOTTED;
      return { facts, users, workers: shards.length };
    });
  }

  #memberOf(workerIndex: number): Member | undefined {
    let first = 0;
    return this.#members.find((_member, index) => {
      first += this.#allotments[index]?.shards.length ?? 0;
      return workerIndex < first;
    });
  }

  async #find(member: Member, index: number, plan: RunPlan, means: SearchMeans): Promise<Finding> {
    const allotment = this.#allotments[index] ?? NOTHING_ALLOTTED;
    const all = this.#allotments.reduce((sum, { shards }) => sum + shards.length, 0);
    const { secrets, certificates } = means;
    const sealed: SealedParts = { secrets, certificates };
    const answered = new Promise<Finding>((resolve) => {
      this.#findings.set(member, resolve);
      setTimeout(() => resolve(notFound(`no answer within ${formatTime(FINDING_MS)}`)), FINDING_MS).unref();
    });
    member.channel.say({
      type: 'plan',
      plan,
      sealed: seal(encodeData(sealed), member.publicKey),
      patienceMs: this.#crew.patienceMs,
      users: allotment.users,
      workers: allotment.shards.length,
      share: allotment.shards.length / Math.max(1, all),
      beside: neighboursOf(index, this.#mates),
    });
    if (member.isLost) return notFound('it was lost before the run began');
    return await answered;
  }

  #onMessage(member: Member, message: FromAgent): void {
    switch (message.type) {
      case 'found':
      case 'not-found':
        this.#findings.get(member)?.(message);
        break;
      case 'said':
        this.#worker(member, message.role)?.onSaid(message.message);
        break;
      case 'died':
        this.#worker(member, message.role)?.onDied(deathOf(member, message));
        break;
      case 'closed':
        this.#worker(member, message.role)?.onClosed();
        break;
      case 'note':
        this.#listener.note(inEnglish(messageFor('agents.of', { who: member.title, sentence: message.sentence })));
        break;
      default:
        break;
    }
  }

  #onTold(member: Member, message: ToWorker): void {
    this.#words.onTold(message);
    if (message.type === 'flood') this.#cpuAtFlood.set(member, member.gauge?.cpuSeconds ?? 0);
  }

  #worker(member: Member, role: RemoteWorker['role']): RemoteWorker | undefined {
    return this.#workers.get(member)?.find((worker) => worker.role === role);
  }

  #onLost(member: Member, why: string): void {
    this.#crew.giveUp(member);
    this.#findings.get(member)?.(notFound(why));
    const workers = this.#workers.get(member) ?? [];
    this.#listener.note(
      this.#words.of(member, why, workers.length > 0 && workers.every(({ hasSummarised }) => hasSummarised)),
    );
    for (const worker of workers) worker.onAgentLost();
  }

  #noteSilences(): void {
    if (this.#hasNotedSilences) return;
    this.#hasNotedSilences = true;
    this.#crew.noteSilences();
  }
}

function notFound(message: string): Finding {
  return { type: 'not-found', message, hint: null };
}

/** @param missing of each agent, why it cannot begin */
function notFoundAnywhere(missing: readonly { title: string; message: string; hint: string | null }[]): StartError {
  const hints = [...new Set(missing.flatMap(({ hint }) => hint ?? []))].join('\n');
  return new StartError(
    missing.map(({ title, message }) => `${title}: ${message}`).join('\n'),
    hints === '' ? {} : { hint: hints },
  );
}

function deathOf({ title }: Member, { message, code }: Extract<FromAgent, { type: 'died' }>): Error {
  const cause = new Error(`${message} (on ${title})`);
  return code === null ? cause : Object.assign(cause, { code });
}
