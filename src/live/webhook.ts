import { inEnglish, type Message, message as messageFor } from '../core/language/words.js';
import type { Pool } from 'undici';
import { waitAtMost } from '../core/clock.js';
import { type ErrorKind, shortageOf } from '../core/error-kinds.js';
import { systemCodeOf } from '../core/errors.js';
import { printable } from '../core/text.js';
import type { Alert } from '../judgement/alerts.js';
import { DialGuard } from '../net/dial-guard.js';
import { openPool } from '../net/http-pool.js';
import type { LiveEvent, RunWatcher, Tell } from './watcher.js';

/** For one alert to be taken. */
const TIMEOUT_MS = 5000;
/** How long alerts that wait are still sent when the run is over. */
const END_TIMEOUT_MS = 4000;
/** Alerts that wait; further ones are in the report alone. */
const MOST_WAITING = 5;
/** As much of an answer is read as keeps the connection usable. */
const MAX_ANSWER_BYTES = 16_384;

/** What alerts are sent with. */
export interface WebhookOptions {
  /** Where to; a secret, so no message and no report holds it. */
  readonly url: string;
  readonly runId: string;
  /** The server that the run is about. */
  readonly target: string;
  readonly tell: Tell;
}

/** Sends every alert to a chat channel, one after the other. What goes wrong is told once and disturbs nothing. */
export class AlertWebhook implements RunWatcher {
  readonly #options: WebhookOptions;
  readonly #origin: string;
  readonly #path: string;
  readonly #pool: Pool;
  readonly #waiting: Alert[] = [];
  #sending: Promise<void> | undefined;
  #hasFailed = false;

  constructor(options: WebhookOptions) {
    const { origin, pathname, search } = new URL(options.url);
    this.#options = options;
    this.#origin = origin;
    this.#path = `${pathname}${search}`;
    // The user named this host by a flag; no other is for alerts.
    const guard = DialGuard.forUrl(options.url);
    this.#pool = openPool(guard, origin, { connections: 1, pipelining: 1, connectTimeoutMs: TIMEOUT_MS });
  }

  onEvent(event: LiveEvent): void {
    if (event.type !== 'alert') return;
    if (this.#waiting.length >= MOST_WAITING) {
      this.#complain(messageFor('notice.webhook.slow', { origin: this.#origin }));
      return;
    }
    this.#waiting.push(event.alert);
    this.#sending ??= this.#sendWaiting();
  }

  async end(): Promise<void> {
    if (this.#sending !== undefined) await waitAtMost(END_TIMEOUT_MS, this.#sending);
    await this.#pool.destroy();
  }

  /** Never rejects. */
  async #sendWaiting(): Promise<void> {
    for (let alert = this.#waiting.shift(); alert !== undefined; alert = this.#waiting.shift()) await this.#send(alert);
    this.#sending = undefined;
  }

  async #send(alert: Alert): Promise<void> {
    try {
      const { statusCode, body } = await this.#pool.request({
        method: 'POST',
        path: this.#path,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(messageOf(alert, this.#options)),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await body.dump({ limit: MAX_ANSWER_BYTES });
      if (statusCode < 200 || statusCode > 299)
        this.#complain(messageFor('notice.webhook.status', { origin: this.#origin, status: statusCode }));
    } catch (thrown) {
      // The message of an error may hold the address; its code does not.
      const why = systemCodeOf(thrown) ?? messageFor('notice.no-answer');
      this.#complain(messageFor('notice.webhook.reach', { origin: this.#origin, why }), shortageOf(thrown));
    }
  }

  #complain(said: Message, kind?: ErrorKind): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#options.tell({ type: 'notice', message: inEnglish(said), kind });
  }
}

/** A message as Slack's incoming webhooks take it, and those of others that do it like Slack. */
function messageOf({ rule, message, second }: Alert, { runId, target }: WebhookOptions): { readonly text: string } {
  const lines = [
    `:warning: *newyear-load*: ${slackText(message)}`,
    `Rule \`${slackText(rule)}\`, ${second} s into run ${slackText(runId)} against ${slackText(target)}`,
  ];
  return { text: lines.join('\n') };
}

/** Text as Slack shows it: its three control characters as entities (docs.slack.dev, "Escaping text"), and nothing invisible. */
function slackText(text: string): string {
  return printable(text, 300).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
