import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inFolder } from '../helpers/cli/cli.js';
import { runHere } from '../helpers/cli/here.js';
import { assertCodeOf, reportThatAddsUp } from '../helpers/run/adds-up.js';
import { JOINT_DIALECT, jointChat } from '../helpers/wire/joint-chat.js';

const SMALL = ['--users', '12', '--rooms', '3', '--rate', '60', '--duration', '500ms', '--workers', '2'];

test('--target given several times is one chat of several entrances, in the report, in its command and when it is run again', async (t) => {
  await inFolder(async (folder) => {
    const dialect = join(folder, 'joint.json');
    writeFileSync(dialect, JSON.stringify(JOINT_DIALECT));
    const urls = (await jointChat(t, 2)).map(({ url }) => url);
    const targets = urls.flatMap((url) => ['--target', url]);
    const ran = await runHere(['run', ...targets, '--dialect', dialect, ...SMALL, '--json']);
    const report = reportThatAddsUp(ran.stdout);
    assertCodeOf(ran, report);
    assert.deepEqual(
      report.entrances.map(({ target, users, connectionsOpened }) => [target, users, connectionsOpened]),
      urls.map((url) => [url, 6, 6]),
    );
    assert.equal(report.run.target, urls[0]);
    for (const url of urls) assert.ok(report.run.command.includes(`--target ${url}`), report.run.command);

    const file = join(folder, 'report.json');
    writeFileSync(file, ran.stdout);
    const again = await runHere(['run', '--scenario', file, '--dry-run']);
    assert.equal(again.code, 0);
    assert.match(again.stdout, new RegExp(`^target +${urls.join(', ')}$`, 'm'));
    // One of the command line goes over all of them.
    const one = await runHere(['run', '--scenario', file, '--target', 'http://127.0.0.1:9', '--dry-run']);
    assert.match(one.stdout, /^target +http:\/\/127\.0\.0\.1:9$/m);
  });
});

test('an entrance that does not answer is named, and one twice is a mistake', async (t) => {
  const urls = (await jointChat(t, 1)).map(({ url }) => url);
  const dead = await runHere(['run', '--target', urls[0] ?? '', '--target', 'http://127.0.0.1:9', ...SMALL]);
  assert.equal(dead.code, 3);
  assert.match(dead.stderr, /http:\/\/127\.0\.0\.1:9\b/);
  const twice = await runHere(['run', '--target', 'http://127.0.0.1:9', '--target', 'ws://127.0.0.1:9/']);
  assert.equal(twice.code, 2);
  assert.match(twice.stderr, /--target: "http:\/\/127\.0\.0\.1:9" is named twice; leave one out/);
});
