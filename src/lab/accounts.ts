import { performStep } from '../chat/http-steps.js';
import { type ChatUser, createUser, scopesOf } from '../chat/people.js';
import type { HttpStep } from '../core/dialect-spec.js';
import { StartError } from '../core/errors.js';
import { toOperationError } from '../core/operation-error.js';
import { DialGuard } from '../net/dial-guard.js';
import { heldBytesShare } from '../wire/bounds.js';
import { HttpClient } from '../wire/http-client.js';
import { ReceiveBudget } from '../wire/receive-budget.js';
import type { LabHome } from './lab-home.js';
import { labPlan } from './lab-plan.js';

/** What became of a request of somebody. */
export interface AccountAnswer {
  readonly isOk: boolean;
  /** Why not, as errors are counted: `server.http-409`; null when it is. */
  readonly kind: string | null;
}

/** Accounts on a learner's server, made one by one as its dialect says, and remembered. */
export class LabAccounts {
  /** Everybody to whom the server has given an account. */
  readonly given: ChatUser[] = [];
  #asked = 0;
  #plan: ReturnType<typeof labPlan> | undefined;

  /** Somebody whom the server does not know yet. */
  async newcomer(home: LabHome): Promise<ChatUser> {
    const { plan, secrets } = await this.#planOf(home);
    const isCookieless = plan.dialect.socket.cookies === false;
    return createUser({ id: plan.runId, secrets, isCookieless }, this.#asked++, 'lab');
  }

  /** Sends a sign-up or a log-in of somebody, over a client of {@link open}. */
  async ask(home: LabHome, client: HttpClient, name: 'register' | 'login', user: ChatUser): Promise<AccountAnswer> {
    const { plan, secrets } = await this.#planOf(home);
    const step = stepOf(plan.dialect.http[name], name);
    try {
      const scopes = scopesOf({ id: plan.runId, secrets }, user);
      const captures = await performStep(client, step, scopes, { signal: home.signal, cookies: user.cookies });
      Object.assign(user.captures, captures);
      return { isOk: true, kind: null };
    } catch (thrown) {
      return { isOk: false, kind: toOperationError(thrown).kind };
    }
  }

  /** Where the server is asked for an account: `POST /api/auth/signup`. */
  async routeOf(home: LabHome, name: 'register' | 'login'): Promise<string> {
    const { plan } = await this.#planOf(home);
    const { method, path } = stepOf(plan.dialect.http[name], name);
    return `${method} ${path}`;
  }

  /** A client of the server, for so many requests at once; whoever opens it closes it. */
  async open(home: LabHome, connections: number, timeoutMs?: number): Promise<HttpClient> {
    const { plan } = await this.#planOf(home);
    return new HttpClient(
      home.server.urls[0],
      connections,
      timeoutMs ?? plan.limits.httpTimeoutMs,
      new ReceiveBudget(heldBytesShare(1)),
      new DialGuard(plan.allowedHosts),
    );
  }

  #planOf(home: LabHome): ReturnType<typeof labPlan> {
    this.#plan ??= labPlan(home.settings.flags, home.server.urls, home.settings);
    return this.#plan;
  }
}

function stepOf(step: HttpStep | undefined, name: string): HttpStep {
  if (step !== undefined) return step;
  throw new StartError(`The dialect does not say how users ${name === 'login' ? 'log in' : 'sign up'}.`, {
    hint: `Give it a step http.${name} (docs/dialects.md), and name it with --dialect.`,
  });
}
