import type { Problem } from '../core/errors.js';
import { type RunPlan, targetsOf } from '../core/plan.js';
import { listed } from '../core/text.js';
import { RefusedTargetError, type ResolvedScenario } from './api.js';
import { type Layer, pick } from './layers.js';
import { type FlagValues, OPTIONS } from './options.js';
import { DEFAULT_TARGET, hostName, refusedOf } from './target.js';

/** Every entrance of the chat; where the practice server is started, its address is not known yet. */
export function targetsOfRun(layers: readonly Layer[], embedded: boolean): Pick<RunPlan, 'target' | 'otherTargets'> {
  const [target = DEFAULT_TARGET, ...otherTargets] = embedded ? [] : (pick(layers, 'target')?.value ?? []);
  return { target, otherTargets };
}

/** A target beside the server that is started. */
export function targetProblems({ embedded, target }: FlagValues): Problem[] {
  if (embedded !== true || target === undefined) return [];
  const message = `must be left out with ${OPTIONS.embedded.flag}, which starts its own`;
  return [{ where: OPTIONS.target.flag, message }];
}

/** The hosts of `--allow-host`, in the spelling of URLs. */
export function readAllowedHosts(flags: FlagValues): { hosts: readonly string[]; problems: readonly Problem[] } {
  const hosts: string[] = [];
  const problems: Problem[] = [];
  for (const text of [flags.allowHost ?? []].flat()) {
    const parsed = hostName(String(text));
    if (parsed.ok) hosts.push(parsed.value);
    else problems.push({ where: OPTIONS.allowHost.flag, message: parsed.message });
  }
  return { hosts, problems };
}

/**
 * Holds that load goes to this machine alone, and to hosts that the user named.
 * @throws RefusedTargetError otherwise, with all targets that are refused
 */
export function refuseForeignTargets(scenario: ResolvedScenario): void {
  const refused = refusedOf(targetsOf(scenario.plan), scenario.plan.allowedHosts);
  if (refused.length === 0) return;
  const hosts = new Set(refused.map((target) => new URL(target).hostname));
  const flags = [...hosts].map((host) => `${OPTIONS.allowHost.flag} ${host}`).join(' ');
  const [are, whose] = refused.length === 1 ? ['is', 'that server is'] : ['are', 'those servers are'];
  throw new RefusedTargetError(
    `${listed(refused)} ${are} not on this machine, and load is sent to other machines only when they are named`,
    `If ${whose} yours to load, say so with ${flags}`,
    scenario,
  );
}
