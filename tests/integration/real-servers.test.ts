import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FlagValues } from '#dist/scenario/options.js';
import { contradictions, MEMBERS, planFor } from '../helpers/run/engine-run.js';
import { commandOf, startReal } from '../helpers/wire/real-server.js';
import { startRunHere } from '../helpers/run/in-process-worker.js';

/** Everybody hears everything. */
const ONE_ROOM: FlagValues = { rooms: undefined, roomSize: undefined, rate: '60' };

/** A ready dialect beside servers that are made with the real package: the newest version, and one that many still use. */
const SERVERS = [
  { dialect: 'nestjs', script: 'nestjs.mjs', folders: ['nestjs-12', 'nestjs-11'], members: MEMBERS },
  { dialect: 'feathers', script: 'feathers.mjs', folders: ['feathers-5', 'feathers-4'], members: 12, flags: ONE_ROOM },
  { dialect: 'sails', script: 'sails.mjs', folders: ['sails-hook-3', 'sails-hook-2'], members: MEMBERS },
  { dialect: 'python-socketio', script: 'python_socketio.py', folders: [''], members: MEMBERS },
] as const;

describe('A ready dialect counts what the real server counts', { concurrency: 2 }, () => {
  for (const { dialect, script, folders, members, ...more } of SERVERS)
    for (const folder of folders)
      it(`${dialect} on ${folder || script}`, async (test) => {
        const command = commandOf(script, folder);
        if (command === undefined) return test.skip('not installed: bash tests/servers/install.sh');
        const server = await startReal(test, command);
        const plan = await planFor(server.url, { dialect, ...('flags' in more ? more.flags : {}) });
        const outcome = await startRunHere(plan).outcome;
        const counted = await server.end();
        assert.deepEqual(contradictions(outcome), []);
        assert.deepEqual(outcome.errors, {});
        const { counters, deliveries } = outcome;
        assert.equal(deliveries.expected, counters.sent * members);
        assert.deepEqual([deliveries.received, deliveries.lost], [deliveries.expected, 0]);
        assert.deepEqual([deliveries.duplicated, deliveries.reordered, counters.unexpected], [0, 0, 0]);
        // Beside the run's messages the server took a few by which the run found out how it answers.
        const probes = counted.messages - counters.sent;
        assert.ok(probes >= 1 && probes <= 16, `${counted.messages} messages, ${counters.sent} sent`);
        assert.deepEqual([counted.copies - deliveries.expected, counted.refused], [probes * members, 0]);
      });
});
