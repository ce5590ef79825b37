import { StartError } from '../../core/errors.js';
import { EventQueue } from '../../core/event-queue.js';
import type { RunPlan } from '../../core/plan.js';
import { createRunSecrets, type RunSecrets } from '../../core/run-secrets.js';
import { maskError, maskOf } from '../../core/secret-mask.js';
import type { ServerWatch } from '../../core/server-watch.js';
import type { RunEvent } from '../../metrics/run-events.js';
import type { Interruption, RunOutcome } from '../../metrics/run-outcome.js';
import { DialGuard } from '../../net/dial-guard.js';
import { ServerSampler } from '../../sampling/server-sampler.js';
import type { StartWorker } from '../worker-port.js';
import { Announcer } from './announcer.js';
import { type HostListener, OwnThreads, type WorkerHosts } from './hosts.js';
import { NotStartedError } from './not-started-error.js';
import { RunController } from './run-controller.js';
import { SecondWatch } from './second-watch.js';
import { TrialStage } from './trial-stage.js';

/** A run that goes on. */
export interface RunHandle {
  /** What happens, as it happens; ends with the run. To be iterated once, by everybody's one distributor. */
  readonly events: AsyncIterable<RunEvent>;
  /** Everything measured. Rejects with a NotStartedError when nothing could be. */
  readonly outcome: Promise<RunOutcome>;
  /** Ends the run in good order: no more messages, then drain and disconnect. */
  stop(reason: Interruption): void;
  /** Ends the run now, with what is known. */
  abandon(): void;
}

/** What a run takes beside its plan. */
export interface RunOptions {
  /** What the run must not tell: no event, no outcome and no error of it holds any. New ones unless given. */
  readonly secrets?: RunSecrets;
  /** PEM certificates of authorities that are trusted beside those of the system. */
  readonly certificates?: readonly string[];
  /** The server that is watched from outside meanwhile. */
  readonly watch?: ServerWatch | undefined;
  /** Where its workers live; in threads that another wakes unless said otherwise. */
  readonly startWorker?: StartWorker;
  /** Other machines on which they live. */
  readonly hosts?: ((listener: HostListener) => WorkerHosts) | undefined;
  /** What it does, once everybody is connected, instead of the plan's one flood. */
  readonly trials?: (stage: TrialStage) => Promise<void>;
  /** People that are to be there at first, of those of the plan; trials may let more in. */
  readonly admitted?: number;
}

/** Starts a run of `plan`. It frees everything that it took on every path. */
export function startRun(plan: RunPlan, options: RunOptions = {}): RunHandle {
  const events = new EventQueue<RunEvent>();
  const { secrets = createRunSecrets(), certificates = [], trials, admitted, watch } = options;
  const mask = maskOf(plan, secrets);
  const announcer = new Announcer((event) => events.push(event), mask);
  const listener: HostListener = {
    note: (sentence) => announcer.note(sentence),
    tell: (sentence) => announcer.tell(sentence),
  };
  const hosts = options.hosts?.(listener) ?? new OwnThreads(plan, listener, options.startWorker);
  const sampler = watch === undefined ? undefined : samplerOf(watch, plan, { certificates, announcer });
  const controller = new RunController(plan, {
    secrets,
    certificates,
    hosts,
    announcer,
    watch: new SecondWatch(announcer, plan, hosts.gauge, sampler),
    admitted,
    trials:
      trials === undefined ? undefined : (fleet, hands) => trials(new TrialStage(fleet, hands, { plan, admitted })),
  });
  const outcome = controller
    .run()
    .catch((thrown: unknown) => {
      throw maskError(
        thrown instanceof StartError ? new NotStartedError(thrown, controller.outcomeOfNotStarted()) : thrown,
        mask,
      );
    })
    .finally(() => {
      events.close();
      void hosts.end();
    });
  return {
    events,
    outcome,
    stop: (reason) => controller.stop(reason),
    abandon: () => controller.abandon(),
  };
}

/** What looks at the server that is watched: no connection goes further than those of the run may. */
function samplerOf(
  watch: ServerWatch,
  { allowedHosts, insecure }: RunPlan,
  { certificates, announcer }: { readonly certificates: readonly string[]; readonly announcer: Announcer },
): ServerSampler {
  const guard = new DialGuard(allowedHosts, { trust: { certificates, isInsecure: insecure } });
  announcer.watching(watch);
  return new ServerSampler(watch, guard, {
    onSample: (sample) => announcer.server(sample),
    onProblem: (sentence) => announcer.note(sentence),
  });
}
