import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { MAX_JSON_LEVELS } from '#dist/core/json.js';
import type { RunPlan } from '#dist/core/plan.js';
import { MOST_JSON_VALUES } from '#dist/wire/bounds.js';
import { type Member, type Mischief, startBareChat } from '../helpers/wire/bare-chat.js';
import { contradictions, MEMBERS, planFor } from '../helpers/run/engine-run.js';
import { BARE } from '../helpers/run/one-worker.js';
import { serverText } from '../helpers/wire/server-frames.js';
import { startRun } from '#dist/engine/main/run.js';
import { startRunHere } from '../helpers/run/in-process-worker.js';

/** A run of twelve users in three rooms of a chat that does mischief. */
async function planOf(test: TestContext, mischief: Mischief, over: Partial<RunPlan> = {}): Promise<RunPlan> {
  const plan = await planFor(await startBareChat(test, mischief));
  const events = { ...BARE.events, error: { event: 'no', message: '0' } };
  return { ...plan, workers: 1, dialect: { ...BARE, events, echo: true }, ...over };
}

const deep = `${'['.repeat(MAX_JSON_LEVELS)}${']'.repeat(MAX_JSON_LEVELS)}`;

describe('A run against a server that sends tricks', { concurrency: 2 }, () => {
  it('counts packets that are too deep or hold too much, and measures on', async (test) => {
    const tricks = [
      `42["no",${deep}]`,
      `42["other",${deep}]`,
      `42["no"${',{}'.repeat(MOST_JSON_VALUES)}]`,
      `451000000000-["no",${deep}]`,
      `42${'1'.repeat(1_000_000)}["no"`,
    ];
    let sent = 0;
    const plan = await planOf(test, {
      onMessage(sender, number) {
        if (number % 10 === 0) sender.send(tricks[sent++ % tricks.length] ?? '');
      },
    });
    const outcome = await startRunHere(plan).outcome;
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(outcome.interruption, null);
    assert.equal(outcome.deliveries.received, outcome.deliveries.expected);
    assert.equal(outcome.connections.lost, 0);
    assert.ok(sent >= tricks.length);
    assert.deepEqual(outcome.errors, { 'protocol.illegal-packet': sent });
  });

  it('ends whoever is left with most when the servers’ unfinished messages exceed what is kept; the others go on', async (test) => {
    const size = 12 * 2 ** 20;
    const frame = serverText(`42["noise","${'x'.repeat(size)}"]`);
    const begun = new Set<Member>();
    let [count, ended, heard] = [0, 0, 0];
    const plan = await planOf(test, {
      onMessage(sender) {
        heard++;
        if (begun.has(sender) || count === 12) return;
        begun.add(sender);
        count++;
        sender.begin(frame);
      },
      onGone(member) {
        // Without two of them the rest is within what is kept.
        if (begun.delete(member) && ++ended === 2) for (const other of begun) other.end();
      },
    });
    const outcome = await startRunHere({ ...plan, durationMs: 2000, messagesPerSecond: 60, drainMs: 15_000 }).outcome;
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(outcome.interruption, null);
    assert.deepEqual(outcome.errors, { 'protocol.over-budget': 2 });
    assert.equal(outcome.connections.lost, 2);
    // Nothing of those that go on, and the first message is heard, too; what an ended connection had just sent may never have arrived.
    const unheard = outcome.counters.sent + 1 - heard;
    assert.ok(outcome.deliveries.lost <= unheard * MEMBERS, `${outcome.deliveries.lost} lost, ${unheard} unheard`);
  });

  it('says of a worker that dies for a reason of our own what the reason was', async (test) => {
    const plan = await planOf(test, {});
    // No scenario is accepted without the text of a message in it.
    const send = { event: 'send', args: ['no text'] };
    const outcome = await startRun({ ...plan, dialect: { ...plan.dialect, events: { ...plan.dialect.events, send } } })
      .outcome;
    assert.equal(outcome.interruption, 'worker-crashed');
    assert.match(
      outcome.findings.join(),
      /Worker 0 died: the dialect’s send event does not contain \{\{message\.text\}\}\./,
    );
    assert.deepEqual(outcome.errors, {});
  });
});
