import { type Problem, UsageError } from '../core/errors.js';
import { findByName, namesOf } from './catalog.js';
import { loadProfile } from './load.js';

/** A profile as menus and `profiles` list it. */
export interface ProfileSummary {
  /** What `--profile` takes. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** How many stages it has. */
  readonly stages: number;
}

/**
 * What `--profile` takes, by name. Reads the folder: a file added there is a profile.
 * @throws UsageError with every problem of every profile
 */
export async function listProfiles(): Promise<ProfileSummary[]> {
  const problems: Problem[] = [];
  const profiles: ProfileSummary[] = [];
  for (const name of await namesOf('profile')) {
    const found = await findByName('profile', name, name);
    if (!('path' in found)) continue;
    const loaded = await loadProfile(found);
    if ('problems' in loaded) problems.push(...loaded.problems);
    else {
      const { title, description, specs } = loaded.value;
      profiles.push({ name, title, description, stages: specs.length });
    }
  }
  if (problems.length > 0) throw new UsageError(problems);
  return profiles;
}
