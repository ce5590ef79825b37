import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Candidate, Change, Comparison } from '#dist/report/comparison/comparison-types.js';
import { COMPARISON_FORMATS } from '#dist/compare/formats/index.js';
import { createPalette } from '#dist/cli/colours.js';
import { ENGLISH_VOICE } from '#dist/report/voice.js';
import { comparisonLines, comparisonSummary } from '#dist/cli/commands/compare/table.js';
import { HOSTILE_TEXTS } from '../../helpers/report/hostile.js';
import { markdownFlaws } from '../../helpers/report/markdown.js';

const LATENCY: Change = {
  metric: 'p50(delivery)',
  group: 'latency',
  unit: 'ms',
  better: 'lower',
  counts: true,
  base: 1.01,
  current: 11.4,
  change: 10.39,
  relative: 10.287,
  low: 10.1,
  high: null,
  floor: 2,
  judgement: 'worse',
  reason: null,
};

const LOST: Change = {
  ...LATENCY,
  metric: 'lost',
  group: 'ledger',
  unit: 'count',
  base: 0,
  current: 0,
  change: 0,
  relative: null,
  low: null,
  high: null,
  floor: 0,
  judgement: 'noise',
};

const RUN = {
  file: 'base.json',
  id: 'a1b2c3',
  startedAt: '2026-12-31T23:59:00.000Z',
  durationMs: 31_200,
  target: 'http://127.0.0.1:4000',
  interrupted: false,
  verdict: 'VALID',
} as const;

const CANDIDATE: Candidate = {
  run: { ...RUN, file: null, id: 'd4e5f6' },
  judgement: 'worse',
  differences: [{ kind: 'plan', field: 'users', base: '50', current: '99' }],
  warnings: ['The base is SUSPECT: too few samples'],
  changes: [LOST, LATENCY],
  regressions: [
    { expression: 'p50(delivery)>10%', metric: 'p50(delivery)', actual: 10.287, passed: false, reason: null },
  ],
};

const COMPARISON: Comparison = {
  schema: 'newyear-load/comparison@1',
  tool: { name: 'newyear-load', version: '0.1.0' },
  confidence: 0.95,
  base: RUN,
  candidates: [CANDIDATE],
};

function rendered(format: string, comparison: Comparison): string {
  const known = COMPARISON_FORMATS.find((candidate) => candidate.format === format);
  assert.ok(known !== undefined);
  return known.render(comparison);
}

/** The comparison with a text in every place where one could come from a file, a plan or a server. */
function hostile(text: string): Comparison {
  const change = { ...LATENCY, metric: text, reason: text };
  return {
    ...COMPARISON,
    tool: { name: text, version: text },
    base: { ...RUN, file: text, id: text, startedAt: text, target: text },
    candidates: [
      {
        ...CANDIDATE,
        run: { ...RUN, file: text, target: text },
        differences: [{ kind: 'plan', field: text, base: text, current: text }],
        warnings: [text],
        changes: [change, { ...change, judgement: 'noise' }],
        regressions: [{ expression: text, metric: text, actual: 1, passed: false, reason: text }],
      },
    ],
  };
}

test('Markdown has the answer, what really changed, and the rest folded', () => {
  assert.equal(
    rendered('md', COMPARISON),
    `### ❌ WORSE: p50(delivery) +10.4 ms (+1029 %); 1 of 1 bounds on regressions did not hold

<code>this run</code> beside <code>base.json</code>

- ⚠️ The base is SUSPECT: too few samples

**The runs are not alike**

|  |  | base | new |
| :--- | :--- | :--- | :--- |
| plan | <code>users</code> | <code>50</code> | <code>99</code> |

|  | base | new | change | % | true change |  |
| :--- | ---: | ---: | ---: | ---: | ---: | :--- |
| <code>p50(delivery)</code> | 1.01 ms | 11.4 ms | +10.4 ms | +1029 % | +10.1 ms … +∞ | WORSE |

|  | fails when | measured |
| :--- | :--- | :--- |
| ❌ | <code>p50(delivery)&#62;10%</code> | +10.4 ms (+1029 %) |

<details><summary>1 numbers without a change beyond noise</summary>

|  | base | new | change | % | true change |  |
| :--- | ---: | ---: | ---: | ---: | ---: | :--- |
| <code>lost</code> | 0 | 0 | 0 |  | exact | noise |

</details>
`,
  );
});

