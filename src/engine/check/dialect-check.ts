import type { ChatUser } from '../../chat/people.js';
import { wallClockMs } from '../../core/clock.js';
import { ackOf } from '../../core/dialect-spec.js';
import { StartError } from '../../core/errors.js';
import type { Text } from '../../core/language/template.js';
import { message } from '../../core/language/words.js';
import type { RunPlan } from '../../core/plan.js';
import type { RunSecrets } from '../../core/run-secrets.js';
import { maskOf } from '../../core/secret-mask.js';
import type { Endpoint } from '../../net/endpoint.js';
import { findTarget } from '../main/preflight.js';
import type { ProbeFindings } from '../messages.js';
import type { CheckStep, CheckStepName, StepOutcome } from './check-step.js';
import { Discretion } from './discretion.js';
import { type Exchange, ExchangeLog } from './exchange-log.js';
import { checkHistory, checkRead } from './kept-messages.js';
import { outcomeOfReceiving, outcomeOfSending } from './message-outcomes.js';
import { outcomeOfPhase } from './phase-outcome.js';
import { Scene } from './scene.js';
import { adviceForStep, withWhatCame } from './step-advice.js';

/** What a check is made with, beside its plan. */
export interface CheckMeans {
  readonly secrets: RunSecrets;
  /** PEM certificates of authorities that are trusted beside those of the system. */
  readonly certificates: readonly string[];
  /** Told of every step as soon as it is over. */
  readonly onStep: (step: CheckStep) => void;
  /** Ends the check. */
  readonly signal: AbortSignal;
}

/** What a check found. Nothing in it holds a secret. */
export interface CheckResult {
  /** Did every step do what the dialect says? */
  readonly works: boolean;
  readonly steps: readonly CheckStep[];
  /** The one thing to change; null when it works, or when that cannot be told. */
  readonly change: Text | null;
  /** What is worth knowing of the server, sentences. */
  readonly notes: readonly Text[];
}

/** Phases by the steps of a dialect that they are. */
const PHASES_OF_STEPS = { register: 'register', login: 'login', createRoom: 'rooms' } as const;
type HttpStepName = keyof typeof PHASES_OF_STEPS;

/** Lets the users of a plan go through every step of its dialect, one after the other, until one goes wrong. @param plan of two users in one room */
export async function checkDialect(plan: RunPlan, means: CheckMeans): Promise<CheckResult> {
  return await new DialectCheck(plan, means).run();
}

/** Are joins that nobody confirmed confirmed when they are emitted once more? A server that registers its handlers late drops what comes before. */
async function areTakenLater(scene: Scene): Promise<boolean> {
  const { total, succeeded } = await scene.perform('join');
  return total > 0 && succeeded === total;
}

class DialectCheck {
  readonly #plan: RunPlan;
  readonly #means: CheckMeans;
  readonly #people: ChatUser[] = [];
  readonly #discretion: Discretion;
  readonly #log: ExchangeLog;
  readonly #steps: CheckStep[] = [];
  readonly #notes: Text[] = [];
  #change: Text | undefined;

  constructor(plan: RunPlan, means: CheckMeans) {
    this.#plan = plan;
    this.#means = means;
    this.#discretion = new Discretion(maskOf(plan, means.secrets), this.#people);
    this.#log = new ExchangeLog(this.#discretion);
  }

