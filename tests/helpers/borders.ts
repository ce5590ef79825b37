/** What a folder of `src/` may import besides itself; `types` are for `import type` alone. */
interface Borders {
  readonly values: readonly string[];
  readonly types?: readonly string[];
}

/** The table of docs/architecture.md. */
export const MAY_IMPORT: Readonly<Record<string, Borders>> = {
  core: { values: [] },
  net: { values: ['core'] },
  scenario: { values: ['core'] },
  load: { values: ['core'] },
  wire: { values: ['core', 'net'] },
  practice: { values: ['core'] },
  metrics: { values: ['core'] },
  chat: { values: ['core', 'wire'] },
  ledger: { values: ['core', 'metrics'] },
  judgement: { values: ['core', 'metrics'] },
  engine: { values: ['core', 'net', 'load', 'wire', 'chat', 'ledger', 'metrics'], types: ['scenario'] },
  report: { values: ['core', 'metrics', 'judgement'] },
  compare: { values: ['core', 'metrics', 'judgement', 'report'] },
  live: { values: ['core', 'net', 'metrics', 'judgement', 'report'] },
  page: { values: ['core'], types: ['metrics', 'judgement', 'report'] },
  truth: {
    values: [
      'core',
      'scenario',
      'net',
      'load',
      'wire',
      'chat',
      'ledger',
      'metrics',
      'judgement',
      'engine',
      'report',
      'practice',
    ],
  },
  cli: {
    values: [
      'core',
      'scenario',
      'load',
      'wire',
      'chat',
      'metrics',
      'judgement',
      'engine',
      'report',
      'compare',
      'live',
      'truth',
      'practice',
    ],
  },
};
