/** What a folder of `src/` may import besides itself; `types` are for `import type` alone. */
interface Borders {
  readonly values: readonly string[];
  readonly types?: readonly string[];
}

/** The table of docs/architecture.md. */
export const MAY_IMPORT: Readonly<Record<string, Borders>> = {
  core: { values: [] },
  net: { values: ['core'] },
  proxy: { values: ['core', 'net'] },
  search: { values: [] },
  sampling: { values: ['core', 'net', 'metrics'] },
  scenario: { values: ['core'] },
  load: { values: ['core'] },
  wire: { values: ['core', 'net'] },
  practice: { values: ['core'] },
  metrics: { values: ['core'] },
  chat: { values: ['core', 'wire'] },
  ledger: { values: ['core', 'metrics'] },
  judgement: { values: ['core', 'metrics'] },
  engine: { values: ['core', 'net', 'load', 'wire', 'chat', 'ledger', 'metrics', 'sampling'], types: ['scenario'] },
  agents: { values: ['core', 'net', 'load', 'wire', 'metrics', 'engine'] },
  report: { values: ['core', 'metrics', 'judgement'] },
  compare: { values: ['core', 'metrics', 'judgement', 'report', 'capacity'] },
  capacity: { values: ['core', 'metrics', 'judgement', 'search', 'report'] },
  live: { values: ['core', 'net', 'metrics', 'judgement', 'report'] },
  page: { values: ['core'], types: ['metrics', 'judgement', 'report'] },
  truth: {
    values: [
      'core',
      'scenario',
      'capacity',
      'search',
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
  lab: {
    values: [
      'core',
      'net',
      'scenario',
      'load',
      'wire',
      'chat',
      'metrics',
      'judgement',
      'engine',
      'sampling',
      'practice',
      'proxy',
      'search',
      'capacity',
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
      'agents',
      'report',
      'compare',
      'search',
      'capacity',
      'live',
      'truth',
      'practice',
      'proxy',
      'lab',
    ],
  },
};

/** What touches the process, the clock or chance, and the files (a folder when it ends in `/`) that may. */
export const EDGES: readonly {
  readonly what: string;
  readonly pattern: RegExp;
  readonly allowed: readonly string[];
}[] = [
  { what: 'the console', pattern: /\bconsole\b/, allowed: ['src/cli/'] },
  {
    what: 'arguments, environment and exit codes',
    pattern: /\bprocess\s*\.\s*(?:exit|exitCode|env|argv)\b/,
    allowed: ['src/cli/', 'src/practice/main.ts', 'src/engine/worker/worker.ts'],
  },
  {
    what: 'clocks',
    pattern: /\bDate\.now\b|\bnew Date\(|\bperformance\.now\b|\bhrtime\b/,
    allowed: ['src/core/clock.ts'],
  },
  { what: 'servers', pattern: /\bcreateServer\b/, allowed: ['src/core/http-listener.ts', 'src/core/tcp-listener.ts'] },
  {
    what: 'memory of this process',
    pattern: /\bmemoryUsage\b/,
    allowed: ['src/engine/main/memory.ts', 'src/lab/variants/own-memory.ts'],
  },
  {
    what: 'sleeping, which an end of the run cuts short',
    pattern: /\bsetTimeout\(\s*(?:resolve|done)\b/,
    allowed: ['src/core/clock.ts'],
  },
  {
    what: 'time that is added up from sleeps, which are longer on a busy machine',
    pattern: /\+=\s*[A-Z][A-Z_]*_(?:MS|US|SECONDS)\b/,
    allowed: [],
  },
  {
    what: 'chance',
    pattern: /\bMath\.random\b|\brandom(?:Bytes|Int|UUID|Fill|FillSync)\b|\bgetRandomValues\b/,
    allowed: ['src/core/random.ts', 'src/core/ids.ts', 'src/practice/'],
  },
  {
    what: 'writing files',
    pattern: /\b(?:writeFile|appendFile|rename|copyFile|symlink|link|truncate|mkdir)(?:Sync)?\(|\bcreateWriteStream\(/,
    // A record grows while others read it, the summary of a step is appended to, and a practice server may do it wrong.
    allowed: [
      'src/core/whole-file.ts',
      'src/live/ndjson.ts',
      'src/cli/ci/step-summary.ts',
      'src/practice/store/files/',
    ],
  },
  {
    what: 'reading files of any length',
    pattern: /\breadFile\(|\bcreateReadStream\(/,
    allowed: ['src/core/bounded-text.ts', 'src/truth/processor-wait.ts'],
  },
];
