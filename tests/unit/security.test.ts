import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { filesBelow, importsOf, placesOf, withoutComments } from '../helpers/source/source-files.js';

/** What docs/security.md says, held against the source and the lock file. */
const PAGE = readFileSync('docs/security.md', 'utf8');
const sources = filesBelow('src', ['.ts']).map(({ path, text }) => ({ path, text: withoutComments(text) }));

interface Package {
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
}

interface Locked {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly peer?: boolean;
  readonly integrity?: string;
}

const own = JSON.parse(readFileSync('package.json', 'utf8')) as Package;
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };

/** What stands in backquotes in the first column of the tables of a section. */
function firstColumn(section: string): string[] {
  const text = PAGE.slice(PAGE.indexOf(section));
  assert.notEqual(PAGE.indexOf(section), -1, section);
  const table = text.slice(text.indexOf('\n| '), text.indexOf('\n\n', text.indexOf('\n| ')));
  const cells = table.split('\n').map((row) => row.split(' | ')[0] ?? '');
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ''));
}

function variablesRead(): Set<string> {
  const patterns = [
    /\benv\['(\w+)'\]/g,
    /\benvironment: '([A-Z]\w*)'/g,
    /\benvironment\['(\w+)'\]/g,
    /\burlIn\(environment, '(\w+)'/g,
  ];
  const lists = sources.flatMap(({ text }) => [...text.matchAll(/\bBUILD_SERVERS = \[([^\]]*)\]/g)]);
  return new Set([
    ...sources.flatMap(({ text }) =>
      patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name]) => name ?? '')),
    ),
    ...lists.flatMap(([, names = '']) => [...names.matchAll(/\w+/g)].map(([name]) => name)),
  ]);
}

/** Packages that the sources import or the build puts into pages, apart from those that whoever wants them installs. */
function builtIn(): string[] {
  const imported = filesBelow('src', ['.ts']).flatMap(({ text }) => importsOf(text));
  const names = imported.flatMap(({ specifier }) => /^(?:@[\w-]+\/)?[a-z][\w.-]*(?=\/|$)/.exec(specifier)?.[0] ?? []);
  return [...new Set(names)].filter((name) => !Object.hasOwn(own.peerDependencies, name)).toSorted();
}

test('every package that is built in is named with its reason, and no other', () => {
  assert.deepEqual(firstColumn('## Dependencies'), builtIn());
});

test('versions are exact, and what is built in is locked by its hash', () => {
  assert.equal(own.dependencies, undefined);
  for (const name of builtIn()) assert.match(own.devDependencies[name] ?? '', /^\d+\.\d+\.\d+$/, name);
  for (const name of builtIn()) assert.match(lock.packages[`node_modules/${name}`]?.integrity ?? '', /^sha512-/, name);
});

test('every package that is built in, with those that it needs, has its licence beside it', () => {
  const licences = readFileSync('bundle/LICENSES.txt', 'utf8');
  const named = [...licences.matchAll(/^((?:@[^/\s]+\/)?[a-z][\w.-]*) \d+\.\d+\.\d+ \(/gm)].map(
    ([, name]) => name ?? '',
  );
  assert.deepEqual(
    builtIn().filter((name) => !named.includes(name)),
    [],
  );
  assert.ok(named.includes('engine.io'));
  assert.match(licences, /Copyright \(c\) \d+ Colin McDonnell/);
});

test('nothing is installed with the package, and no script of it runs', () => {
  const installed = Object.entries(lock.packages).filter(
    ([path, { dev, devOptional, peer }]) => path !== '' && dev !== true && devOptional !== true && peer !== true,
  );
  assert.deepEqual(installed, []);
  // `prepare` runs in a clone only.
  assert.deepEqual(
    ['preinstall', 'install', 'postinstall'].filter((name) => name in own.scripts),
    [],
  );
});

test('every environment variable that is read is named, and no other', () => {
  const named = firstColumn('Environment variables, all of them').filter((name) => name !== '${NAME}');
  assert.deepEqual([...new Set(named)].toSorted(), [...variablesRead()].toSorted());
  const indirect = sources.flatMap((file) => placesOf(/\benv\[(?!')[^\]]*\]/, file));
  assert.deepEqual(
    indirect.map((place) => place.replace(/:\d+/, '')),
    [
      'src/cli/ci/workflow-commands.ts: env[name]',
      'src/cli/environment.ts: env[environment]',
      'src/live/exporters/otlp-certificates.ts: env[candidate]',
      'src/live/exporters/otlp-certificates.ts: env[name]',
    ],
  );
});

for (const { what, pattern, allowed } of [
  {
    what: 'listens',
    pattern: /\.listen\(/,
    allowed: [
      'src/core/listen.ts',
      'src/engine/worker/rehearsal/',
      'src/lab/server/free-port.ts',
      'src/lab/watch/',
      'src/live/loopback.ts',
      'src/practice/server.ts',
      'src/practice/sink/sink.ts',
      'src/proxy/proxy.ts',
    ],
  },
  {
    what: 'talks to somebody else',
    pattern:
      /\bfetch\(|\bnew (?:Pool|Client|Agent|WebSocket)\(|\b(?:connectTcp|connectTls|createConnection)\(|\bnew Exporter\(/,
    allowed: [
      'src/net/',
      'src/wire/',
      'src/live/exporters/otlp.ts',
      'src/agents/redis.ts',
      'src/lab/variants/instances.ts',
      'src/lab/variants/redis-client.ts',
      'src/practice/store/postgres/database.ts',
    ],
  },
  {
    what: 'runs a program',
    pattern: /'node:child_process'/,
    allowed: [
      'src/core/descriptors.ts',
      'src/practice/embedded.ts',
      'src/truth/stolen-cpu.ts',
      'src/lab/parts/real-part.ts',
      'src/lab/server/managed-server.ts',
    ],
  },
  {
    what: 'writes files',
    pattern: /\b(?:writeFile|appendFile|createWriteStream|mkdir|mkdtemp|copyFile)(?:Sync)?\(|\bopen\([^)]*'[wax]/,
    allowed: [
      'src/core/file-lock.ts',
      'src/core/whole-file.ts',
      'src/live/ndjson.ts',
      'src/cli/ci/step-summary.ts',
      'src/lab/companions.ts',
      'src/lab/parts/real-part.ts',
      'src/practice/store/files/data-folder.ts',
    ],
  },
])
  test(`what ${what} is where the page says`, () => {
    const places = sources.flatMap((file) => placesOf(pattern, file));
    assert.ok(places.length > 0);
    assert.deepEqual(
      places.filter((place) => !allowed.some((path) => place.startsWith(path))),
      [],
    );
  });

test('who decides and who reports find their pages', () => {
  const readme = readFileSync('README.md', 'utf8');
  assert.ok(readme.includes('(docs/security.md)') && readme.includes('(SECURITY.md)'));
  assert.ok(readFileSync('SECURITY.md', 'utf8').includes('(docs/security.md)'));
});
