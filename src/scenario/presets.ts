import { type Problem, UsageError } from '../core/errors.js';
import type { PresetSummary } from './api.js';
import { readBaseRate } from './base-rate.js';
import { findByName, namesOf } from './catalog.js';
import { defaultLayer, type Layer, mustHave, presetLayer, required } from './layers.js';

/**
 * What `--preset` takes, the smallest number of users first. Reads the folder: a file added there is a preset.
 * @throws UsageError with every problem of every preset
 */
export async function listPresets(): Promise<PresetSummary[]> {
  const problems: Problem[] = [];
  const presets: PresetSummary[] = [];
  for (const name of await namesOf('preset')) {
    const found = await findByName('preset', name, name);
    if (!('path' in found)) continue;
    const layer = await presetLayer(found);
    if (layer.problems.length > 0) problems.push(...layer.problems);
    else presets.push(summaryOf(name, [defaultLayer(), layer]));
  }
  if (problems.length > 0) throw new UsageError(problems);
  return presets.toSorted((one, other) => one.users - other.users);
}

function summaryOf(name: string, layers: readonly Layer[]): PresetSummary {
  return {
    name,
    title: required(layers, 'title'),
    users: required(layers, 'users'),
    rooms: required(layers, 'rooms'),
    roomSize: required(layers, 'roomSize'),
    durationMs: required(layers, 'duration'),
    messagesPerSecond: mustHave(readBaseRate(layers).rate, 'rate'),
  };
}
