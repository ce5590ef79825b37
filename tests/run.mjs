// Runs every compiled test; Node 20's runner takes no globs, and a run of no tests must not pass.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const root = new URL('../dist-tests/', import.meta.url).pathname;
const filter = process.argv[2] ?? '';
const files = readdirSync(root, { recursive: true })
  .filter((file) => file.endsWith('.test.js') && file.includes(filter))
  .map((file) => root + file)
  .toSorted();
if (files.length === 0) {
  console.error(`No test file matches "${filter}" in ${root}; build them first: npm run test:only`);
  process.exit(1);
}
const { status } = spawnSync(process.execPath, ['--test', '--test-concurrency=3', '--test-timeout=120000', ...files], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