  async run(): Promise<CheckResult> {
    const endpoint = await this.#reach();
    if (endpoint !== undefined) await this.#goThrough(endpoint);
    const works = this.#steps.every(({ state }) => state !== 'failed') && !this.#means.signal.aborted;
    return { works, steps: this.#steps, change: works ? null : (this.#change ?? null), notes: this.#notes };
  }

  async #reach(): Promise<Endpoint | undefined> {
    try {
      const { secrets, certificates } = this.#means;
      const { endpoint, notices } = await findTarget(this.#plan, { secrets, certificates });
      this.#notes.push(...notices.map((notice) => this.#discretion.hideSentence(notice)));
      this.#note('reach', { state: 'ok', text: message('check.reach', { path: endpoint.socketPath }) });
      return endpoint;
    } catch (thrown) {
      if (!(thrown instanceof StartError)) throw thrown;
      const { message: text, hint: change } = thrown.said;
      this.#note('reach', { state: 'failed', text, change });
      return undefined;
    }
  }

  async #goThrough(endpoint: Endpoint): Promise<void> {
    const { secrets, signal } = this.#means;
    const onNotice = (sentence: string): void => {
      this.#notes.push(this.#discretion.hideSentence(sentence));
    };
    const scene = new Scene({ plan: this.#plan, secrets, endpoint, log: this.#log, onNotice, signal });
    this.#people.push(...scene.context.users.map(({ chat }) => chat));
    try {
      for (const name of ['register', 'login', 'createRoom'] as const) {
        if (!(await this.#takeHttpStep(scene, name))) return;
      }
      if (!this.#note('connect', await this.#connect(scene))) return;
      if (!this.#note('join', await this.#join(scene))) return;
      const sentMs = wallClockMs();
      if (!this.#noteMessages(await scene.probe())) return;
      this.#note('history', await this.#history(scene));
      this.#note('read', await this.#read(scene, sentMs));
      this.#note('leave', outcomeOfPhase('disconnect', await scene.perform('disconnect'), [message('check.did.left')]));
    } finally {
      await scene.close();
    }
  }

  /** @returns whether it went well, or is no step of the dialect */
  async #takeHttpStep(scene: Scene, name: HttpStepName): Promise<boolean> {
    const step = this.#plan.dialect.http[name];
    if (step === undefined) return this.#note(name, { state: 'left-out', text: message('check.none') });
    const phase = await scene.perform(PHASES_OF_STEPS[name]);
    const names = Object.keys(step.capture);
    const captured = names.length === 0 ? [] : [message('check.did.captured', { names })];
    const outcome = outcomeOfPhase(PHASES_OF_STEPS[name], phase, [message('check.did.answered'), ...captured]);
    const [failure] = phase.failures;
    const advice = adviceForStep(`http.${name}`, step, { kind: failure?.kind, ...this.#log.latest });
    return this.#note(name, outcome.state === 'failed' ? { ...outcome, change: advice ?? outcome.change } : outcome);
  }

  async #connect(scene: Scene): Promise<StepOutcome> {
    const phase = await scene.perform('connect');
    const { dialect } = scene.context;
    const { ready, enter = [] } = dialect.spec.events;
    const steps = [
      ...(ready === undefined ? [] : [message('check.did.heard', { event: ready.event })]),
      ...(enter.length === 0 ? [] : [message('check.did.steps', { count: enter.length })]),
    ];
    const version = message('check.did.engine', { version: dialect.wire.query['EIO'] ?? '4' });
    const outcome = outcomeOfPhase('connect', phase, [message('check.did.connected'), version, ...steps]);
    return withWhatCame('connect', dialect.spec, scene.heard, outcome, phase.failures[0]);
  }

  async #join(scene: Scene): Promise<StepOutcome> {
    const { join, joined } = this.#plan.dialect.events;
    if (join === undefined) {
      await scene.perform('join');
      return { state: 'left-out', text: message('check.no-join') };
    }
    const phase = await scene.perform('join');
    const confirmations = [
      ...(ackOf(join) === undefined ? [] : [message('check.did.acknowledged')]),
      ...(joined === undefined ? [] : [message('check.did.confirmed', { event: joined.event })]),
    ];
    const done =
      confirmations.length > 0 ? confirmations : [message('check.did.asked'), message('check.did.unconfirmed')];
    const outcome = outcomeOfPhase('join', phase, done);
    const [failure] = phase.failures;
    const told = withWhatCame('join', this.#plan.dialect, scene.heard, outcome, failure);
    return failure?.kind === 'server.join-timeout' && (await areTakenLater(scene))
      ? { ...told, change: message('enter.join-late') }
      : told;
  }

  /** @returns whether messages come back so that they can be recognised */
  #noteMessages(found: ProbeFindings): boolean {
    const { dialect } = this.#plan;
    const exchanges = this.#log.take();
    const sending = outcomeOfSending(dialect, found);
    const ofStep = (direction: Exchange['direction']): Exchange[] =>
      exchanges.filter((exchange) => exchange.direction === direction);
    if (!this.#note('send', sending, sending.state === 'failed' ? exchanges : ofStep('sent'))) return false;
    const usual = found.recognition?.usual ?? null;
    if (usual !== null) this.#notes.push(message('check.usual', { event: usual }));
    return this.#note('receive', outcomeOfReceiving(dialect, found), ofStep('came'));
  }

  async #history(scene: Scene): Promise<StepOutcome> {
    const step = this.#plan.dialect.http.history;
    if (step === undefined) return { state: 'left-out', text: message('check.no-history') };
    return await checkHistory(scene.context, step, this.#means.signal);
  }

  async #read(scene: Scene, sentMs: number): Promise<StepOutcome> {
    const step = this.#plan.dialect.http.read;
    if (step === undefined) return { state: 'left-out', text: message('check.no-read') };
    return await checkRead(scene.context, step, sentMs, this.#means.signal);
  }

  /** @returns whether to go on */
  #note(name: CheckStepName, { state, text, change }: StepOutcome, exchanges = this.#log.take()): boolean {
    const step = { name, state, text: this.#discretion.hideIn(text), exchanges };
    this.#steps.push(step);
    if (state === 'failed' && change !== undefined) this.#change ??= this.#discretion.hideIn(change);
    this.#means.onStep(step);
    return state !== 'failed' && !this.#means.signal.aborted;
  }
}
