import type { FlagValues } from '../../scenario/options.js';
import { DEFAULT_TARGET } from '../../scenario/target.js';

/** Where a run can be looked at. */
export type PageChoice = 'none' | 'watch' | 'file';

/** The questions of Custom Settings that are about numbers. */
export type NumberQuestion = 'users' | 'rooms' | 'duration' | 'rate' | 'roomSize';

/** What was answered since the menu was opened: the next time it is what Enter takes, and where a run goes holds for every entry. */
export class MenuMemory {
  readonly numbers: { [name in NumberQuestion]?: string } = {};
  aim: 'run' | 'capacity' = 'run';
  profile: string | undefined;
  target: string = DEFAULT_TARGET;
  /** Hosts beside this machine that somebody said may be loaded. */
  readonly allowedHosts: string[] = [];
  dialect: string | undefined;
  theme: string | undefined;
  page: PageChoice = 'none';

  /** Where every run goes, how it talks and what it writes, as flags; what was not chosen is left out. */
  flags(kind: 'run' | 'connect' | 'capacity'): FlagValues {
    const { target, allowedHosts, dialect, theme, page } = this;
    return {
      ...(target === DEFAULT_TARGET ? {} : { target: [target] }),
      ...(allowedHosts.length === 0 ? {} : { allowHost: allowedHosts }),
      ...(dialect === undefined ? {} : { dialect }),
      ...(theme === undefined ? {} : { theme }),
      ...(kind === 'capacity' || page !== 'watch' ? {} : { dashboard: true }),
      ...(page === 'file' ? { out: ['html=report.html'] } : {}),
    };
  }
}