test('the terminal has it in 80 columns, and in few lines at the end of a run', () => {
  const look = { width: 80, palette: createPalette(0), voice: ENGLISH_VOICE };
  assert.deepEqual(comparisonLines(COMPARISON, look), [
    '✖ WORSE: p50(delivery) +10.4 ms (+1029 %); 1 of 1 bounds on regressions did not',
    'hold',
    'this run beside base.json',
    '! The base is SUSPECT: too few samples',
    '! another plan: users 50 → 99',
    '',
    '                         base        new     change          true change',
    'lost                        0          0          0                exact   noise',
    'p50(delivery)         1.01 ms    11.4 ms   +10.4 ms        +10.1 ms … +∞   WORSE',
    '✖ p50(delivery)>10% (+10.4 ms (+1029 %))',
  ]);
  assert.equal(
    comparisonSummary(COMPARISON, look).some((line) => line.startsWith('lost ')),
    false,
  );
});

test('JSON is the comparison, as its schema says', () => {
  const text = rendered('json', COMPARISON);
  assert.deepEqual(JSON.parse(text), COMPARISON);
  const file = fileURLToPath(new URL('../../../docs/report.schema.json', import.meta.url));
  const ajv = new Ajv2020({ strict: false });
  ajv.addSchema(JSON.parse(readFileSync(file, 'utf8')) as object);
  const check = ajv.getSchema('urn:newyear-load:report:1#/$defs/comparison');
  assert.ok(check !== undefined);
  assert.ok(check(JSON.parse(text)) === true, JSON.stringify(check.errors));
});

test('HTML is one page that needs no network and runs no script', () => {
  const html = rendered('html', COMPARISON);
  assert.match(html, /^<!doctype html>/);
  assert.match(html, /default-src 'none'; style-src 'sha256-/);
  assert.doesNotMatch(html, /<script|https?:\/\/(?!127\.0\.0\.1)|style="/);
  for (const text of ['WORSE: p50(delivery)', '11.4 ms', 'The runs are not alike', '<code>lost</code>'])
    assert.ok(html.includes(text), text);
});

test('texts of files, plans and servers are text in every format', () => {
  const look = { width: 80, palette: createPalette(0), voice: ENGLISH_VOICE };
  const frame = (html: string): number => html.match(/<[^>]*>/g)?.length ?? 0;
  const tags = frame(rendered('html', hostile('x')));
  for (const text of HOSTILE_TEXTS) {
    const comparison = hostile(text);
    const lines = comparisonLines(comparison, look).join('\n');
    assert.ok(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(lines));
    assert.ok(lines.length < 10_000);
    assert.deepEqual(markdownFlaws(rendered('md', comparison)), []);
    const html = rendered('html', comparison);
    assert.equal(frame(html), tags);
    assert.ok(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u.test(html));
  }
});

test('a comment is never longer than a site takes', () => {
  const many = { ...COMPARISON, candidates: Array.from({ length: 200 }, () => CANDIDATE) };
  const text = rendered('md', many);
  assert.ok(text.length <= 60_500, `${text.length}`);
  assert.match(text, /More was left out here/);
});

test('what cannot be decided has a question mark in every format, and is no regression', () => {
  const reason = 'too few samples';
  const open: Candidate = {
    ...CANDIDATE,
    judgement: 'noise',
    changes: [{ ...LATENCY, low: null, judgement: 'noise', reason }],
    regressions: [{ expression: 'p50(delivery)>10%', metric: 'p50(delivery)', actual: 10.287, passed: false, reason }],
  };
  const comparison = { ...COMPARISON, candidates: [open] };
  const lines = comparisonLines(comparison, { width: 80, palette: createPalette(0), voice: ENGLISH_VOICE });
  assert.match(lines.slice(0, 2).join(' '), /differ; 1 of 1 bounds on regressions cannot be decided$/);
  assert.match(lines.at(-2) ?? '', /too few samples {7}\?$/);
  assert.equal(lines.at(-1), '? p50(delivery)>10% (+10.4 ms (+1029 %); too few samples)');
  assert.match(rendered('md', comparison), /^\| ❔ \| <code>p50[^]* \| \?: too few samples \|$/m);
  assert.match(rendered('html', comparison), />UNDECIDED<\/span>/);
});

test('the page has what is worse first, with its interval beside the floor of noise', () => {
  const html = rendered('html', COMPARISON);
  const rows = [...html.matchAll(/<tr><th scope="row"><code>([^<]*)<\/code>.*?<\/tr>/g)].map(([row, name]) => ({
    row,
    name,
  }));
  const changes = rows.filter(({ row }) => row.includes('class="interval') || row.includes('exact'));
  assert.equal(changes[0]?.name, 'p50(delivery)');
  assert.match(
    changes[0]?.row ?? '',
    /<svg class="interval is-worse" role="img" aria-label="\+10\.1 ms … \+∞" .*class="floor".*class="range"/,
  );
  assert.doesNotMatch(html, /<th[^>]*><\/th>/);
});
