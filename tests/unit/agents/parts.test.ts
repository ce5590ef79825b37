import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { allotShards } from '#dist/agents/allot.js';
import { Channel } from '#dist/agents/channel.js';
import { CodecError, decodeData, encodeData } from '#dist/agents/codec.js';
import { createSealingKeys, seal, unseal } from '#dist/agents/sealing.js';
import { HeardThings } from '#dist/agents/sequence.js';
import { inEnglish, isMessage } from '#dist/core/language/words.js';
import { parseQueueAddress } from '#dist/core/queue-address.js';
import { createLifelineMemory, Lifeline } from '#dist/engine/lifeline.js';
import { Collector } from '#dist/metrics/collector.js';
import { emptyGauges } from '#dist/metrics/snapshot.js';
import { planFor } from '../../helpers/run/engine-run.js';
import { snapshotOf } from '../../helpers/report/live-second.js';
import { runsOf } from '../../helpers/runs-of.js';

describe('What agents say', () => {
  it('gives the same sums in whatever order it comes, and however often', () => {
    const snapshots = Array.from({ length: 12 }, (_, second) => {
      const snapshot = snapshotOf(second);
      return {
        ...snapshot,
        counters: { ...snapshot.counters, sent: second * second },
        gauges: { ...emptyGauges(), missing: second },
      };
    });
    const collected = (order: readonly number[]): unknown => {
      const [heard, collector] = [new HeardThings<string>(), new Collector()];
      for (const index of order) {
        const items = [encodeData(snapshots[index])];
        for (const text of heard.hear({ number: index + 1, items }))
          collector.add(decodeData(text) as (typeof snapshots)[0], 1);
      }
      const { counters, gauges, timeline, workers } = collector;
      return { counters, gauges, timeline, workers: workers.length };
    };
    const inOrder = snapshots.map((_, index) => index);
    const expected = collected(inOrder);
    const orders = fc
      .tuple(
        fc.shuffledSubarray(inOrder, { minLength: inOrder.length }),
        fc.array(fc.nat(inOrder.length - 1), { maxLength: 30 }),
      )
      .chain(([all, more]) => fc.shuffledSubarray([...all, ...more], { minLength: all.length + more.length }));
    fc.assert(
      fc.property(orders, (order) => assert.deepEqual(collected(order), expected)),
      { numRuns: runsOf(60) },
    );
  });

  it('is said again until it is confirmed, and heard once', async () => {
    const written: Readonly<Record<string, string>>[] = [];
    const [heard, unreadable]: [unknown[], string[]] = [[], []];
    const ends = { key: 'k', onUnreadable: (problem: string) => unreadable.push(problem) };
    const speaker = new Channel<unknown, unknown>({
      ...ends,
      write: (fields) => written.push(fields),
      onHeard: () => undefined,
    });
    const listener = new Channel<unknown, unknown>({
      ...ends,
      write: () => undefined,
      onHeard: (item) => heard.push(item),
    });
    speaker.say(1);
    speaker.say([2]);
    await Promise.resolve();
    speaker.say({ three: 3 });
    await Promise.resolve();
    assert.equal(written.length, 2);
    for (const fields of [...written.toReversed(), ...written]) listener.hear(fields);
    assert.deepEqual(heard, [1, [2], { three: 3 }]);
    listener.hear({ k: 'another', n: '3', m: '["4"]' });
    for (const [n, m] of [
      ['3', '{}'],
      ['x', '["1"]'],
      ['3', '[1]'],
      ['3', 'no JSON'],
    ] as const)
      listener.hear({ k: 'k', n, m });
    assert.deepEqual([heard.length, unreadable.length], [3, 4]);
    speaker.confirm(listener.heard);
    assert.ok(speaker.isConfirmed);
  });
});

describe('Plain data as text', () => {
  it('comes back as it was', () => {
    const data = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string(),
        fc.double(),
        fc.boolean(),
        fc.constant(null),
        fc.uint8Array(),
        fc.int32Array(),
        fc.array(tie('value')),
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$u8', '$object', '$number')), tie('value'), {
          noNullPrototype: true,
        }),
      ),
    })).value;
    fc.assert(
      fc.property(data, (value) => assert.deepEqual(decodeData(encodeData(value)), withoutMinusZero(value))),
      { numRuns: runsOf(200) },
    );
  });

  it('refuses what is none, as an error of ours', () => {
    for (const text of ['', '{', '{"$i32":"AAA="}', '{"$u8":7}', '{"$other":"x"}', '{"$number":"7"}', '['.repeat(300)])
      assert.throws(() => decodeData(text), CodecError, text);
  });
});

