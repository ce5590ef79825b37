import { firstUsers } from '../../../metrics/audit.js';
import type { AuditOutcome, SignUpTimes } from '../../../metrics/audit-outcome.js';
import type { WorkerContext } from '../context.js';
import type { VirtualUser } from '../virtual-user.js';

/** What an audit says of users. */
type UserSums = Pick<
  AuditOutcome,
  'usersExpected' | 'usersFound' | 'usersFoundLate' | 'usersNotCheckable' | 'signUps' | 'missingUsers'
>;

/** The account of the users in an audit: each who had signed up is found once, missing, or not checkable. */
export class UserAudit {
  readonly #expected: readonly VirtualUser[];
  /** Nobody has said anything about them. */
  readonly #unknown: Set<VirtualUser>;
  /** The server does not know them, so far. */
  readonly #refused = new Set<VirtualUser>();
  readonly #signUpOf: WorkerContext['signUps'];
  #foundLate = 0;
  #isSettled = false;

  constructor(signedUp: readonly VirtualUser[], signUps: WorkerContext['signUps']) {
    this.#signUpOf = signUps;
    this.#expected = signedUp;
    this.#unknown = new Set(signedUp);
  }

  /** Everybody who is looked for. */
  get all(): readonly VirtualUser[] {
    return this.#expected;
  }

  get found(): number {
    return this.#expected.length - this.#unknown.size - this.#refused.size;
  }

  /** Whom the server did not know, and has to be asked for again. */
  get notYetStored(): readonly VirtualUser[] {
    return this.#isSettled ? [] : [...this.#refused];
  }

  /** The server knows this user. @returns whether it had not been so before */
  noteFound(user: VirtualUser): boolean {
    const isLate = this.#refused.delete(user);
    if (isLate) this.#foundLate++;
    return this.#unknown.delete(user) || isLate;
  }

  /** The server refused this user. */
  noteRefused(user: VirtualUser): void {
    this.#unknown.delete(user);
    this.#refused.add(user);
  }

  /** The server gave no answer about this user. */
  noteUnknown(user: VirtualUser): void {
    this.#refused.delete(user);
    this.#unknown.add(user);
  }

  /** The server had its time: whom it refuses is missing. */
  settle(): void {
    this.#isSettled = true;
  }

  outcome(): UserSums {
    const unsettled = this.#isSettled ? 0 : this.#refused.size;
    return {
      usersExpected: this.#expected.length,
      usersFound: this.found,
      usersFoundLate: this.#foundLate,
      usersNotCheckable: this.#unknown.size + unsettled,
      signUps: this.#signUps(),
      missingUsers: this.#isSettled ? firstUsers([...this.#refused].map((user) => this.#missingUserOf(user))) : [],
    };
  }

  #signUps(): SignUpTimes | null {
    const all = this.#timesOf(this.#expected);
    const missing = this.#isSettled ? this.#timesOf(this.#refused) : undefined;
    if (all === undefined) return null;
    return {
      ...all,
      firstMissingMs: missing?.firstMs ?? null,
      lastMissingMs: missing?.lastMs ?? null,
    };
  }

  #missingUserOf(user: VirtualUser): UserSums['missingUsers'][number] {
    const signUp = this.#signUpOf.get(user);
    return { user: user.chat.name, batch: signUp?.batch ?? null, signedUpMs: signUp?.atMs ?? null };
  }

  #timesOf(users: Iterable<VirtualUser>): { readonly firstMs: number; readonly lastMs: number } | undefined {
    let [firstMs, lastMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const user of users) {
      const atMs = this.#signUpOf.get(user)?.atMs;
      if (atMs === undefined) continue;
      firstMs = Math.min(firstMs, atMs);
      lastMs = Math.max(lastMs, atMs);
    }
    return firstMs > lastMs ? undefined : { firstMs, lastMs };
  }
}

/** Statuses of a refusal that says nothing about the user: the request took too long, came too early, or was one too many. */
const NOT_ABOUT_THE_USER = new Set(['server.http-408', 'server.http-425', 'server.http-429']);

/** Does this kind of failure to log in say that the server does not know the user? */
export function saysUnknownUser(kind: string): boolean {
  return kind === 'server.batch-refused' || (kind.startsWith('server.http-4') && !NOT_ABOUT_THE_USER.has(kind));
}
