import type { DialectSpec } from '../core/dialect-spec.js';
import type { Problem } from '../core/errors.js';
import { hasCanary, OBSERVERS, type RunKind } from '../core/plan.js';
import type { ExistingAccounts } from '../core/run-secrets.js';
import { type AccountNeed, type AccountsFile, accountNeedProblems, accountsFor, readAccounts } from './accounts.js';
import { fileAt } from './catalog.js';
import { type Layer, pick } from './layers.js';
import type { Loaded, OwnAccounts } from './load.js';

/** The file of accounts that holds for a run: what a flag names goes before the scenario's, and that before the dialect's. */
export class AccountsOfRun {
  readonly #layers: readonly Layer[];
  #read: AccountsFile | undefined;

  constructor(layers: readonly Layer[]) {
    this.#layers = layers;
  }

  /** Its columns; undefined without one, null where it could not be read. @param own the file that the dialect names */
  async columns(own: OwnAccounts | undefined): Promise<readonly string[] | null | undefined> {
    const picked = pick(this.#layers, 'accounts');
    if (picked !== undefined) this.#read = await readAccounts(fileAt(picked.value, picked.layer.folder), picked.where);
    else if (own !== undefined) this.#read = await readAccounts(fileAt(own.reference, own.folder), own.where);
    if (this.#read === undefined) return undefined;
    return this.#read.columns.length === 0 ? null : this.#read.columns;
  }

  /** How messages name the file; undefined without one. */
  get shown(): string | undefined {
    return this.#read?.shown;
  }

  /** All that is wrong with it. */
  problems(need: AccountNeed): readonly Problem[] {
    if (this.#read === undefined) return [];
    return [...this.#read.problems, ...accountNeedProblems(this.#read, need)];
  }

  /** The accounts that a run takes of it; undefined without one. */
  take(need: AccountNeed): ExistingAccounts | undefined {
    return this.#read === undefined ? undefined : accountsFor(this.#read, need);
  }
}

/** What the run takes of a file of accounts. */
export function accountNeedOf(kind: RunKind, layers: readonly Layer[], dialect: Loaded<DialectSpec>): AccountNeed {
  const hasObservers = hasCanary({ kind, canary: pick(layers, 'canary')?.value ?? false });
  return {
    users: pick(layers, 'users')?.value ?? 0,
    observers: hasObservers ? OBSERVERS : 0,
    dialect: 'value' in dialect ? dialect.value : undefined,
  };
}
