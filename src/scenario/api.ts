import type { AnyMessage } from '../core/language/template.js';
import { StartError } from '../core/errors.js';
import type { OfferedRate, RoomSize, RunKind, RunPlan } from '../core/plan.js';
import type { ExistingAccounts } from '../core/run-secrets.js';
import type { ServerWatch } from '../core/server-watch.js';
import type { Variables } from '../core/variables.js';
import type { FlagValues } from './options.js';
import type { Environment } from './variables.js';

/** All that a plan depends on; clock, chance, machine and environment come in from outside. */
export interface ResolveInput {
  readonly kind: RunKind;
  readonly flags: FlagValues;
  /** The year that `{{year}}` of a theme becomes: the coming one. */
  readonly year: number;
  /** Seed for a plan that names none, an integer in [0, 2^32). */
  readonly freshSeed: number;
  readonly runId: string;
  /** Processors of this machine, for `--workers auto`. */
  readonly cpuCount: number;
  /** Where the dialect's `${VARIABLES}` are looked up. */
  readonly environment: Environment;
  /** What is wrong with a threshold expression of a load with stages of these names (null: not known), or undefined when it is fine. */
  readonly checkThreshold: CheckExpression;
  /** The same for the expression of an alert rule. The rules that hold by default are right. */
  readonly checkAlert: CheckExpression;
}

type CheckExpression = (
  expression: string,
  stages: readonly string[] | null,
) => ExpressionFault | Promise<ExpressionFault>;

/** What is wrong with an expression; undefined when it is fine. */
export type ExpressionFault = AnyMessage | string | undefined;

/** A plan, and what the user should know about how it came about. */
export interface ResolvedScenario {
  readonly plan: RunPlan;
  /** The environment variables that the plan's dialect names: secrets, which no report tells. */
  readonly variables: Variables;
  /** The accounts that the plan's users have, secrets among them; undefined when the run makes its own. */
  readonly accounts: ExistingAccounts | undefined;
  /** PEM certificates of `--ca`, which are trusted beside those of the system. */
  readonly certificates: readonly string[];
  /** The server that is watched from outside meanwhile. */
  readonly watch: ServerWatch | undefined;
  /** Title of the preset or scenario: `Quick Test`. */
  readonly title: string;
  /** True when the practice server is to be started; `plan.target` is then replaced by its address. */
  readonly embedded: boolean;
  /** Sentences about values that were adapted, without full stop. */
  readonly notices: readonly string[];
}

/** The target is on another machine, and the user did not name it: nothing may be sent there. */
export class RefusedTargetError extends StartError {
  /** What would have been run. */
  readonly scenario: ResolvedScenario;

  constructor(message: AnyMessage, hint: AnyMessage, scenario: ResolvedScenario) {
    super(message, { hint });
    this.scenario = scenario;
  }
}

/** A preset as menus and `presets` list it. */
export interface PresetSummary {
  /** What `--preset` takes. */
  readonly name: string;
  readonly title: string;
  readonly users: number;
  readonly rooms: number;
  readonly roomSize: RoomSize;
  readonly durationMs: number;
  readonly messagesPerSecond: OfferedRate;
}
