import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../wire/listen.js';

const PATIENCE_MS = 20_000;
/** A Prometheus that nobody ends is ended. */
const LONGEST_LIFE_MS = 60_000;

/** A series of an answer, and its value. */
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

export interface RunningPrometheus {
  /** The port of this machine that it scrapes every second. */
  readonly target: number;
  /** Rejects when Prometheus does not understand the expression. */
  readonly query: (expression: string) => Promise<Series[]>;
  readonly stop: () => Promise<void>;
}

/** Is there a Prometheus to test against? */
export function isPrometheusInstalled(): boolean {
  return spawnSync('prometheus', ['--version']).status === 0;
}

/** Starts a Prometheus and waits until it scrapes, which takes it some five seconds. */
export async function startPrometheus(): Promise<RunningPrometheus> {
  const target = await freePort();
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'newyear-load-prometheus-'));
  const config = `scrape_configs: [{ job_name: run, scrape_interval: 1s, scrape_timeout: 1s, static_configs: [{ targets: ['127.0.0.1:${target}'] }] }]`;
  await writeFile(join(folder, 'prometheus.yml'), config);
  const flags = [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--scrape.discovery-reload-interval=100ms',
    '--log.level=error',
  ];
  const child = spawn('prometheus', flags, { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const tooLong = setTimeout(() => child.kill('SIGKILL'), LONGEST_LIFE_MS);
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    clearTimeout(tooLong);
    await rm(folder, { recursive: true });
  };
  const base = `http://127.0.0.1:${port}`;
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await scrapes(base))) {
    if (performance.now() > deadline) await stop();
    assert.ok(performance.now() < deadline, 'Prometheus did not begin to scrape');
    await wait(50);
  }
  return { target, query: (expression) => ask(base, expression), stop };
}

/** Has it tried to scrape its target, which is down before the run? */
async function scrapes(base: string): Promise<boolean> {
  try {
    const response = await fetch(`${base}/api/v1/targets`);
    const { data } = (await response.json()) as { data: { activeTargets: { health: string }[] } };
    return data.activeTargets.some(({ health }) => health === 'down');
  } catch {
    // Nobody listens yet.
    return false;
  }
}

async function ask(base: string, expression: string): Promise<Series[]> {
  const response = await fetch(`${base}/api/v1/query?query=${encodeURIComponent(expression)}`);
  const answer = (await response.json()) as { status: string; error?: string; data?: { result: Series[] } };
  assert.equal(answer.status, 'success', `${expression}: ${answer.error}`);
  return answer.data?.result ?? [];
}
