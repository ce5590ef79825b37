import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { checkAlert } from '#dist/judgement/alerts.js';
import { scenarioJsonSchema } from '#dist/scenario/json-schema.js';
import { FILE_OPTIONS, OPTIONS } from '#dist/scenario/options.js';

const ALL = Object.entries(OPTIONS);

test('every flag of the contract is declared, and no two are alike', () => {
  const flags = ALL.map(([, spec]) => spec.flag);
  assert.equal(new Set(flags).size, flags.length);
  const shorts = ALL.flatMap(([, spec]) => ('short' in spec ? [spec.short] : []));
  assert.equal(new Set(shorts).size, shorts.length);
  const contract =
    'preset scenario target embedded users rooms duration rate window stage steps profile warm-up arrive text-bytes storm sessions slow-readers read-rate room-size theme dialect accounts workers drain seed fail-on alert allow-host source ca insecure audit audit-wait no-canary canary-rate watch-pid watch-url watch-series agents queue agents-timeout agent-patience run-name dashboard alert-webhook prometheus otlp baseline fail-on-regression force out json quiet no-color no-progress dry-run';
  assert.deepEqual(
    flags,
    contract.split(' ').map((name) => `--${name}`),
  );
});

test('every default is a value that the option takes', () => {
  for (const [name, spec] of ALL) if ('fallback' in spec) assert.ok(spec.parse(spec.fallback).ok, name);
});

test('the alert rules that hold by default are right, about whatever stages', () => {
  const rules = OPTIONS.alert.fallback.split(', ');
  assert.ok(rules.length > 2);
  assert.deepEqual(
    rules.map((rule) => checkAlert(rule, ['up'])),
    rules.map(() => undefined),
  );
});

test('scenario files have exactly the keys that the options declare, and some of their own', async () => {
  const schema = await scenarioJsonSchema(() => Promise.resolve(['quick']));
  const { properties } = schema as { properties: Record<string, { description?: string }> };
  const declared = FILE_OPTIONS.flatMap((name) => ('key' in OPTIONS[name] ? [OPTIONS[name].key] : []));
  assert.deepEqual(
    new Set(Object.keys(properties)),
    new Set(['activity', 'description', 'extends', 'limits', 'title', ...declared]),
  );
});

test('the docs name every key that an option has in a scenario file', async () => {
  const docs = await readFile(new URL('../../../docs/scenarios.md', import.meta.url), 'utf8');
  for (const [name, spec] of ALL) {
    if ('key' in spec) assert.ok(docs.includes(`| \`${spec.key}\``), name);
  }
});

test('declaring the options loads nothing but files of ours, so that help is quick', async () => {
  const seen = new Set<string>();
  const visit = async (url: URL): Promise<void> => {
    if (seen.has(url.href)) return;
    seen.add(url.href);
    const source = await readFile(url, 'utf8');
    for (const [, specifier] of source.matchAll(/from '([^']+)'/g)) {
      assert.match(specifier ?? '', /^\./, url.href);
      await visit(new URL(specifier ?? '', url));
    }
  };
  await visit(new URL('../../../dist/scenario/options.js', import.meta.url));
  assert.ok(seen.size > 2);
});

test('what the environment may hold is a secret, which no complaint quotes', () => {
  const secrets = ALL.filter(([, spec]) => 'environment' in spec);
  assert.ok(secrets.length > 0);
  for (const [name, spec] of secrets) {
    assert.ok('secret' in spec, name);
    for (const text of ['T000-B000', 'ftp://T000-B000/', 'http://T000:B000@127.0.0.1/', 'http://T000-B000:99999/']) {
      const parsed = spec.parse(text);
      assert.ok(!parsed.ok && !/T000|B000/.test(parsed.message), `${name}: ${text}`);
    }
  }
});