describe('A sealed text', () => {
  it('is read by whom it is for, and by nobody else', () => {
    const [own, other] = [createSealingKeys(), createSealingKeys()];
    const sealed = seal('${API_KEY} is s3cret', own.publicKey);
    assert.equal(unseal(sealed, own.privateKey), '${API_KEY} is s3cret');
    assert.ok(!Buffer.from(sealed.split('.')[1] ?? '', 'base64').includes('s3cret'));
    assert.throws(() => unseal(sealed, other.privateKey));
    assert.throws(() => unseal(sealed.replace(/.{4}$/, 'AAAA'), own.privateKey));
  });
});

describe('The shards of a run', () => {
  it('are dealt to agents as far as each offers, one an agent at least', async () => {
    const plan = { ...(await planFor('http://127.0.0.1:9', { users: '24', rooms: '8', roomSize: 'all' })), workers: 5 };
    const counts = (offers: readonly number[]): number[] =>
      allotShards(plan, offers).map(({ shards }) => shards.length);
    assert.deepEqual(counts([8, 8]), [3, 2]);
    assert.deepEqual(counts([1, 8]), [1, 4]);
    assert.deepEqual(counts([1, 1, 1]), [1, 1, 1]);
    assert.deepEqual(
      counts(Array.from({ length: 8 }, () => 4)),
      Array.from({ length: 8 }, () => 1),
    );
    const dealt = allotShards(plan, [8, 8]).flatMap(({ shards }) => shards.map(({ index }) => index));
    assert.deepEqual(dealt, [0, 1, 2, 3, 4]);
    assert.equal(
      allotShards(plan, [8, 8]).reduce((sum, { users }) => sum + users, 0),
      24,
    );
    assert.throws(
      () =>
        allotShards(
          plan,
          Array.from({ length: 9 }, () => 1),
        ),
      /divided among 8 agents, and 9 were asked for/,
    );
  });

  it('are those of users alone where a plan has no rooms, or fewer than agents', async () => {
    const plan = await planFor('http://127.0.0.1:9', { users: '24', rooms: '1', roomSize: '6' });
    const usersOf = (rooms: number, agents: number): number[] =>
      allotShards(
        { ...plan, rooms, workers: agents },
        Array.from({ length: agents }, () => 1),
      ).map(({ users }) => users);
    assert.deepEqual(usersOf(0, 6), [4, 4, 4, 4, 4, 4]);
    assert.deepEqual(usersOf(1, 3), [8, 8, 8]);
    assert.throws(() => usersOf(0, 25), {
      message: "The plan's 24 users can be divided among 24 agents, and 25 were asked for.",
      hint: 'Take --agents 24, or more --users.',
    });
  });
});

describe('A lifeline', () => {
  it('is cut when its leader has been silent for too long, and stays so', () => {
    const spec = { memory: createLifelineMemory(0), patienceUs: 100 };
    const [thread, main] = [new Lifeline(spec), new Lifeline(spec)];
    main.renew(80, 90);
    assert.deepEqual([thread.isCut(180), thread.isCut(181)], [false, true]);
    main.renew(50, 100);
    assert.equal(thread.isCut(180), false);
    // A process that was stopped hears first what had been said long ago, then what is said now.
    main.renew(290, 300);
    assert.deepEqual([thread.isCut(100), main.isCut(300)], [true, true]);
  });
});

describe('The URL of a queue', () => {
  it('is shown without what is secret in it, and complained about without itself', () => {
    const address = parseQueueAddress('rediss://boss:s3cret@10.0.0.5/3?name=nightly');
    assert.deepEqual(address, {
      url: 'rediss://boss:s3cret@10.0.0.5/3',
      name: 'nightly',
      shown: 'rediss://10.0.0.5:6379/3?name=nightly',
    });
    for (const wrong of [
      'http://x:s3cret@h',
      's3cret',
      'redis://h/s3cret',
      'redis://h?password=s3cret',
      'redis://h?name=S3cret!',
      'redis://:s3cret@',
    ]) {
      const said = parseQueueAddress(wrong);
      assert.match(isMessage(said) ? inEnglish(said) : 'accepted', /^(?:must|takes)(?!.*s3cret)/i, wrong);
    }
  });
});

/** JSON has no −0, which nothing that is measured is. */
function withoutMinusZero(value: unknown): unknown {
  if (Object.is(value, -0)) return 0;
  if (Array.isArray(value)) return value.map(withoutMinusZero);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, withoutMinusZero(field)]));
}
