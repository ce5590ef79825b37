import { type Problem, saidProblem } from '../core/errors.js';
import type { AnyMessage } from '../core/language/template.js';
import { type RunPlan, targetsOf } from '../core/plan.js';
import { type Message, message } from '../core/language/words.js';
import { RefusedTargetError, type ResolvedScenario } from './api.js';
import { type Layer, pick } from './layers.js';
import { type FlagValues, OPTIONS } from './options.js';
import type { Parser } from './parsers.js';
import { sourceAddresses } from './source-addresses.js';
import { DEFAULT_TARGET, hostName, refusedOf } from './target.js';
import { unreadOfServer } from './unread-of-server.js';
import { readWatch, type WatchReading } from './watch-options.js';

/** Every entrance of the chat; where the practice server is started, its address is not known yet. */
export function targetsOfRun(layers: readonly Layer[], embedded: boolean): Pick<RunPlan, 'target' | 'otherTargets'> {
  const [target = DEFAULT_TARGET, ...otherTargets] = embedded ? [] : (pick(layers, 'target')?.value ?? []);
  return { target, otherTargets };
}

/** Where connections of a run go beside its targets, and which hosts they may go to. */
interface Reaches extends WatchReading {
  /** In the spelling of URLs. */
  readonly hosts: readonly string[];
  /** Addresses that connections come from; empty = the system's choice. */
  readonly sources: readonly string[];
  /** What is wrong with an expression on the server, if nobody reads that. */
  readonly unread: (expression: string) => AnyMessage | undefined;
}

/** Reads the flags that say where connections go. */
export function readReaches(flags: FlagValues): Reaches {
  const { watch, problems } = readWatch(flags);
  const allowed = readEach(flags, 'allowHost', hostName);
  const sources = readEach(flags, 'source', sourceAddresses);
  return {
    hosts: allowed.values,
    sources: [...new Set(sources.values.flat())],
    watch,
    unread: (expression) => unreadOfServer(expression, watch),
    problems: [...allowed.problems, ...sources.problems, ...targetProblems(flags), ...problems],
  };
}

/** A target beside the server that is started. */
function targetProblems({ embedded, target }: FlagValues): Problem[] {
  if (embedded !== true || target === undefined) return [];
  return [saidProblem(OPTIONS.target.flag, message('fit.target-embedded', { flag: OPTIONS.embedded.flag }))];
}

/** What the texts of a flag say that may be given several times. */
function readEach<Value>(
  flags: FlagValues,
  name: 'allowHost' | 'source',
  parse: Parser<Value>,
): { readonly values: readonly Value[]; readonly problems: readonly Problem[] } {
  const values: Value[] = [];
  const problems: Problem[] = [];
  for (const text of [flags[name] ?? []].flat()) {
    const parsed = parse(String(text));
    if (parsed.ok) values.push(parsed.value);
    else problems.push(saidProblem(OPTIONS[name].flag, parsed.said));
  }
  return { values, problems };
}

/**
 * Holds that load goes to this machine alone, and to hosts that the user named, and so does what is asked for beside it.
 * @throws RefusedTargetError otherwise, with all targets that are refused
 */
export function refuseForeignTargets(scenario: ResolvedScenario): void {
  const url = scenario.watch?.url ?? null;
  const asked = [...targetsOf(scenario.plan), ...(url === null ? [] : [url])];
  const refusal = refusalOf(asked, scenario.plan.allowedHosts);
  if (refusal !== undefined) throw new RefusedTargetError(refusal.said, refusal.hint, scenario);
}

/** Why load does not go to all of these targets, and what to do where it should; undefined where it does. */
export function refusalOf(
  targets: readonly string[],
  allowedHosts: readonly string[],
): { readonly said: Message; readonly hint: Message } | undefined {
  const refused = refusedOf(targets, allowedHosts);
  if (refused.length === 0) return undefined;
  const hosts = new Set(refused.map((target) => new URL(target).hostname));
  const flags = [...hosts].map((host) => `${OPTIONS.allowHost.flag} ${host}`).join(' ');
  return {
    said: message('start.refused', { targets: refused, count: refused.length }),
    hint: message('start.refused.hint', { count: refused.length, flags }),
  };
}
