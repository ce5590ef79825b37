import type { Wording } from '../../core/language/words.js';
import { toldIn } from '../../report/page/page-labels.js';
import { pagePlanOf } from '../../report/page/page-plan.js';
import type { PageData } from '../../report/page/page-types.js';
import { MOST_NAME_CHARACTERS, pageText } from '../../report/texts.js';
import type { RunBeginning } from '../watcher.js';

/** What is known of a run from its beginning, and stays as it is. */
export type Beginning = Pick<PageData, 'told' | 'tool' | 'host' | 'run' | 'plan'>;

/** What the page shows of a run before anything has happened. */
export function pageBeginningOf(beginning: RunBeginning, words: Wording): Beginning {
  const { tool, host, plan } = beginning.context;
  return { ...toldIn(words), tool, host, run: pageRunOf(beginning), plan: pagePlanOf(plan, words) };
}

function pageRunOf({ context, startedAt }: RunBeginning): PageData['run'] {
  const { runId, plan, preset, seed, target, dialect, command } = context;
  return {
    id: runId,
    kind: plan['kind'] === 'connect' ? 'connect' : 'run',
    startedAt,
    durationMs: null,
    preset: preset === null ? null : pageText(preset, MOST_NAME_CHARACTERS),
    seed,
    target: pageText(target),
    dialect: pageText(dialect, MOST_NAME_CHARACTERS),
    interruptedBy: null,
    command: pageText(command, 2000),
  };
}
