/**
 * Does what docs/ci.md says, literally: the shell steps of the GitHub Actions and of the GitLab CI example, each in an empty folder, with
 * the packed tarball in the place of the registry and a `gh` that only notes what it was asked for. Port 4000 has to be free.
 *
 *   node bench/ci-docs.mjs
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LONGEST_STEP_MS = 180_000;
const WRITTEN = ['junit.xml', 'summary.md', 'report.json', 'report.html'];

const place = mkdtempSync(join(tmpdir(), 'ci-docs-'));
const groups = [];

/** Runs a script as a runner does, `bash -e`, and returns its exit code; what it leaves in the background goes on until the end. */
async function step(script, cwd, env) {
  const file = join(place, 'step.sh');
  writeFileSync(file, script);
  const child = spawn('timeout', [String(LONGEST_STEP_MS / 1000), 'bash', '-e', file], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  groups.push(child.pid);
  const [code] = await once(child, 'exit');
  return code;
}

async function example(name, scripts, tarball, env) {
  const cwd = join(place, name);
  mkdirSync(cwd);
  const codes = [];
  for (const script of scripts) {
    console.log(`--- ${name}\n${script.trimEnd()}`);
    codes.push(await step(script.replace('--no-save newyear-load', `--no-save ${tarball}`), cwd, env));
  }
  for (const group of groups.splice(0)) {
    try {
      process.kill(-group, 'SIGTERM');
    } catch {
      // Nothing of this step was left.
    }
  }
  const sizes = WRITTEN.map((file) => {
    const path = join(cwd, 'load', file);
    return `${file} ${existsSync(path) ? `${statSync(path).size} B` : 'MISSING'}`;
  });
  console.log(`=== ${name}: exit codes ${codes.join(' ')}; ${sizes.join(', ')}`);
  return codes.every((code) => code === 0 || code === 4) && !sizes.join('').includes('MISSING');
}

try {
  const page = readFileSync(join(ROOT, 'docs/ci.md'), 'utf8');
  const [workflow, pipeline] = [...page.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text]) => parse(text));
  const packed = spawnSync('npm', ['pack', '--silent', '--pack-destination', place], { cwd: ROOT, encoding: 'utf8' });
  const tarball = join(place, packed.stdout.trim().split('\n').at(-1));

  const tools = join(place, 'tools');
  mkdirSync(tools);
  const gh = join(tools, 'gh');
  writeFileSync(gh, '#!/bin/sh\necho "gh $*"\ntest -s load/summary.md\n');
  chmodSync(gh, 0o755);
  const env = { ...process.env, PATH: `${tools}${delimiter}${process.env.PATH}`, CI: 'true' };

  const summary = join(place, 'step-summary.md');
  const steps = workflow.jobs.load.steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
  const onGitHub = await example('github', steps, tarball, {
    ...env,
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: summary,
    PULL_REQUEST: 'https://github.example/pull/1',
  });
  const isSummarised = existsSync(summary);
  console.log(`=== step summary: ${isSummarised ? `${statSync(summary).size} B` : 'MISSING'}`);
  const onGitLab = await example('gitlab', [pipeline.load.script.join('\n')], tarball, { ...env, GITLAB_CI: 'true' });
  process.exitCode = onGitHub && isSummarised && onGitLab ? 0 : 1;
} finally {
  rmSync(place, { recursive: true, force: true });
}
