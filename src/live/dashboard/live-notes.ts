import { tellerOf } from '../../core/language/retell.js';
import type { Wording } from '../../core/language/words.js';
import { type Alert, saidAlert } from '../../judgement/alerts.js';
import { MOST_ALERTS, MOST_FINDINGS } from '../../report/page/page-data.js';
import type { PageAlert } from '../../report/page/page-types.js';
import { pageText } from '../../report/texts.js';

/** What was noticed, and which alerts were told, as long as a run goes on. */
export class LiveNotes {
  readonly #words: Wording;
  readonly #findings = new Set<string>();
  readonly #alerts: PageAlert[] = [];

  constructor(words: Wording) {
    this.#words = words;
  }

  get findings(): readonly string[] {
    return [...this.#findings];
  }

  get alerts(): readonly PageAlert[] {
    return this.#alerts;
  }

  addFinding(text: string): void {
    if (this.#findings.size < MOST_FINDINGS) this.#findings.add(pageText(tellerOf(this.#words)(text)));
  }

  addAlert(alert: Alert): void {
    if (this.#alerts.length >= MOST_ALERTS) return;
    const { rule, second } = alert;
    this.#alerts.push({ rule: pageText(rule), message: pageText(this.#words.say(saidAlert(alert))), second });
  }
}
